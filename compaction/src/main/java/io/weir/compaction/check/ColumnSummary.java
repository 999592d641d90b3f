package io.weir.compaction.check;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Least and greatest value and number of nulls of one column, batch by batch, as loops over arrays. One thread at a time. Floating point zero is
 * one value, NaN is none.
 */
final class ColumnSummary {
    private long nulls;
    private @Nullable Object min;
    private @Nullable Object max;
    private boolean hasNaN;

    /** Is a NaN among the values? Then no bounds are written. */
    boolean hasNaN() {
        return hasNaN;
    }

    /** What is known of all rows so far. */
    ColumnFacts facts() {
        return new ColumnFacts(min, max, nulls);
    }

    /** @param isNull true where the value, or a struct around it, is null; null if none is */
    void add(ColumnVector vector, boolean @Nullable [] isNull, int from, int to) {
        int[] places = {-1, -1};
        for (int row = from; row < to; row++) {
            if (isNull != null && isNull[row]) {
                nulls++;
            }
        }
        if (vector instanceof LongVector longs) {
            range(longs, isNull, from, to, places);
        } else if (vector instanceof IntVector ints) {
            range(ints, isNull, from, to, places);
        } else if (vector instanceof DoubleVector doubles) {
            range(doubles, isNull, from, to, places);
        } else if (vector instanceof FloatVector floats) {
            range(floats, isNull, from, to, places);
        } else if (vector instanceof BytesVector bytes) {
            range(bytes, isNull, from, to, places);
        } else if (vector instanceof Int128Vector wide) {
            range(wide, isNull, from, to, places);
        }
        if (places[0] >= 0) {
            min = better(min, Values.valueAt(vector, places[0]), 1);
            max = better(max, Values.valueAt(vector, places[1]), -1);
        }
    }

    private static @Nullable Object better(@Nullable Object known, @Nullable Object value, int sign) {
        if (known == null || value == null) {
            return value;
        }
        Integer order = known instanceof byte[] a && value instanceof byte[] b
                ? (Integer) Arrays.compareUnsigned(a, b)
                : ValueOrder.compare(known, value);
        return order != null && order * sign <= 0 ? known : value;
    }

    private static void range(LongVector vector, boolean @Nullable [] isNull, int from, int to, int[] places) {
        long[] values = vector.values();
        for (int row = from; row < to; row++) {
            if (isNull == null || !isNull[row]) {
                places[0] = places[0] < 0 || values[row] < values[places[0]] ? row : places[0];
                places[1] = places[1] < 0 || values[row] > values[places[1]] ? row : places[1];
            }
        }
    }

    private static void range(IntVector vector, boolean @Nullable [] isNull, int from, int to, int[] places) {
        int[] values = vector.values();
        for (int row = from; row < to; row++) {
            if (isNull == null || !isNull[row]) {
                places[0] = places[0] < 0 || values[row] < values[places[0]] ? row : places[0];
                places[1] = places[1] < 0 || values[row] > values[places[1]] ? row : places[1];
            }
        }
    }

    private void range(DoubleVector vector, boolean @Nullable [] isNull, int from, int to, int[] places) {
        double[] values = vector.values();
        for (int row = from; row < to; row++) {
            if (isNull != null && isNull[row]) {
                continue;
            }
            if (Double.isNaN(values[row])) {
                hasNaN = true;
            } else {
                places[0] = places[0] < 0 || values[row] < values[places[0]] ? row : places[0];
                places[1] = places[1] < 0 || values[row] > values[places[1]] ? row : places[1];
            }
        }
    }

    private void range(FloatVector vector, boolean @Nullable [] isNull, int from, int to, int[] places) {
        float[] values = vector.values();
        for (int row = from; row < to; row++) {
            if (isNull != null && isNull[row]) {
                continue;
            }
            if (Float.isNaN(values[row])) {
                hasNaN = true;
            } else {
                places[0] = places[0] < 0 || values[row] < values[places[0]] ? row : places[0];
                places[1] = places[1] < 0 || values[row] > values[places[1]] ? row : places[1];
            }
        }
    }

    private static void range(BytesVector vector, boolean @Nullable [] isNull, int from, int to, int[] places) {
        for (int row = from; row < to; row++) {
            if (isNull == null || !isNull[row]) {
                places[0] = places[0] < 0 || compare(vector, row, places[0]) < 0 ? row : places[0];
                places[1] = places[1] < 0 || compare(vector, row, places[1]) > 0 ? row : places[1];
            }
        }
    }

    private static int compare(BytesVector vector, int a, int b) {
        byte[] data = vector.data();
        return Arrays.compareUnsigned(data, vector.start(a), vector.end(a), data, vector.start(b), vector.end(b));
    }

    private static void range(Int128Vector vector, boolean @Nullable [] isNull, int from, int to, int[] places) {
        for (int row = from; row < to; row++) {
            if (isNull == null || !isNull[row]) {
                places[0] = places[0] < 0 || compare(vector, row, places[0]) < 0 ? row : places[0];
                places[1] = places[1] < 0 || compare(vector, row, places[1]) > 0 ? row : places[1];
            }
        }
    }

    private static int compare(Int128Vector vector, int a, int b) {
        int high = Long.compare(vector.highs()[a], vector.highs()[b]);
        return high != 0 ? high : Long.compareUnsigned(vector.lows()[a], vector.lows()[b]);
    }
}
