package io.weir.fuzz;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.table.deletion.DeletionVector;
import io.weir.testkit.RandomRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Inputs to begin with: what our writers make of each kind, and what is in tables that others wrote. */
final class Seeds {
    static final List<String> PREDICATES = List.of(
            "id > 5 AND i IN (1, 2, NULL)",
            "d BETWEEN -0.5 AND 1e300 OR f <=> 2.5",
            "s LIKE 'abc%' AND NOT s = 'ü'",
            "t >= TIMESTAMP '2024-01-01 00:00:00.000001' AND n < TIMESTAMP_NTZ '2024-01-01'",
            "day = DATE '1500-02-28' OR year(day) = 2024",
            "x > 12345678901234567890.5 AND y <> 0.01",
            "b AND st.in.v IS NULL AND p = DATE '2024-02-29'",
            "CASE WHEN i > 1 THEN CAST(i AS STRING) ELSE s END <> 'x' AND try_cast(s AS BIGINT) IS NOT NULL");

    private static final String STATS = "{\"numRecords\":3,\"minValues\":{\"id\":1,\"i\":-5,\"d\":-0.0,\"f\":1.5E3,"
            + "\"s\":\"abc\",\"t\":\"2024-01-01T00:00:00.123Z\",\"n\":\"2024-01-01T00:00:00.123\",\"day\":\"2024-01-01\","
            + "\"x\":1.5,\"y\":-12345678901234.56,\"b\":false,\"st\":{\"in\":{\"v\":7}}},\"maxValues\":{\"id\":9},"
            + "\"nullCount\":{\"id\":0,\"st\":{\"in\":{\"v\":3}}},\"tightBounds\":true}";

    private static final int MAX_SHARED_BYTES = 20_000;
    private static final int MAX_SHARED_FILES = 300;

    private final Map<Target, List<byte[]>> seeds = new EnumMap<>(Target.class);

    private Seeds() {
        for (Target target : Target.values()) {
            seeds.put(target, new ArrayList<>());
        }
    }

    /** @param arguments the directory to write to, a directory a target; and where shared tables are, if anywhere */
    public static void main(String[] arguments) throws IOException {
        Seeds seeds = new Seeds();
        seeds.addOurs();
        seeds.addShared(Path.of(arguments[1], "data"));
        for (Map.Entry<Target, List<byte[]>> target : seeds.seeds.entrySet()) {
            Path directory = Path.of(arguments[0], target.getKey().shownName());
            Files.createDirectories(directory);
            int number = 0;
            for (byte[] seed : target.getValue()) {
                Files.write(directory.resolve("seed-" + number++), seed);
            }
        }
    }

    /** What our writers make. */
    static Map<Target, List<byte[]>> ours() {
        Seeds seeds = new Seeds();
        seeds.addOurs();
        return seeds.seeds;
    }

    private void add(Target target, byte[] seed) {
        java.util.Objects.requireNonNull(seeds.get(target)).add(seed);
    }

    private void add(Target target, String seed) {
        add(target, seed.getBytes(StandardCharsets.UTF_8));
    }

    private void addOurs() {
        MemoryStore store = Tables.of(Tables.file("a", STATS), Tables.file("b%20c", null));
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.latest(), Instant.EPOCH);
        add(Target.CHECKPOINT, store.read(LogNames.classicCheckpoint(1)));
        add(Target.LAST_CHECKPOINT, store.read(LogNames.LAST_CHECKPOINT));
        add(Target.COMMIT, store.read(LogNames.commit(0)));
        add(Target.COMMIT, store.read(LogNames.commit(1)));
        add(
                Target.JSON_CHECKPOINT,
                "{\"checkpointMetadata\":{\"version\":1}}\n"
                        + Target.text(ActionCodec.write(
                                List.of(Tables.protocol(), Tables.metadata(), Tables.file("a", STATS)))));
        add(
                Target.CHECKSUM,
                "{\"tableSizeBytes\":7,\"numFiles\":1,\"numMetadata\":1,\"numProtocol\":1,\"metadata\":"
                        + "{\"id\":\"x\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\"{}\","
                        + "\"partitionColumns\":[],\"configuration\":{}},\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}");
        add(Target.STATISTICS, STATS);
        String[] values = {
            "true", "-7", "1.5E-3", "2024-02-29", "2024-02-29 12:34:56.789", "-0044-03-15T01:02:03+05:00", "NaN", "é"
        };
        for (int type = 0; type < 16; type++) {
            for (String value : values) {
                add(Target.PARTITION_VALUE, (char) type + value);
            }
        }
        add(Target.SCHEMA, SchemaJson.format(RandomRows.everyType()));
        add(Target.SCHEMA, SchemaJson.format(Tables.SCHEMA));
        for (String address :
                List.of("a/b@v12", "s3://x@y/t@-3", "t@2024-01-01T00:00:00Z", "t@2024-01-01", "file:///a%20b")) {
            add(Target.ADDRESS, address);
        }
        PREDICATES.forEach(predicate -> add(Target.PREDICATE, predicate));
        add(
                Target.DELETION_VECTOR,
                DeletionVector.of(1, 2, 70_000, 5_000_000_000L).encode());
        add(
                Target.DELETION_VECTOR,
                DeletionVector.of(java.util.stream.LongStream.range(0, 5000).toArray())
                        .encode());
        // an object of one small integer, a string, a list of nulls
        add(Target.VARIANT, new byte[] {5, 1, 1, 0, 1, 'a', 2, 1, 0, 0, 2, 12, 5});
        add(Target.VARIANT, new byte[] {3, 1, 0, 0, 9, 'h', 'i'});
        add(Target.VARIANT, new byte[] {3, 1, 0, 0, 3, 2, 0, 1, 2, 0, 0});
        for (int i = 0; i < 12; i++) {
            add(Target.PARQUET, parquet(i));
        }
        add(Target.COMMIT, ActionCodec.write(List.of(Protocol.LEGACY_DEFAULT)));
    }

    private static byte[] parquet(int seed) {
        RandomRows rows = RandomRows.seeded(seed);
        StructType schema = seed == 0 ? RandomRows.everyType() : rows.schema(3, 2);
        ColumnBatch batch = rows.batch(schema, 30);
        Codec[] codecs = {Codec.UNCOMPRESSED, Codec.SNAPPY, Codec.GZIP, Codec.ZSTD};
        ParquetWriteOptions options = ParquetWriteOptions.DEFAULT
                .withCodec(codecs[seed % codecs.length])
                .withPages(1 << 16, 10)
                .withSecondPageFormat(seed % 2 == 0)
                .withPageChecksums(false)
                .withDictionaryBytes(seed % 3 == 0 ? 0 : 1 << 16);
        MemoryStore store = MemoryStore.create();
        try (ParquetFileWriter file = ParquetFileWriter.create(store.create("f"), schema, options)) {
            file.write(batch);
            file.finish();
        }
        return store.read("f");
    }

    /** Small files of tables that others wrote, by their names. */
    private void addShared(Path tables) throws IOException {
        if (!Files.isDirectory(tables)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tables)) {
            List<Path> small = files.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() <= MAX_SHARED_BYTES)
                    .sorted()
                    .toList();
            Map<Target, Integer> counts = new EnumMap<>(Target.class);
            for (Path file : small) {
                Target target = targetOf(file);
                if (target != null && counts.merge(target, 1, Integer::sum) <= MAX_SHARED_FILES) {
                    add(target, Files.readAllBytes(file));
                }
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Target targetOf(Path file) {
        String name = file.getFileName().toString();
        if (name.equals("_last_checkpoint")) {
            return Target.LAST_CHECKPOINT;
        }
        if (name.endsWith(".crc") && name.matches("\\d{20}\\.crc")) {
            return Target.CHECKSUM;
        }
        if (name.contains(".checkpoint.")) {
            return name.endsWith(".json") ? Target.JSON_CHECKPOINT : Target.CHECKPOINT;
        }
        if (name.matches("\\d{20}\\.json")) {
            return Target.COMMIT;
        }
        return name.endsWith(".parquet") ? Target.PARQUET : null;
    }
}
