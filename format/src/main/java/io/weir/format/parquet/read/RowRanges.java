package io.weir.format.parquet.read;

import java.util.Arrays;

/** Rows of a row group as ascending ranges that do not touch. Immutable once built. */
final class RowRanges {
    private int[] starts = new int[4];
    private int[] ends = new int[4];
    private int count;

    /** All rows of a group. */
    static RowRanges all(int rowCount) {
        RowRanges ranges = new RowRanges();
        ranges.add(0, rowCount);
        return ranges;
    }

    /** Rows given one by one, ascending; gaps of less than {@code minGap} rows are filled. */
    static RowRanges of(int[] rows, int rowCount, int minGap) {
        RowRanges ranges = new RowRanges();
        for (int i = 0; i < rowCount; ) {
            int start = rows[i];
            int end = start + 1;
            for (i++; i < rowCount && rows[i] - end < minGap; i++) {
                end = rows[i] + 1;
            }
            ranges.add(start, end);
        }
        return ranges;
    }

    /** Adds rows behind those that are there; joins ranges that touch. */
    void add(int start, int end) {
        if (start == end) {
            return;
        }
        if (count > 0 && ends[count - 1] == start) {
            ends[count - 1] = end;
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    /**
     * These but for stretches all of whose rows are excluded.
     *
     * @param firstRow the place in the file of the row that is 0 here
     * @param stretch rows that are looked at together, in line with multiples of it
     */
    RowRanges without(ExcludedRows excluded, long firstRow, int stretch) {
        RowRanges left = new RowRanges();
        for (int i = 0; i < count; i++) {
            if (excluded.count(firstRow + starts[i], firstRow + ends[i]) < Math.min(stretch, ends[i] - starts[i])) {
                left.add(starts[i], ends[i]);
                continue;
            }
            for (int start = starts[i]; start < ends[i]; ) {
                int end = Math.min(ends[i], (start / stretch + 1) * stretch);
                end = end < start ? ends[i] : end; // beyond the last int
                if (excluded.count(firstRow + start, firstRow + end) < end - start) {
                    left.add(start, end);
                }
                start = end;
            }
        }
        return left;
    }

    int count() {
        return count;
    }

    int start(int range) {
        return starts[range];
    }

    int end(int range) {
        return ends[range];
    }

    int rowCount() {
        int rows = 0;
        for (int i = 0; i < count; i++) {
            rows += ends[i] - starts[i];
        }
        return rows;
    }

    /** Is one of the rows from {@code start} (inclusive) to {@code end} (exclusive) among these? */
    boolean overlaps(long start, long end) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < count && starts[low] < end;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(starts[i]).append("..").append(ends[i]);
        }
        return text.toString();
    }
}
