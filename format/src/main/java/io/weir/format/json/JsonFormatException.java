package io.weir.format.json;

/** Text is not JSON, or not the JSON that was expected there. Whoever knows the file adds it. */
public class JsonFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final int line;
    private final int column;

    public JsonFormatException(String reason, int line, int column) {
        super("Not the expected JSON {column=" + column + ", line=" + line + ", reason=" + reason + "}");
        this.reason = reason;
        this.line = line;
        this.column = column;
    }

    public String reason() {
        return reason;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    /** Bytes from the start of the line, counted from 1. */
    public int column() {
        return column;
    }
}
