package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Doubles. */
public final class DoubleVector extends ColumnVector {
    private final double[] values;

    public DoubleVector(DataType type, int length, double[] values, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.values = values;
    }

    public double value(int row) {
        return values[row];
    }

    /** The values; at least {@link #length()} long, not to be written to. */
    public double[] values() {
        return values;
    }

    @Override
    public DoubleVector take(int[] rows, int count) {
        double[] taken = new double[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return new DoubleVector(type(), count, taken, takeNulls(rows, count));
    }

    @Override
    public DoubleVector slice(int from, int to) {
        return new DoubleVector(type(), to - from, Arrays.copyOfRange(values, from, to), sliceNulls(from, to));
    }

    @Override
    public DoubleVector withType(DataType newType) {
        return new DoubleVector(newType, length(), values, nulls());
    }
}
