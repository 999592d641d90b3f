package io.weir.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A run of a query as a whole. Immutable.
 *
 * @param appId in whose name it wrote
 * @param resumed had an earlier run come some way?
 * @param rowsIn records read, those that do not fit included
 * @param rowsOut rows written
 * @param badRows records that do not fit
 * @param bytesIn about how many bytes of the source
 * @param bytesOut of files written
 * @param foldedFiles files that were put together with others, in versions of their own
 * @param epochs epochs committed
 * @param firstVersion the first version made, or null if none was
 * @param lastVersion the last one made, or null if none was
 * @param took since the start
 */
public record Summary(
        String appId,
        boolean resumed,
        long rowsIn,
        long rowsOut,
        long badRows,
        long bytesIn,
        long bytesOut,
        long foldedFiles,
        long epochs,
        @Nullable Long firstVersion,
        @Nullable Long lastVersion,
        Duration took) {
    public double rowsPerSecond() {
        return perSecond(rowsIn, took);
    }

    /** Was there nothing new in the source? */
    public boolean nothingNew() {
        return rowsIn == 0;
    }

    static double perSecond(long rows, Duration time) {
        return time.isZero() ? 0 : rows / (time.toNanos() / 1e9);
    }
}
