package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds a {@link FloatVector}. */
final class FloatBuilder extends ColumnBuilder {
    private float[] values = new float[INITIAL_CAPACITY];

    FloatBuilder(DataType type) {
        super(type);
    }

    @Override
    public void appendFloat(float value) {
        int position = next();
        if (position >= values.length) {
            values = Arrays.copyOf(values, grown(position));
        }
        values[position] = value;
    }

    @Override
    void appendEmpty() {
        appendFloat(0);
    }

    @Override
    void truncateValues(int newLength) {
        // the values behind the end are overwritten by the next ones
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        FloatVector vector = new FloatVector(type(), count, values, builtNulls);
        values = new float[Math.max(INITIAL_CAPACITY, count)];
        return vector;
    }
}
