package io.weir.format.expression;

/** The expression does not fit the schema or itself: no such column, types that do not go together. The caller mends the expression. */
public final class InvalidExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidExpressionException(String message) {
        super(message);
    }
}
