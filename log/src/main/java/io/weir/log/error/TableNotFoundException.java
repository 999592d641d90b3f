package io.weir.log.error;

import org.jspecify.annotations.Nullable;

/** There is no table where one was looked for. */
public class TableNotFoundException extends TableException {
    private static final long serialVersionUID = 1;

    public TableNotFoundException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public TableNotFoundException(String sentence, Facts facts) {
        super(sentence, facts);
    }
}
