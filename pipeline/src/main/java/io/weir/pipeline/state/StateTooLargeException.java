package io.weir.pipeline.state;

/** A step would remember more than it may. The caller lets it forget sooner, gives it more memory, or splits the stream. */
public final class StateTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private StateTooLargeException(String message) {
        super(message);
    }

    /** @throws StateTooLargeException if a step takes more than {@code limit} bytes */
    public static void check(String step, StatefulStep state, long limit) {
        if (state.stateBytes() > limit) {
            throw new StateTooLargeException(
                    "A step remembers more than it may; shorten the watermark's delay, take fewer keys, or raise "
                            + "maxStateBytes {maxStateBytes=" + limit + ", stateBytes=" + state.stateBytes()
                            + ", stateRows=" + state.stateRows()
                            + ", step=" + step + "}");
        }
    }

    static StateTooLargeException beyondArrays(long bytes) {
        return new StateTooLargeException(
                "A part of a state outgrows 2 GiB; shorten the watermark's delay or take fewer keys {bytes=" + bytes
                        + "}");
    }
}
