package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** The version or time asked for is not in the table's log (any more); the facts say which are. */
public class VersionNotFoundException extends TableException {
    private static final long serialVersionUID = 1;

    public VersionNotFoundException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public VersionNotFoundException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
