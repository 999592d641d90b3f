package io.weir.compaction.curve;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Int128Vector;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says of each value of a column which part of the column's values is smaller, as far as a sample tells. Immutable and safe for many threads.
 *
 * <p>So all columns have coordinates of the same scale, whatever their types and however their values are spread; null comes before all values. A value
 * that many rows have takes as much of the scale as it has rows.
 */
final class ColumnRanges {
    /** More make files no better, whose rows are many; and so many are looked through by a dozen comparisons. */
    private static final int MOST_RANGES = 4096;

    /** Where ranges begin, ascending; no nulls. */
    private final ColumnVector bounds;

    /** The coordinate of values from a bound on, one later; that of smaller values first. */
    private final int[] coordinates;

    private ColumnRanges(ColumnVector bounds, int[] coordinates) {
        this.bounds = bounds;
        this.coordinates = coordinates;
    }

    /**
     * Ranges of about as many values each.
     *
     * @param sample some of the column's values
     * @param bits of a coordinate
     * @throws IllegalArgumentException if values of the type have no order
     */
    static ColumnRanges of(ColumnVector sample, int bits) {
        int[] rows = sorted(sample);
        int nulls = sample.length() - rows.length;
        int step = Math.max(1, rows.length / MOST_RANGES);
        int[] bounds = new int[rows.length / step + 1];
        int[] coordinates = new int[bounds.length + 1];
        long most = (1L << bits) - 1;
        long lastRank = Math.max(1, sample.length() - 1);
        int count = 0;
        for (int rank = 0; rank < rows.length; rank += step) {
            if (count == 0 || compare(sample, bounds[count - 1], sample, rows[rank]) != 0) {
                bounds[count++] = rows[rank];
                coordinates[count] = (int) ((nulls + rank) * most / lastRank);
            }
        }
        coordinates[0] = count == 0 ? 0 : coordinates[1];
        return new ColumnRanges(sample.take(bounds, count), coordinates);
    }

    /** The rows that are not null, by their values. */
    private static int[] sorted(ColumnVector sample) {
        return IntStream.range(0, sample.length())
                .filter(row -> !sample.isNull(row))
                .boxed() // of a sample
                .sorted((a, b) -> compare(sample, a, sample, b))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int compare(ColumnVector left, int a, ColumnVector right, int b) {
        if (left instanceof BytesVector x && right instanceof BytesVector y) {
            return Arrays.compareUnsigned(x.data(), x.start(a), x.end(a), y.data(), y.start(b), y.end(b));
        }
        if (left instanceof Int128Vector x && right instanceof Int128Vector y) {
            int high = Long.compare(x.high(a), y.high(b));
            return high != 0 ? high : Long.compareUnsigned(x.low(a), y.low(b));
        }
        if (OrderedLongs.has(left)) {
            return Long.compare(OrderedLongs.one(left, a), OrderedLongs.one(right, b));
        }
        throw new IllegalArgumentException("Values of the type have no order {type=" + left.type() + "}");
    }

    /** The coordinates of a batch's values. */
    int[] coordinates(ColumnVector values) {
        int[] found = new int[values.length()];
        if (OrderedLongs.has(values)) {
            ofLongs(OrderedLongs.of(values), OrderedLongs.of(bounds), found);
        } else if (values instanceof BytesVector bytes && isWorthADictionary(bytes)) {
            ofDictionary(bytes, found);
        } else {
            for (int row = 0; row < found.length; row++) {
                found[row] = values.isNull(row) ? 0 : coordinates[rank(values, row)];
            }
        }
        boolean[] nulls = values.nulls();
        for (int row = 0; nulls != null && row < found.length; row++) {
            found[row] = nulls[row] ? 0 : found[row];
        }
        return found;
    }

    private void ofLongs(long[] values, long[] longBounds, int[] found) {
        int count = bounds.length();
        for (int row = 0; row < found.length; row++) {
            long value = values[row];
            int low = 0;
            int high = count;
            while (low < high) {
                int middle = low + high >>> 1;
                if (longBounds[middle] <= value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            found[row] = coordinates[low];
        }
    }

    private static boolean isWorthADictionary(BytesVector bytes) {
        return bytes.ids() != null && bytes.dictionarySize() < bytes.length();
    }

    private void ofDictionary(BytesVector bytes, int[] found) {
        int size = bytes.dictionarySize();
        BytesVector entries = new BytesVector(bytes.type(), size, bytes.data(), bytes.offsets(), null);
        int[] ofEntries = new int[size];
        for (int entry = 0; entry < size; entry++) {
            ofEntries[entry] = coordinates[rank(entries, entry)];
        }
        int[] ids = bytes.ids();
        for (int row = 0; ids != null && size > 0 && row < found.length; row++) {
            found[row] = ofEntries[ids[row]];
        }
    }

    /** How many bounds are not greater. */
    private int rank(ColumnVector values, int row) {
        int low = 0;
        int high = bounds.length();
        while (low < high) {
            int middle = low + high >>> 1;
            if (compare(bounds, middle, values, row) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
