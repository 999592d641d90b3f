package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** The conflict is that rows we looked at lie in other files now. None of them changed, so what was to be done can be done again as it is. */
public final class FilesRearrangedException extends CommitConflictException {
    private static final long serialVersionUID = 1;

    public FilesRearrangedException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public FilesRearrangedException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
