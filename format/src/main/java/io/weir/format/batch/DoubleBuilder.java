package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds a {@link DoubleVector}. */
final class DoubleBuilder extends ColumnBuilder {
    private double[] values = new double[INITIAL_CAPACITY];

    DoubleBuilder(DataType type) {
        super(type);
    }

    @Override
    public void appendDouble(double value) {
        int position = next();
        if (position >= values.length) {
            values = Arrays.copyOf(values, grown(position));
        }
        values[position] = value;
    }

    @Override
    void appendEmpty() {
        appendDouble(0);
    }

    @Override
    void truncateValues(int newLength) {
        // the values behind the end are overwritten by the next ones
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        DoubleVector vector = new DoubleVector(type(), count, values, builtNulls);
        values = new double[Math.max(INITIAL_CAPACITY, count)];
        return vector;
    }
}
