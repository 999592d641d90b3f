package io.weir.format.expression;

/**
 * The expression has no value for a row: overflow, division by zero, a cast that cannot be. The caller mends or leaves out
 * the row, or asks for null instead (TRY_CAST, nullIf).
 */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int row;

    EvaluationException(String message, int row) {
        super(message);
        this.row = row;
    }

    /** The first row of the batch that has no value, counted from 0. */
    public int row() {
        return row;
    }
}
