package io.weir.pipeline;

import java.time.Duration;

/** When an epoch ends and the next begins. */
public sealed interface Trigger {
    /** All that is there now in one epoch, then stop. */
    record Once() implements Trigger {}

    /** All that is there now in epochs of bounded size, then stop. */
    record AvailableNow() implements Trigger {}

    /** Watch the source; an epoch whenever the time has passed and there are rows, sooner if it is full. */
    record Every(Duration interval) implements Trigger {
        public Every {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("Not an interval {interval=" + interval + "}");
            }
        }
    }

    /** Watch the source; an epoch as soon as there are rows, but at most one in {@link Query#SHORTEST_EPOCH}. */
    record AsFastAsPossible() implements Trigger {}

    /**
     * Watch the source with tasks that never stop; so often, what they have written becomes a version, while they go on. The shortest delay
     * from a row to its version.
     */
    record Continuous(Duration interval) implements Trigger {
        public Continuous {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("Not an interval {interval=" + interval + "}");
            }
        }
    }

    static Trigger once() {
        return new Once();
    }

    static Trigger availableNow() {
        return new AvailableNow();
    }

    static Trigger every(Duration interval) {
        return new Every(interval);
    }

    static Trigger continuous(Duration interval) {
        return new Continuous(interval);
    }

    static Trigger asFastAsPossible() {
        return new AsFastAsPossible();
    }

    /** Does the query end when what is there now is read? */
    default boolean bounded() {
        return this instanceof Once || this instanceof AvailableNow;
    }
}
