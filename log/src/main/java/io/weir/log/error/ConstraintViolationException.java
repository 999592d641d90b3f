package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** A row breaks a rule of the table; nothing was written. */
public class ConstraintViolationException extends TableException {
    private static final long serialVersionUID = 1;

    public ConstraintViolationException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public ConstraintViolationException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
