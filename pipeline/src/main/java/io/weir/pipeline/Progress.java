package io.weir.pipeline;

import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceLag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a query stands: one epoch, and the run so far. Immutable.
 *
 * @param appId in whose name the query writes
 * @param place address of the table, or what else the query writes to
 * @param epoch number of the epoch
 * @param version the version that the epoch became, or null while it runs; of what has no versions, the epoch's number
 * @param time when the epoch was committed, or, while it runs, now
 * @param in what the epoch read
 * @param out what it wrote
 * @param batchTime since the epoch's first row was taken
 * @param commitTime how long the commit took; zero while the epoch runs
 * @param position behind the epoch's last row
 * @param state what the query's steps remember; null if they do not, or while the epoch runs
 * @param lag what the source has behind the last committed epoch, as it was measured last, about a second ago at most; null if the source cannot tell, or
 *     as long as nothing was measured
 * @param total the run so far, this epoch included
 */
public record Progress(
        String appId,
        String place,
        long epoch,
        @Nullable Long version,
        Instant time,
        Input in,
        Output out,
        Duration batchTime,
        Duration commitTime,
        Position position,
        @Nullable StateProgress state,
        @Nullable SourceLag lag,
        Summary total) {
    /**
     * @param rows records read, those that do not fit included
     * @param badRows records that do not fit
     * @param bytes about how many bytes of the source
     * @param files read to their ends
     */
    public record Input(long rows, long badRows, long bytes, long files) {}

    /**
     * @param rows written, in all places together
     * @param files data files; 0 while the epoch runs, and of what is no table
     * @param bytes of the files; 0 while the epoch runs
     * @param tableFiles all data files that the first table has now; null while the epoch runs, and of what is no table
     */
    public record Output(
            long rows, long files, long bytes, @Nullable Long tableFiles) {}

    public long rowsIn() {
        return in.rows;
    }

    public long rowsOut() {
        return out.rows;
    }

    public long badRows() {
        return in.badRows;
    }

    public long bytesIn() {
        return in.bytes;
    }

    /** Records read a second in this epoch. */
    public double rowsPerSecond() {
        return Summary.perSecond(in.rows, batchTime);
    }

    /** Rows written a second in this epoch. */
    public double rowsOutPerSecond() {
        return Summary.perSecond(out.rows, batchTime);
    }

    /** Is the epoch in the table? */
    public boolean committed() {
        return version != null;
    }
}
