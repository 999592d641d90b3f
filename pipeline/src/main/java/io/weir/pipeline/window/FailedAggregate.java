package io.weir.pipeline.window;

/** An aggregate of a pane cannot hold its value; {@link GroupingStep} makes the error of it that a user sees. */
final class FailedAggregate extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int aggregate;
    final long start;

    FailedAggregate(int aggregate, long start, ArithmeticException cause) {
        super(cause);
        this.aggregate = aggregate;
        this.start = start;
    }
}
