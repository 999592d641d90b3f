package io.weir.pipeline.window;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Spans of time that rows are put into by the time of a column. A window has its start and not its end; starts are whole slides from 1970-01-01T00:00:00
 * (UTC) and the offset. Immutable.
 *
 * @param column TIMESTAMP or TIMESTAMP_NTZ
 * @param sizeMicros more than zero
 * @param slideMicros from one start to the next, not more than the size; a row is in each window over its time
 * @param offsetMicros where starts are counted from, less than a slide to either side
 */
public record Window(String column, long sizeMicros, long slideMicros, long offsetMicros) {
    /** One row is in so many windows at most. */
    public static final int MAX_WINDOWS_A_ROW = 10_000;

    public Window {
        if (sizeMicros <= 0 || slideMicros <= 0 || slideMicros > sizeMicros) {
            throw new IllegalArgumentException("A window has a size, and slides by no more than that {column=" + column
                    + ", size=" + micros(sizeMicros) + ", slide=" + micros(slideMicros) + "}");
        }
        if (sizeMicros / slideMicros >= MAX_WINDOWS_A_ROW) {
            throw new IllegalArgumentException("A row would be in too many windows; slide by more {column=" + column
                    + ", limit=" + MAX_WINDOWS_A_ROW + ", size=" + micros(sizeMicros) + ", slide=" + micros(slideMicros)
                    + "}");
        }
        if (offsetMicros <= -slideMicros || offsetMicros >= slideMicros) {
            throw new IllegalArgumentException("Windows are moved by less than they slide {column=" + column
                    + ", offset=" + micros(offsetMicros) + ", slide=" + micros(slideMicros) + "}");
        }
    }

    /** Windows that follow each other without gap: each row is in one. */
    public static Window tumbling(String column, Duration size) {
        return sliding(column, size, size);
    }

    /** A new window of a size at every slide; sizes need not be whole slides. */
    public static Window sliding(String column, Duration size, Duration slide) {
        return new Window(column, micros(size), micros(slide), 0);
    }

    /** The same with starts counted from another moment: days of another zone, for one. */
    public Window offset(Duration offset) {
        return new Window(column, sizeMicros, slideMicros, micros(offset));
    }

    /** The start of the last window that a time is in. {@link ArithmeticException} at the ends of time. */
    long lastStart(long timeMicros) {
        long fromOffset = Math.subtractExact(timeMicros, offsetMicros);
        long start = Math.subtractExact(timeMicros, Math.floorMod(fromOffset, slideMicros));
        Math.subtractExact(start, sizeMicros); // so that all others have theirs
        Math.addExact(start, sizeMicros);
        return start;
    }

    @Override
    public String toString() {
        return "window " + column + " size " + micros(sizeMicros) + " slide " + micros(slideMicros) + " offset "
                + micros(offsetMicros);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static long micros(Duration duration) {
        if (!duration.equals(duration.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException("Windows have whole microseconds {duration=" + duration + "}");
        }
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }
}
