package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** The table's files contradict the protocol or each other. Restore or repair. */
public class CorruptTableException extends TableException {
    private static final long serialVersionUID = 1;

    public CorruptTableException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public CorruptTableException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
