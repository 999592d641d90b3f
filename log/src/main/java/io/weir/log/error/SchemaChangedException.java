package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** The table's schema is not the one the reader or writer began with. Start again with the new one. */
public class SchemaChangedException extends TableException {
    private static final long serialVersionUID = 1;

    public SchemaChangedException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public SchemaChangedException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
