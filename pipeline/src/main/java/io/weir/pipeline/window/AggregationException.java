package io.weir.pipeline.window;

/** A value of a group cannot be made: a sum that its type does not hold, a time whose window has no start. The caller leaves out rows, or casts to a wider type. */
public final class AggregationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AggregationException(String message) {
        super(message);
    }
}
