package io.weir.pipeline.sink;

import org.jspecify.annotations.Nullable;

/** A sink cannot be written to: it is not there, does not answer, or does not take these rows. What was committed before is not touched. */
public final class SinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SinkException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public SinkException(String message) {
        this(message, null);
    }
}
