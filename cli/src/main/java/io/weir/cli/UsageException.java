package io.weir.cli;

import org.jspecify.annotations.Nullable;

/** What was typed cannot be meant; nothing was done. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
