package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** Another commit made ours impossible; nothing of ours is in the table. Read again and decide again. */
public class CommitConflictException extends TableException {
    private static final long serialVersionUID = 1;

    public CommitConflictException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public CommitConflictException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
