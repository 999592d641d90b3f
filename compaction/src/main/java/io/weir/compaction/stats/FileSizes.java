package io.weir.compaction.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long the data files of a version are, in bytes; all 0 if there are none. Immutable.
 *
 * @param small files shorter than three quarters of what a file should have
 * @param buckets how many files are about as long as each other, the shortest first; none is empty at either end
 */
public record FileSizes(
        int count,
        long total,
        long min,
        long p10,
        long median,
        long p90,
        long max,
        int small,
        long smallBytes,
        long targetBytes,
        List<Bucket> buckets) {
    private static final double LONG_ENOUGH = 0.75;
    private static final long FIRST_BUCKET = 16 << 10;
    private static final int BUCKET_STEP = 4;

    public FileSizes {
        buckets = List.copyOf(buckets);
    }

    /**
     * Files of nearly one length.
     *
     * @param below they are shorter than this
     */
    public record Bucket(long below, int count, long bytes) {}

    /** Pure. */
    static FileSizes of(long[] lengths, long targetBytes) {
        long[] sorted = lengths.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        int small = 0;
        long smallBytes = 0;
        for (int i = 0; i < count && sorted[i] < LONG_ENOUGH * targetBytes; i++) {
            small++;
            smallBytes += sorted[i];
        }
        return new FileSizes(
                count,
                Arrays.stream(sorted).sum(),
                at(sorted, 0),
                at(sorted, 0.1),
                at(sorted, 0.5),
                at(sorted, 0.9),
                at(sorted, 1),
                small,
                smallBytes,
                targetBytes,
                buckets(sorted));
    }

    /** The length that such a part of the files does not exceed. */
    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.max(0, Math.ceil(part * sorted.length) - 1)];
    }

    private static List<Bucket> buckets(long[] sorted) {
        List<Bucket> buckets = new ArrayList<>();
        int next = 0;
        for (long below = FIRST_BUCKET; next < sorted.length; below *= BUCKET_STEP) {
            int count = 0;
            long bytes = 0;
            for (; next < sorted.length && (sorted[next] < below || below < 0); next++) {
                count++;
                bytes += sorted[next];
            }
            if (count > 0 || !buckets.isEmpty()) {
                buckets.add(new Bucket(below, count, bytes));
            }
        }
        return buckets;
    }
}
