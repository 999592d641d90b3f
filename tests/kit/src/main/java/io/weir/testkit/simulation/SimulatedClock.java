package io.weir.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when it is told to. In the hands of whoever has the turn. */
public final class SimulatedClock implements InstantSource {
    private Instant now;

    public SimulatedClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** The clock of a machine that is so much ahead, or behind if negative. */
    public InstantSource skewed(Duration ahead) {
        return () -> now.plus(ahead);
    }
}
