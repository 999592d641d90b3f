package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** It could not be found out whether a commit is in the table. Find out before anything else; delete nothing. */
public class CommitUnknownException extends TableException {
    private static final long serialVersionUID = 1;

    public CommitUnknownException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public CommitUnknownException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
