package io.weir.pipeline.decode;

import org.jspecify.annotations.Nullable;

/** A source cannot be read on: it is gone, was cut, replaced, or is not what it was said to be. */
public class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public SourceException(String message) {
        this(message, null);
    }
}
