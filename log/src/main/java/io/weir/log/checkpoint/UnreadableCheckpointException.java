package io.weir.log.checkpoint;

import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;

/** A checkpoint cannot be read. Whoever is loading a state looks for another. */
public final class UnreadableCheckpointException extends CorruptTableException {
    private static final long serialVersionUID = 1;

    private final transient CheckpointFiles checkpoint;
    private final boolean incomplete;

    private UnreadableCheckpointException(
            String sentence, CheckpointFiles checkpoint, boolean incomplete, Throwable cause) {
        super(
                sentence,
                Facts.of("files", checkpoint.names(), "reason", cause.getMessage(), "version", checkpoint.version()),
                cause);
        this.checkpoint = checkpoint;
        this.incomplete = incomplete;
    }

    static UnreadableCheckpointException damaged(CheckpointFiles checkpoint, Throwable cause) {
        return new UnreadableCheckpointException("A checkpoint cannot be read", checkpoint, false, cause);
    }

    static UnreadableCheckpointException incomplete(CheckpointFiles checkpoint, Throwable cause) {
        return new UnreadableCheckpointException(
                "A checkpoint names a sidecar that is not there", checkpoint, true, cause);
    }

    public CheckpointFiles checkpoint() {
        return checkpoint;
    }

    /** Is the checkpoint in order but for a file that it names and that is gone? */
    public boolean isIncomplete() {
        return incomplete;
    }
}
