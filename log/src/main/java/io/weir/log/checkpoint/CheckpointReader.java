package io.weir.log.checkpoint;

import io.weir.format.parquet.ParquetException;
import io.weir.log.action.Action;
import io.weir.log.action.Sidecar;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.FileChunk;
import io.weir.log.state.StateBuilder;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Reads checkpoints. Safe for many threads.
 *
 * <p>Of the files only what every listing needs is read, straight into packed columns and as many row groups at a time as the executor
 * has threads; the rest stays where it is until somebody asks ({@link io.weir.log.state.ChunkDetails}). What a checkpoint lacks
 * is null; what is not known in it is passed over.
 */
public final class CheckpointReader {
    /** About so many rows are read by one task. */
    private static final int TASK_ROWS = 1 << 17;

    private final ObjectStore store;
    private final Executor executor;

    /** @param executor what parts and row groups are read on at the same time */
    public CheckpointReader(ObjectStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    /** The version that {@code _last_checkpoint} speaks of; -1 if it is missing or makes no sense. One request. */
    public long hint() {
        return LastCheckpoint.load(store).map(LastCheckpoint::version).orElse(-1L);
    }

    /**
     * A state builder that starts with what a checkpoint holds.
     *
     * @throws UnreadableCheckpointException if it is damaged
     * @throws UnsupportedTableException if it takes a feature that we do not have
     */
    public StateBuilder load(CheckpointFiles checkpoint) {
        if (checkpoint.uuidNamed()) {
            throw secondSpecification(checkpoint);
        }
        try {
            return loadParts(checkpoint);
        } catch (ParquetException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UnreadableCheckpointException(checkpoint, e);
        } catch (ObjectNotFoundException e) {
            throw new UnreadableCheckpointException(checkpoint, e); // deleted since it was listed
        } catch (StorageException e) {
            if (e.retryable()) {
                throw e; // the checkpoint may be in order
            }
            throw new UnreadableCheckpointException(checkpoint, e);
        }
    }

    private StateBuilder loadParts(CheckpointFiles checkpoint) {
        List<CheckpointObject> objects = new ArrayList<>();
        try {
            List<CompletableFuture<PackedRows>> tasks = new ArrayList<>();
            for (ObjectInfo info : checkpoint.objects()) {
                CheckpointObject object = CheckpointObject.open(store, info);
                objects.add(object);
                for (List<Integer> rowGroups : object.tasks(TASK_ROWS)) {
                    tasks.add(CompletableFuture.supplyAsync(() -> PackedRows.load(store, object, rowGroups), executor));
                }
            }
            return start(checkpoint, joinAll(tasks));
        } finally {
            objects.forEach(CheckpointObject::close);
        }
    }

    private StateBuilder start(CheckpointFiles checkpoint, List<PackedRows> loaded) {
        List<FileChunk> chunks = new ArrayList<>();
        loaded.forEach(rows -> chunks.addAll(rows.chunks()));
        StateBuilder state =
                new StateBuilder(checkpoint.version(), chunks, new CheckpointTombstones(store, checkpoint));
        for (PackedRows rows : loaded) {
            for (Action other : rows.others()) {
                if (other instanceof Sidecar) {
                    throw secondSpecification(checkpoint);
                }
                state.action(other);
            }
        }
        return state;
    }

    /** Waits for all, also when one has failed: they read from objects that are closed afterwards. */
    private static List<PackedRows> joinAll(List<CompletableFuture<PackedRows>> tasks) {
        List<PackedRows> results = new ArrayList<>();
        RuntimeException failure = null;
        for (CompletableFuture<PackedRows> task : tasks) {
            try {
                results.add(task.join());
            } catch (CompletionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failure = e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static UnsupportedTableException secondSpecification(CheckpointFiles checkpoint) {
        return new UnsupportedTableException(
                "Reading the table takes features that this version of Weir does not have",
                List.of("v2Checkpoint"),
                Facts.of("files", checkpoint.names()));
    }
}
