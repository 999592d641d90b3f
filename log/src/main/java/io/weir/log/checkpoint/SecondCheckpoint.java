package io.weir.log.checkpoint;

import io.weir.format.json.JsonOutput;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.DataPath;
import io.weir.log.action.Sidecar;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.LogNames;
import io.weir.log.state.FileChunk;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableShape;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes a checkpoint of the second specification: one file with an id in its name, which has the table's files in it or, of a table with
 * many, names sidecars that have. One thread, once. (PROTOCOL.md, "V2 Spec", "Sidecar Files")
 *
 * <p>Sidecars in which nothing has changed are named again, as {@link SidecarPlan} has it, so that a checkpoint costs what has changed since the last
 * one. What is remembered of removed files has a sidecar of its own, which is always written.
 *
 * <p>The checkpoint's id follows from table and version: of two who write one of the same version, the first one's stays. Each has sidecars
 * of his own.
 */
final class SecondCheckpoint {
    /** Beyond so many files, reading the few rows that are not about files should not take reading all that are. */
    private static final int MAX_FILES_INSIDE = 1000;

    private final ObjectStore store;
    private final TableState state;
    private final CheckpointSettings settings;
    private final long nowMillis;
    private final KnownSidecars known;
    private final List<Sidecar> sidecars = new ArrayList<>();
    private final Map<FileChunk, StoredFiles> stored = new IdentityHashMap<>();
    private long rows;

    SecondCheckpoint(
            ObjectStore store, TableState state, CheckpointSettings settings, long nowMillis, KnownSidecars known) {
        this.store = store;
        this.state = state;
        this.settings = settings;
        this.nowMillis = nowMillis;
        this.known = known;
    }

    /** Does the table ask for it? */
    static boolean isWanted(TableShape shape) {
        return "v2".equalsIgnoreCase(shape.metadata().property("delta.checkpointPolicy"))
                && shape.protocol().supports(TableFeature.V2_CHECKPOINT);
    }

    CheckpointWriter.Written write() {
        String name = LogNames.uuidCheckpoint(state.version(), id("checkpoint"));
        if (store.exists(name)) {
            Optional<LastCheckpoint> hint =
                    LastCheckpoint.load(store).filter(last -> last.version() == state.version());
            if (hint.isPresent()) {
                return new CheckpointWriter.Written(hint.get(), known);
            }
        }
        boolean inside = state.files().count() <= MAX_FILES_INSIDE;
        if (!inside) {
            writeSidecars();
        }
        BufferedObject top = new BufferedObject(store, name);
        CheckpointWriter writer = new CheckpointWriter(state, settings, nowMillis, CheckpointSchema::secondRows);
        writer.writeTo(top, actions(), inside);
        rows += writer.rows();
        ObjectInfo written = store.info(name);
        LastCheckpoint hint = new LastCheckpoint(
                state.version(),
                rows,
                null,
                written.sizeBytes(),
                (long) state.files().count(),
                null,
                Map.of(),
                Map.of("v2Checkpoint", described(written)));
        hint.store(store);
        return new CheckpointWriter.Written(hint, top.isStored() && !inside ? named(written) : known);
    }

    private List<CheckpointWriter.Row> actions() {
        List<CheckpointWriter.Row> rows = new ArrayList<>();
        rows.add(new CheckpointWriter.Row(
                "checkpointMetadata",
                column -> ActionRows.append(column, new CheckpointMetadata(state.version(), Map.of(), Map.of()))));
        for (Sidecar sidecar : sidecars) {
            rows.add(new CheckpointWriter.Row("sidecar", column -> ActionRows.append(column, sidecar)));
        }
        return rows;
    }

    private void writeSidecars() {
        CheckpointWriter writer = new CheckpointWriter(state, settings, nowMillis, CheckpointSchema::sidecarRows);
        LiveFiles files = state.files();
        List<SidecarPlan.Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < files.chunkCount(); i++) {
            FileChunk chunk = files.chunk(i);
            StoredFiles there = known.of(chunk);
            boolean usable = there != null && isSafe(there) && there.hasColumns(writer.fileColumns());
            chunks.add(
                    new SidecarPlan.Chunk(files.chunkRows(i).length, chunk.details() == null, usable ? there : null));
            if (usable) {
                stored.put(chunk, there);
            }
        }
        SidecarPlan plan = SidecarPlan.of(chunks);
        for (StoredFiles kept : plan.kept()) {
            sidecars.add(kept.sidecar());
            rows += kept.rows();
        }
        for (List<Integer> part : plan.written()) {
            writeSidecar(
                    writer,
                    part,
                    part.stream().mapToInt(i -> chunks.get(i).rows()).sum());
        }
        String content = "removed " + nowMillis + " " + state.tombstones().countInMemory();
        String fileName = id(content) + ".parquet";
        long before = writer.rows();
        writer.writeTombstonesTo(() -> store.create(LogNames.SIDECARS + "/" + fileName));
        if (writer.rows() > before) {
            sidecars.add(sidecar(fileName));
        }
        rows += writer.rows();
    }

    /**
     * Nobody deletes a sidecar that a checkpoint names, and nobody a checkpoint that the log's retention has not gone over. That it is named by a
     * checkpoint of the first half of that time leaves the other half for this one to be written.
     */
    private boolean isSafe(StoredFiles sidecar) {
        long retention =
                CheckpointSettings.logRetention(state.shape().metadata()).toMillis();
        return nowMillis - sidecar.namedMillis() < retention / 2;
    }

    /**
     * A sidecar is complete before anything names it. Each writer's has a name of its own, which says what is in it: of two who write a checkpoint of
     * one version, one must not replace what the other's checkpoint names.
     */
    private void writeSidecar(CheckpointWriter writer, List<Integer> chunks, int count) {
        StringBuilder content = new StringBuilder("sidecar ").append(nowMillis);
        for (int i : chunks) {
            StoredFiles from = stored.get(state.files().chunk(i));
            content.append(' ').append(i).append(' ').append(state.files().chunkRows(i).length);
            content.append(' ').append(from == null ? "" : from.sidecar().path());
        }
        String fileName = id(content.toString()) + ".parquet";
        String name = LogNames.SIDECARS + "/" + fileName;
        ObjectWriter object =
                count <= CheckpointWriter.MAX_BUFFERED_FILES ? new BufferedObject(store, name) : store.create(name);
        writer.writeChunksTo(object, chunks);
        Sidecar sidecar = sidecar(fileName);
        sidecars.add(sidecar);
        for (int i : chunks) {
            stored.put(state.files().chunk(i), new StoredFiles(sidecar, count, writer.fileColumns(), nowMillis));
        }
    }

    private Sidecar sidecar(String fileName) {
        ObjectInfo info = store.info(LogNames.SIDECARS + "/" + fileName);
        return new Sidecar(DataPath.encode(fileName), info.sizeBytes(), info.modifiedMillis(), Map.of(), Map.of());
    }

    /** What the next checkpoint can name again: all that this one names. */
    private KnownSidecars named(ObjectInfo top) {
        stored.replaceAll((chunk, files) ->
                new StoredFiles(files.sidecar(), files.rows(), files.columns(), top.modifiedMillis()));
        return KnownSidecars.of(stored);
    }

    private UUID id(String kind) {
        String what = kind + " " + state.shape().metadata().id() + " " + state.version();
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }

    private static String described(ObjectInfo checkpoint) {
        return new JsonOutput()
                .beginObject()
                .member("path", checkpoint.fileName())
                .member("sizeInBytes", checkpoint.sizeBytes())
                .member("modificationTime", checkpoint.modifiedMillis())
                .endObject()
                .toString();
    }
}
