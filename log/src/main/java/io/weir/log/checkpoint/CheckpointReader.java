package io.weir.log.checkpoint;

import io.weir.format.parquet.ParquetException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.state.StateBuilder;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.util.concurrent.Executor;

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
        try {
            return new CheckpointLoading(store, executor, checkpoint).load();
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
