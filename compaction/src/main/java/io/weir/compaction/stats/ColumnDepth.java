package io.weir.compaction.stats;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.log.state.ColumnBounds;
import java.util.Arrays;
import java.util.Comparator;

/**
 * In how many files a value of a column has to be looked for, by the bounds of their statistics: 1 where they do not overlap, the number of files
 * where all have all values. Immutable.
 *
 * @param averageDepth over the least values of all files; 0 if no file has bounds
 * @param maxDepth of the value that is in most ranges
 * @param files that have bounds
 * @param filesWithout that have none, and are read for every value
 */
public record ColumnDepth(String column, double averageDepth, int maxDepth, int files, int filesWithout) {
    /** Pure. */
    static ColumnDepth of(String column, ColumnBounds bounds) {
        Integer[] byMin = known(bounds);
        Integer[] byMax = byMin.clone();
        ColumnVector min = bounds.min();
        ColumnVector max = bounds.max();
        Arrays.sort(byMin, order(min));
        Arrays.sort(byMax, order(max));
        long sum = 0;
        int most = 0;
        int begun = 0;
        int ended = 0;
        for (int i = 0; i < byMin.length; i++) {
            while (begun < byMin.length && compare(min, byMin[begun], min, byMin[i]) <= 0) {
                begun++;
            }
            while (ended < byMax.length && compare(max, byMax[ended], min, byMin[i]) < 0) {
                ended++;
            }
            sum += begun - ended;
            most = Math.max(most, begun - ended);
        }
        int files = byMin.length;
        return new ColumnDepth(column, files == 0 ? 0 : (double) sum / files, most, files, min.length() - files);
    }

    private static Integer[] known(ColumnBounds bounds) {
        Integer[] files = new Integer[bounds.min().length()];
        int count = 0;
        for (int file = 0; file < files.length; file++) {
            if (!bounds.min().isNull(file) && !bounds.max().isNull(file)) {
                files[count++] = file;
            }
        }
        return Arrays.copyOf(files, count);
    }

    private static Comparator<Integer> order(ColumnVector vector) {
        return (one, other) -> compare(vector, one, vector, other);
    }

    private static int compare(ColumnVector a, int i, ColumnVector b, int j) {
        if (a instanceof LongVector one && b instanceof LongVector other) {
            return Long.compare(one.value(i), other.value(j));
        }
        if (a instanceof IntVector one && b instanceof IntVector other) {
            return Integer.compare(one.value(i), other.value(j));
        }
        if (a instanceof DoubleVector one && b instanceof DoubleVector other) {
            return Double.compare(one.value(i), other.value(j));
        }
        if (a instanceof FloatVector one && b instanceof FloatVector other) {
            return Float.compare(one.value(i), other.value(j));
        }
        if (a instanceof BooleanVector one && b instanceof BooleanVector other) {
            return Boolean.compare(one.value(i), other.value(j));
        }
        if (a instanceof Int128Vector one && b instanceof Int128Vector other) {
            int high = Long.compare(one.high(i), other.high(j));
            return high != 0 ? high : Long.compareUnsigned(one.low(i), other.low(j));
        }
        BytesVector one = (BytesVector) a;
        BytesVector other = (BytesVector) b;
        return Arrays.compareUnsigned(one.data(), one.start(i), one.end(i), other.data(), other.start(j), other.end(j));
    }
}
