package io.weir.table.dml;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long the parts of an operation take, by the environment's clock. One thread at a time. */
final class Timer {
    private final InstantSource clock;
    private final Instant start;
    private Instant last;

    Timer(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
        this.last = start;
    }

    /** Puts the milliseconds since the last lap, or the beginning, to a metric. */
    void lap(String metric, Metrics metrics) {
        Instant now = clock.instant();
        metrics.add(metric, Duration.between(last, now).toMillis());
        last = now;
    }

    /** Puts all milliseconds so far to a metric. */
    void total(String metric, Metrics metrics) {
        metrics.add(metric, Duration.between(start, clock.instant()).toMillis());
    }
}
