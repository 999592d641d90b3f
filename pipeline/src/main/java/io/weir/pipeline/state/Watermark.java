package io.weir.pipeline.state;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How late rows may come: rows whose time is more than {@code delay} before the newest of all epochs before may be dropped. Immutable.
 *
 * @param column the time of a row, TIMESTAMP or TIMESTAMP_NTZ
 * @param delay zero or more, in whole microseconds
 */
public record Watermark(String column, Duration delay) {
    public Watermark {
        if (delay.isNegative() || !delay.equals(delay.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException("A watermark's delay is zero or more whole microseconds {column="
                    + column + ", delay=" + delay + "}");
        }
        try {
            micros(delay);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "A watermark's delay is too long {column=" + column + ", delay=" + delay + "}", e);
        }
    }

    public long delayMicros() {
        return micros(delay);
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }
}
