package io.weir.pipeline.state;

import io.weir.format.batch.LongVector;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come: the watermark is the newest time of the rows so far less the delay, moves at the end of an epoch, and never goes back.
 * One thread at a time.
 */
public final class EventClock {
    /** Before the first row. */
    private static final long NONE = Long.MIN_VALUE;

    private final long delayMicros;
    private long newest = NONE;
    private long watermark = NONE;
    private boolean moved;

    public EventClock(long delayMicros) {
        this.delayMicros = delayMicros;
    }

    public void see(LongVector times) {
        long[] values = times.values();
        boolean @Nullable [] nulls = times.nulls();
        long max = newest;
        for (int i = 0; i < times.length(); i++) {
            if (nulls == null || !nulls[i]) {
                max = Math.max(max, values[i]);
            }
        }
        moved |= max != newest;
        newest = max;
    }

    public void endEpoch() {
        if (newest != NONE && minusDelay(newest) > watermark) {
            watermark = minusDelay(newest);
            moved = true;
        }
    }

    private long minusDelay(long micros) {
        return micros < NONE + 1 + delayMicros ? NONE + 1 : micros - delayMicros;
    }

    /** Has the watermark come to this time, or passed it? */
    public boolean hasPassed(long micros) {
        return micros <= watermark && watermark != NONE;
    }

    public @Nullable Long watermarkMicros() {
        return watermark == NONE ? null : watermark;
    }

    /** A time and the delay, or the end of time. */
    public long plusDelay(long micros) {
        return micros > Long.MAX_VALUE - delayMicros ? Long.MAX_VALUE : micros + delayMicros;
    }

    /** The newest time when this epoch began, as far as the watermark tells; before everything if it does not. */
    public long newestBefore() {
        return watermark == NONE ? NONE : plusDelay(watermark);
    }

    /** Is anything here different since the last {@link #settle}? */
    public boolean hasMoved() {
        return moved;
    }

    public void settle() {
        moved = false;
    }

    public void write(StateOutput out) {
        out.writeLong(newest);
        out.writeLong(watermark);
    }

    public void read(StateInput in) {
        newest = in.readLong();
        watermark = in.readLong();
    }
}
