package io.weir.pipeline.sink;

import org.jspecify.annotations.Nullable;

/** Another run goes on in the same name. */
public final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Long found;

    /** @param found the application's epoch that is there, or null if that is not known */
    public OvertakenException(@Nullable Long found, Throwable cause) {
        super("Another run goes on under this application id", cause);
        this.found = found;
    }

    public @Nullable Long found() {
        return found;
    }
}
