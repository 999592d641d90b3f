package io.weir.pipeline.window;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import org.jspecify.annotations.Nullable;

/** The values of a column as accumulators take them: what fits a long as longs, floating point numbers as doubles, others as they are. Immutable. */
final class Cells {
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};

    final ColumnVector vector;
    final boolean @Nullable [] nulls;
    final long[] longs;
    final double[] doubles;

    private Cells(ColumnVector vector, long[] longs, double[] doubles) {
        this.vector = vector;
        this.nulls = vector.nulls();
        this.longs = longs;
        this.doubles = doubles;
    }

    static Cells of(ColumnVector vector) {
        if (vector instanceof LongVector values) {
            return new Cells(vector, values.values(), NO_DOUBLES);
        }
        if (vector instanceof DoubleVector values) {
            return new Cells(vector, NO_LONGS, values.values());
        }
        int count = vector.length();
        if (vector instanceof IntVector values) {
            long[] longs = new long[count];
            for (int i = 0; i < count; i++) {
                longs[i] = values.value(i);
            }
            return new Cells(vector, longs, NO_DOUBLES);
        }
        if (vector instanceof BooleanVector values) {
            long[] longs = new long[count];
            for (int i = 0; i < count; i++) {
                longs[i] = values.value(i) ? 1 : 0;
            }
            return new Cells(vector, longs, NO_DOUBLES);
        }
        if (vector instanceof FloatVector values) {
            double[] doubles = new double[count];
            for (int i = 0; i < count; i++) {
                doubles[i] = values.value(i);
            }
            return new Cells(vector, NO_LONGS, doubles);
        }
        return new Cells(vector, NO_LONGS, NO_DOUBLES);
    }

    boolean isNull(int row) {
        return nulls != null && nulls[row];
    }
}
