package io.weir.log.checkpoint;

import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;

/** A checkpoint cannot be read. Whoever is loading a state goes on with an older one. */
public final class UnreadableCheckpointException extends CorruptTableException {
    private static final long serialVersionUID = 1;

    private final transient CheckpointFiles checkpoint;

    UnreadableCheckpointException(CheckpointFiles checkpoint, Throwable cause) {
        super(
                "A checkpoint cannot be read",
                Facts.of("files", checkpoint.names(), "reason", cause.getMessage(), "version", checkpoint.version()),
                cause);
        this.checkpoint = checkpoint;
    }

    public CheckpointFiles checkpoint() {
        return checkpoint;
    }
}
