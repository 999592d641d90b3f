package io.weir.pipeline;

import io.weir.pipeline.source.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a query stands: one epoch, and the run so far. Immutable.
 *
 * @param appId in whose name the query writes
 * @param epoch number of the epoch
 * @param rowsIn records read in the epoch, those that do not fit included
 * @param rowsOut rows written in the epoch
 * @param badRows records of the epoch that do not fit
 * @param bytesIn about how many bytes of the source the epoch read
 * @param batchTime since the epoch's first row was taken
 * @param commitTime how long the commit took; zero while the epoch runs
 * @param version the version that the epoch became, or null while it runs
 * @param position behind the epoch's last row
 * @param state what the query's steps remember; null if they do not, or while the epoch runs
 * @param total the run so far, this epoch included
 */
public record Progress(
        String appId,
        long epoch,
        long rowsIn,
        long rowsOut,
        long badRows,
        long bytesIn,
        Duration batchTime,
        Duration commitTime,
        @Nullable Long version,
        Position position,
        @Nullable StateProgress state,
        Summary total) {
    /** Records read a second in this epoch. */
    public double rowsPerSecond() {
        return Summary.perSecond(rowsIn, batchTime);
    }

    /** Is the epoch in the table? */
    public boolean committed() {
        return version != null;
    }
}
