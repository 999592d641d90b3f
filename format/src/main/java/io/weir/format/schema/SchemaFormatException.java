package io.weir.format.schema;

import org.jspecify.annotations.Nullable;

/** A schema string is not a schema that can be read. */
public class SchemaFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String column;
    private final String reason;
    private final @Nullable String unknownType;

    SchemaFormatException(String reason, String column, @Nullable String unknownType, @Nullable Throwable cause) {
        super("Not a schema {column=" + column + ", reason=" + reason + "}", cause);
        this.reason = reason;
        this.column = column;
        this.unknownType = unknownType;
    }

    public String reason() {
        return reason;
    }

    /** The column it is about, with dots between levels; empty for the whole. */
    public String column() {
        return column;
    }

    /** The name of a type that is not known here, such as {@code variant}; null if something else is wrong. */
    public @Nullable String unknownType() {
        return unknownType;
    }
}
