package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** Rows or a schema do not fit the table's schema; nothing was written. */
public class SchemaMismatchException extends TableException {
    private static final long serialVersionUID = 1;

    public SchemaMismatchException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public SchemaMismatchException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
