package io.weir.log.checkpoint;

import io.weir.format.json.JsonOutput;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.DataPath;
import io.weir.log.action.Sidecar;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.LogNames;
import io.weir.log.state.TableShape;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes checkpoints of the second specification: one file with an id in its name, which has the table's files in it or, of a table with
 * many, names a sidecar that has. Pure but for the store. (PROTOCOL.md, "V2 Spec", "Sidecar Files")
 *
 * <p>The checkpoint's id follows from table and version: of two who write one of the same version, the first one's stays. Each has sidecars
 * of his own.
 */
final class SecondCheckpoint {
    /** Beyond so many files, reading the few rows that are not about files should not take reading all that are. */
    private static final int MAX_FILES_INSIDE = 1000;

    private SecondCheckpoint() {}

    /** Does the table ask for it? */
    static boolean isWanted(TableShape shape) {
        return "v2".equalsIgnoreCase(shape.metadata().property("delta.checkpointPolicy"))
                && shape.protocol().supports(TableFeature.V2_CHECKPOINT);
    }

    static LastCheckpoint write(ObjectStore store, TableState state, CheckpointSettings settings, long nowMillis) {
        int files = state.files().count();
        CheckpointWriter.Row version = new CheckpointWriter.Row(
                "checkpointMetadata",
                column -> ActionRows.append(column, new CheckpointMetadata(state.version(), Map.of(), Map.of())));
        CheckpointWriter top = new CheckpointWriter(state, settings, nowMillis, CheckpointSchema::secondRows);
        String name = LogNames.uuidCheckpoint(state.version(), id(state, "checkpoint"));
        if (store.exists(name)) {
            Optional<LastCheckpoint> known =
                    LastCheckpoint.load(store).filter(hint -> hint.version() == state.version());
            if (known.isPresent()) {
                return known.get();
            }
        }
        long rows = 0;
        if (files <= MAX_FILES_INSIDE) {
            top.writeTo(new BufferedObject(store, name), List.of(version), true);
        } else {
            CheckpointWriter inside = new CheckpointWriter(state, settings, nowMillis, CheckpointSchema::sidecarRows);
            Sidecar sidecar = sidecar(store, inside, "%s.parquet".formatted(id(state, "sidecar " + nowMillis)), files);
            rows = inside.rows();
            top.writeTo(
                    new BufferedObject(store, name),
                    List.of(version, new CheckpointWriter.Row("sidecar", column -> ActionRows.append(column, sidecar))),
                    false);
        }
        rows += top.rows();
        ObjectInfo written = store.info(name);
        LastCheckpoint hint = new LastCheckpoint(
                state.version(),
                rows,
                null,
                written.sizeBytes(),
                (long) files,
                null,
                Map.of(),
                Map.of("v2Checkpoint", described(written)));
        hint.store(store);
        return hint;
    }

    /**
     * A sidecar is complete before anything names it. Each writer's has a name of its own: of two who write a checkpoint of one version,
     * one must not replace what the other's checkpoint names.
     */
    private static Sidecar sidecar(ObjectStore store, CheckpointWriter files, String fileName, int count) {
        String name = LogNames.SIDECARS + "/" + fileName;
        files.writeFilesTo(
                count <= CheckpointWriter.MAX_BUFFERED_FILES ? new BufferedObject(store, name) : store.create(name));
        ObjectInfo info = store.info(name);
        return new Sidecar(DataPath.encode(fileName), info.sizeBytes(), info.modifiedMillis(), Map.of(), Map.of());
    }

    private static UUID id(TableState state, String kind) {
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
