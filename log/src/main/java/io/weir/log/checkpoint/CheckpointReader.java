package io.weir.log.checkpoint;

import io.weir.format.parquet.ParquetException;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Sidecar;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.state.StateBuilder;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Reads checkpoints. Safe for many threads.
 *
 * <p>Of the files only what every listing needs is read, straight into packed columns and as many row groups at a time as the executor
 * has threads; the rest stays where it is until somebody asks ({@link io.weir.log.state.ChunkDetails}). What a checkpoint lacks
 * is null; what is not known in it is passed over.
 */
public final class CheckpointReader {
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
     * A state builder that starts with what a checkpoint holds. Requests: two or so a file of it, one for a JSON file.
     *
     * @throws UnreadableCheckpointException if it is damaged, or a file that it names is not there
     */
    public StateBuilder load(CheckpointFiles checkpoint) {
        return readable(checkpoint, () -> new CheckpointLoading(store, executor, checkpoint).load());
    }

    /**
     * The names in the table's store of the sidecars that a checkpoint names. Requests: two or so a file of it, one for a JSON file.
     *
     * @throws UnreadableCheckpointException if it is damaged
     */
    public List<String> sidecars(CheckpointFiles checkpoint) {
        return readable(checkpoint, () -> {
            List<String> names = new ArrayList<>();
            for (ObjectInfo object : checkpoint.objects()) {
                if (checkpoint.isJson()) {
                    ActionCodec.read(
                            store.read(object.name()),
                            object.name(),
                            checkpoint.version(),
                            action -> take(action, names));
                } else {
                    try (CheckpointObject file = CheckpointObject.open(store, object)) {
                        if (file.columns("sidecar").size() > 0) {
                            file.tasks(Integer.MAX_VALUE)
                                    .forEach(groups ->
                                            OtherActions.load(file, groups).forEach(action -> take(action, names)));
                        }
                    }
                }
            }
            return names;
        });
    }

    private static void take(Action action, List<String> names) {
        if (action instanceof Sidecar sidecar) {
            names.add(LogNames.sidecar(sidecar.path()));
        }
    }

    private static <T> T readable(CheckpointFiles checkpoint, Supplier<T> read) {
        try {
            return read.get();
        } catch (UnreadableCheckpointException e) {
            throw e;
        } catch (ParquetException
                | CorruptTableException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | ArithmeticException e) {
            throw UnreadableCheckpointException.damaged(checkpoint, e);
        } catch (ObjectNotFoundException e) {
            throw UnreadableCheckpointException.damaged(checkpoint, e); // deleted since it was listed
        } catch (StorageException e) {
            if (e.retryable()) {
                throw e; // the checkpoint may be in order
            }
            throw UnreadableCheckpointException.damaged(checkpoint, e);
        }
    }
}
