package io.weir.log.checkpoint;

import io.weir.format.parallel.Ahead;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.DataPath;
import io.weir.log.action.Metadata;
import io.weir.log.action.Sidecar;
import io.weir.log.commit.LogNames;
import io.weir.log.state.ChunkDetails;
import io.weir.log.state.FileChunk;
import io.weir.log.state.StateBuilder;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads one checkpoint: its own files, and then the sidecars that these name. One thread at a time; the work is done on an executor.
 *
 * <p>A checkpoint of the second specification is told by what is in it, not by its name. (PROTOCOL.md, "V2 Spec")
 */
final class CheckpointLoading {
    /** About so many rows are read by one task. */
    private static final int TASK_ROWS = 1 << 17;
    /** So many files are open at once. */
    private static final int MAX_OPEN = 64;
    /** What Delta's own writer says of a checkpoint. */
    private static final String ADD_COUNT_TAG = "numOfAddFiles";

    private final ObjectStore store;
    private final Executor executor;
    private final CheckpointFiles checkpoint;
    private final List<FileChunk> chunks = new ArrayList<>();
    private final List<Action> others = new ArrayList<>();
    private final List<ObjectInfo> tombstones = new ArrayList<>();
    private final List<Sidecar> sidecars = new ArrayList<>();
    private @Nullable CheckpointMetadata metadata;
    private long addCount;

    CheckpointLoading(ObjectStore store, Executor executor, CheckpointFiles checkpoint) {
        this.store = store;
        this.executor = executor;
        this.checkpoint = checkpoint;
    }

    StateBuilder load() {
        if (checkpoint.isJson()) {
            ObjectInfo top = checkpoint.objects().get(0);
            ActionCodec.read(store.read(top.name()), top.name(), checkpoint.version(), this::take);
        } else {
            loadParquet(checkpoint.objects(), true);
        }
        if (!sidecars.isEmpty()) {
            loadSidecars();
        }
        check();
        checkPartitions();
        StateBuilder state = new StateBuilder(
                checkpoint.version(),
                chunks,
                new CheckpointTombstones(
                        store,
                        List.copyOf(tombstones),
                        checkpoint.objects().get(0).modifiedMillis()));
        others.forEach(state::action);
        return state;
    }

    private void take(Action action) {
        if (action instanceof Sidecar sidecar) {
            sidecars.add(sidecar);
        } else if (action instanceof CheckpointMetadata found) {
            metadata = found;
        } else {
            addCount += action instanceof AddFile ? 1 : 0;
            others.add(action);
        }
    }

    private void loadSidecars() {
        List<ObjectInfo> objects = new ArrayList<>(sidecars.size());
        for (Sidecar sidecar : sidecars) {
            objects.add(new ObjectInfo(
                    LogNames.sidecar(sidecar.path()), sidecar.sizeInBytes(), sidecar.modificationTime()));
        }
        try {
            loadParquet(objects, false);
        } catch (ObjectNotFoundException e) {
            throw UnreadableCheckpointException.incomplete(checkpoint, e);
        }
    }

    private void loadParquet(List<ObjectInfo> objects, boolean top) {
        for (int from = 0; from < objects.size(); from += MAX_OPEN) {
            loadTogether(objects.subList(from, Math.min(objects.size(), from + MAX_OPEN)), top);
        }
        tombstones.addAll(objects);
    }

    private void loadTogether(List<ObjectInfo> objects, boolean top) {
        List<Ahead<CheckpointObject>> opening = new ArrayList<>();
        for (ObjectInfo object : objects) {
            opening.add(start(() -> CheckpointObject.open(store, object)));
        }
        try {
            List<Ahead<PackedRows>> tasks = new ArrayList<>();
            for (CheckpointObject object : joinAll(opening)) {
                for (List<Integer> rowGroups : object.tasks(TASK_ROWS)) {
                    StoredFiles sidecar = top ? null : sidecar(object);
                    tasks.add(start(() -> PackedRows.load(store, object, rowGroups, sidecar)));
                }
            }
            for (PackedRows rows : joinAll(tasks)) {
                chunks.addAll(rows.chunks());
                rows.chunks().forEach(chunk -> addCount += chunk.rows());
                rows.others().forEach(this::take);
            }
        } finally {
            opening.forEach(CheckpointLoading::closeIfOpen);
        }
    }

    private StoredFiles sidecar(CheckpointObject object) {
        ObjectInfo info = object.info();
        Sidecar named = new Sidecar(
                DataPath.encode(info.fileName()), info.sizeBytes(), info.modifiedMillis(), Map.of(), Map.of());
        long namedMillis = checkpoint.objects().get(0).modifiedMillis();
        return new StoredFiles(named, object.rowCount(), object.columns("add"), namedMillis);
    }

    private <T> Ahead<T> start(Supplier<T> work) {
        return Ahead.start(work, executor);
    }

    private static void closeIfOpen(Ahead<CheckpointObject> opened) {
        CheckpointObject object;
        try {
            object = opened.join();
        } catch (RuntimeException e) {
            return; // who waited for all of them has it
        }
        object.close();
    }

    /** Waits for all, also when one has failed: they read from objects that are closed afterwards. */
    private static <T> List<T> joinAll(List<Ahead<T>> tasks) {
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        Error error = null;
        for (Ahead<T> task : tasks) {
            try {
                results.add(task.join());
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                error = e;
            }
        }
        if (error != null) {
            throw error;
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    /** A partitioned table whose files say nothing of its partition columns has lost them. */
    private void checkPartitions() {
        for (Action action : others) {
            if (action instanceof Metadata table && !table.partitionColumns().isEmpty()) {
                for (FileChunk chunk : chunks) {
                    ChunkDetails details = chunk.details();
                    if (details != null
                            && details.columns().indexOf("partitionValues") < 0
                            && details.columns().indexOf("partitionValues_parsed") < 0) {
                        throw new IllegalArgumentException(
                                "Files have no partition values {partitionColumns=" + table.partitionColumns() + "}");
                    }
                }
            }
        }
    }

    /** Does the checkpoint hold what it says of itself? A file that was cut at the end of a line looks whole. */
    private void check() {
        CheckpointMetadata said = metadata;
        if (said == null) {
            return;
        }
        if (said.version() != checkpoint.version()) {
            throw new IllegalArgumentException("It says that it is of another version {expected=" + checkpoint.version()
                    + ", found=" + said.version() + "}");
        }
        String count = said.tags().get(ADD_COUNT_TAG);
        if (count != null && !count.equals(Long.toString(addCount))) {
            throw new IllegalArgumentException(
                    "It has not as many files as it says {expected=" + count + ", found=" + addCount + "}");
        }
    }
}
