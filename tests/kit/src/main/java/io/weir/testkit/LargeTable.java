package io.weir.testkit;

import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.Sidecar;
import io.weir.log.checkpoint.CheckpointWriter;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.LogName;
import io.weir.log.commit.LogNames;
import io.weir.log.state.FileChunk;
import io.weir.log.state.FileChunkBuilder;
import io.weir.log.state.StateBuilder;
import io.weir.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The log of a table of very many files, without the files: a checkpoint and some commits after it. The same numbers give the
 * same log, byte for byte.
 *
 * <p>Events partitioned by {@code date}, 1,000 rows and 100 to 200 KB a file; {@code event_id} and {@code event_time} grow from file to
 * file, {@code user_id} is anywhere.
 */
public final class LargeTable {
    /** The version of the checkpoint. */
    public static final long CHECKPOINT_VERSION = 1000;

    /** Rows of every file. */
    public static final long ROWS_PER_FILE = 1000;

    private static final int CHUNK_FILES = 50_000;
    private static final int SIDECAR_BATCH = 8192;
    private static final long SIDECAR_ROW_GROUP_BYTES = 16L << 20;
    private static final int FILES_PER_COMMIT = 20;
    private static final int REMOVED_PER_COMMIT = 2;
    static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
    static final int DAYS = 365;
    static final long NOW_MILLIS = 1_735_689_600_000L;
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
    private static final String SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + field("event_id", "long")
            + "," + field("event_time", "timestamp")
            + "," + field("user_id", "long")
            + "," + field("event_type", "string")
            + "," + field("device", "string")
            + "," + field("url", "string")
            + "," + field("amount", "double")
            + "," + field("date", "date")
            + "]}";

    private LargeTable() {}

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"nullable\":true,\"metadata\":{}}";
    }

    /**
     * Writes the log.
     *
     * @param files in the checkpoint
     * @param commits after it; each adds 20 files and removes two of the checkpoint's
     * @return how many files the table has at its newest version
     */
    public static int create(ObjectStore store, int files, int commits) {
        StateBuilder state = new StateBuilder(CHECKPOINT_VERSION, chunks(files), null);
        state.action(Protocol.LEGACY_DEFAULT);
        state.action(metadata());
        store.put(LogNames.commit(CHECKPOINT_VERSION), commit(CHECKPOINT_VERSION, List.of()));
        CheckpointWriter.write(store, state.build(), NOW_MILLIS);
        return appendCommits(store, files, commits);
    }

    /**
     * The same with a checkpoint of the second specification: a JSON file and sidecars, which have statistics of two columns and in
     * parsed form only. Ten million files take about a minute. The commits only add files.
     *
     * @param filesPerSidecar how many files a sidecar names
     */
    public static int createWithSidecars(ObjectStore store, int files, int filesPerSidecar, int commits) {
        List<Action> top = new ArrayList<>();
        top.add(new CheckpointMetadata(CHECKPOINT_VERSION, Map.of(), Map.of()));
        top.add(new Protocol(3, 7, Set.of("v2Checkpoint"), Set.of("v2Checkpoint"), Map.of()));
        top.add(metadata());
        for (int first = 0; first < files; first += filesPerSidecar) {
            top.add(sidecar(store, first, Math.min(files, first + filesPerSidecar), files));
        }
        byte[] json = ActionCodec.write(top);
        store.put(LogNames.commit(CHECKPOINT_VERSION), commit(CHECKPOINT_VERSION, List.of()));
        store.put(
                LogNames.path(
                        new LogName.UuidCheckpoint(CHECKPOINT_VERSION, "0b7f2f6e-5d0c-4a45-9d55-7c4b1d0c5a01", true)),
                json);
        new LastCheckpoint(CHECKPOINT_VERSION, files + 2L, json.length, files).store(store);
        for (int i = 1; i <= commits; i++) {
            List<Action> actions = new ArrayList<>();
            for (int n = 0; n < FILES_PER_COMMIT; n++) {
                actions.add(add(files + (long) (i - 1) * FILES_PER_COMMIT + n, files));
            }
            store.put(LogNames.commit(CHECKPOINT_VERSION + i), commit(CHECKPOINT_VERSION + i, actions));
        }
        return files + commits * FILES_PER_COMMIT;
    }

    private static Sidecar sidecar(ObjectStore store, int first, int end, int files) {
        String name = String.format("%020d-%08d.parquet", CHECKPOINT_VERSION, first);
        ParquetWriteOptions options = ParquetWriteOptions.DEFAULT.withRowGroupBytes(SIDECAR_ROW_GROUP_BYTES);
        try (ParquetFileWriter file = ParquetFileWriter.create(
                store.create(LogNames.SIDECARS + "/" + name), SidecarBatches.SCHEMA, options)) {
            for (int from = first; from < end; from += SIDECAR_BATCH) {
                file.write(SidecarBatches.of(from, Math.min(SIDECAR_BATCH, end - from), files));
            }
            return new Sidecar(name, file.finish().sizeBytes(), NOW_MILLIS, Map.of(), Map.of());
        }
    }

    private static Metadata metadata() {
        return Metadata.builder("6b1b1a4e-6c6a-4d0e-9d3c-1f2f3c4d5e6f")
                .schemaString(SCHEMA)
                .partitionColumns(List.of("date"))
                .createdTime(NOW_MILLIS)
                .build();
    }

    private static int appendCommits(ObjectStore store, int files, int commits) {
        for (int i = 1; i <= commits; i++) {
            List<Action> actions = new ArrayList<>();
            for (int n = 0; n < REMOVED_PER_COMMIT; n++) {
                long removed = (long) files * (i * REMOVED_PER_COMMIT + n) / ((commits + 2L) * REMOVED_PER_COMMIT);
                actions.add(add(removed, files).remove(NOW_MILLIS, true));
            }
            for (int n = 0; n < FILES_PER_COMMIT; n++) {
                actions.add(add(files + (long) (i - 1) * FILES_PER_COMMIT + n, files));
            }
            store.put(LogNames.commit(CHECKPOINT_VERSION + i), commit(CHECKPOINT_VERSION + i, actions));
        }
        return files + commits * (FILES_PER_COMMIT - REMOVED_PER_COMMIT);
    }

    /** Appends a further version of one new file. */
    public static void appendOne(ObjectStore store, DeltaLog log) {
        long version = log.current().version() + 1;
        AddFile add = add(1_000_000_000L + version, 1_000_000);
        store.putIfAbsent(LogNames.commit(version), commit(version, List.of(add)));
    }

    private static byte[] commit(long version, List<Action> actions) {
        List<Action> all = new ArrayList<>();
        all.add(CommitInfo.builder()
                .timestamp(NOW_MILLIS + version)
                .operation("WRITE")
                .build());
        all.addAll(actions);
        return ActionCodec.write(all);
    }

    private static List<FileChunk> chunks(int files) {
        List<FileChunk> chunks = new ArrayList<>();
        for (int first = 0; first < files; first += CHUNK_FILES) {
            FileChunkBuilder chunk = new FileChunkBuilder();
            for (int number = first; number < Math.min(files, first + CHUNK_FILES); number++) {
                append(chunk, number, files);
            }
            chunks.add(chunk.build());
        }
        return chunks;
    }

    private static void append(FileChunkBuilder chunk, long number, int files) {
        AddFile add = add(number, files);
        byte[] path = add.path().getBytes(StandardCharsets.UTF_8);
        byte[] day = day(number, files).getBytes(StandardCharsets.UTF_8);
        byte[] stats = stats(number).getBytes(StandardCharsets.UTF_8);
        chunk.add(path, 0, path.length, null, add.sizeBytes(), add.modificationTime())
                .stats(stats, 0, stats.length)
                .partition("date", day, 0, day.length);
    }

    private static AddFile add(long number, int files) {
        SplittableRandom random = new SplittableRandom(number);
        String day = day(number, files);
        String path = String.format(
                "date=%s/part-%05d-%016x-%016x.c000.zstd.parquet",
                day, number % 100_000, random.nextLong(), random.nextLong());
        return AddFile.builder(path)
                .partitionValues(Map.of("date", day))
                .sizeBytes(100_000 + random.nextInt(100_000))
                .modificationTime(NOW_MILLIS - 1_000_000_000L + number)
                .dataChange(true)
                .stats(stats(number))
                .build();
    }

    private static String day(long number, int files) {
        return FIRST_DAY.plusDays(Math.min(number * DAYS / files, DAYS)).toString();
    }

    private static String stats(long number) {
        SplittableRandom random = new SplittableRandom(~number);
        long firstId = number * ROWS_PER_FILE;
        String firstTime = time(number);
        String lastTime = time(number + 1);
        return "{\"numRecords\":" + ROWS_PER_FILE
                + ",\"minValues\":{\"event_id\":" + firstId + ",\"event_time\":\"" + firstTime + "\",\"user_id\":"
                + random.nextInt(1000)
                + ",\"event_type\":\"add_to_cart\",\"device\":\"device-0\",\"url\":\"https://example.org/"
                + Long.toHexString(random.nextLong()) + "\",\"amount\":" + random.nextInt(100) / 100.0
                + "},\"maxValues\":{\"event_id\":" + (firstId + ROWS_PER_FILE - 1) + ",\"event_time\":\"" + lastTime
                + "\",\"user_id\":" + (999_000 + random.nextInt(1000))
                + ",\"event_type\":\"view\",\"device\":\"device-999\",\"url\":\"https://example.org/~"
                + Long.toHexString(random.nextLong()) + "\",\"amount\":" + (99_900 + random.nextInt(100)) / 100.0
                + "},\"nullCount\":{\"event_id\":0,\"event_time\":0,\"user_id\":0,\"event_type\":0,\"device\":0,\"url\":0,\"amount\":0}}";
    }

    private static String time(long number) {
        // a million files make about a year
        return MILLIS.format(FIRST_DAY.atStartOfDay().plusSeconds(number * 31));
    }
}
