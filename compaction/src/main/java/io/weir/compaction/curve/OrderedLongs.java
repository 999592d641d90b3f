package io.weir.compaction.curve;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;

/** Values as longs that are ordered as they are. Pure functions. */
final class OrderedLongs {
    private OrderedLongs() {}

    /** Can the vector's values be longs? Those of texts and of decimals of more than 18 digits cannot. */
    static boolean has(ColumnVector vector) {
        return vector instanceof LongVector
                || vector instanceof IntVector
                || vector instanceof DoubleVector
                || vector instanceof FloatVector
                || vector instanceof BooleanVector;
    }

    /** At least as many as the vector has rows, not to be written to; at null positions any number. NaN is greater than all others, -0.0 the same as 0.0. */
    static long[] of(ColumnVector vector) {
        if (vector instanceof LongVector longs) {
            return longs.values();
        }
        long[] ordered = new long[vector.length()];
        if (vector instanceof IntVector ints) {
            for (int i = 0; i < ordered.length; i++) {
                ordered[i] = ints.value(i);
            }
        } else if (vector instanceof DoubleVector doubles) {
            for (int i = 0; i < ordered.length; i++) {
                ordered[i] = ordered(doubles.value(i));
            }
        } else if (vector instanceof FloatVector floats) {
            for (int i = 0; i < ordered.length; i++) {
                ordered[i] = ordered(floats.value(i));
            }
        } else {
            BooleanVector booleans = (BooleanVector) vector;
            for (int i = 0; i < ordered.length; i++) {
                ordered[i] = booleans.value(i) ? 1 : 0;
            }
        }
        return ordered;
    }

    /** One of them; for samples. */
    static long one(ColumnVector vector, int row) {
        if (vector instanceof LongVector longs) {
            return longs.value(row);
        }
        if (vector instanceof IntVector ints) {
            return ints.value(row);
        }
        if (vector instanceof DoubleVector doubles) {
            return ordered(doubles.value(row));
        }
        if (vector instanceof FloatVector floats) {
            return ordered(floats.value(row));
        }
        return ((BooleanVector) vector).value(row) ? 1 : 0;
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ bits >> Long.SIZE - 1 & Long.MAX_VALUE;
    }
}
