package io.weir.compaction.optimize;

import io.weir.log.Snapshot;
import io.weir.table.schema.TableProperties;

/**
 * About how long files should be where nobody says it. Pure functions.
 *
 * <p>A condition can only leave out whole files, so a table should have some tens of them; and a file costs a request and a line of the log, so it should
 * not have more than it needs. A table of less than a gigabyte gets files of 32 MB, one of more than two 128 MB. From 2.56 TB on they get longer, up to a gigabyte
 * at ten terabytes, so that the log of a very large table stays short.
 */
public final class TargetSize {
    static final long SMALLEST_BYTES = 32L << 20;
    private static final long LARGEST_BYTES = 1L << 30;

    /** As many files a table should have before they get longer. */
    private static final int FILES = 32;

    private static final long HUGE_TABLE_BYTES = 2_560_000_000_000L;
    private static final long LARGEST_TABLE_BYTES = 10_000_000_000_000L;

    private TargetSize() {}

    /** What the table's {@code delta.targetFileSize} or {@code delta.tuneFileSizesForRewrites} says, else by the table's size. */
    public static long of(Snapshot snapshot) {
        return snapshot.metadata().property(TableProperties.TARGET_FILE_SIZE) != null
                        || snapshot.metadata().isTrue(TableProperties.REWRITTEN_OFTEN)
                ? TableProperties.targetFileBytes(snapshot.metadata().configuration())
                : ofTable(snapshot.files().totalBytes());
    }

    /** @param tableBytes all files together */
    static long ofTable(long tableBytes) {
        if (tableBytes <= HUGE_TABLE_BYTES) {
            long target = SMALLEST_BYTES;
            while (target < TableProperties.DEFAULT_TARGET_FILE_BYTES && tableBytes >= target * FILES) {
                target *= 2;
            }
            return target;
        }
        double share = (double) (tableBytes - HUGE_TABLE_BYTES) / (LARGEST_TABLE_BYTES - HUGE_TABLE_BYTES);
        long least = 2 * TableProperties.DEFAULT_TARGET_FILE_BYTES;
        return least + (long) (Math.min(1, share) * (LARGEST_BYTES - least));
    }
}
