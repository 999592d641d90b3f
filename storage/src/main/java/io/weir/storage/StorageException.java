package io.weir.storage;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. {@link #retryable()} says whether asking again can help. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean retryable;
    private final boolean outcomeUnknown;

    /**
     * @param retryable may the same request succeed later?
     * @param outcomeUnknown may the request have been carried out although it failed?
     */
    public StorageException(String message, @Nullable Throwable cause, boolean retryable, boolean outcomeUnknown) {
        super(message, cause);
        this.retryable = retryable;
        this.outcomeUnknown = outcomeUnknown;
    }

    public StorageException(String message, @Nullable Throwable cause) {
        this(message, cause, false, false);
    }

    public boolean retryable() {
        return retryable;
    }

    /** True if a write may have happened although it failed: read back before anything else. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
