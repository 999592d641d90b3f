package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Floats. */
public final class FloatVector extends ColumnVector {
    private final float[] values;

    public FloatVector(DataType type, int length, float[] values, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.values = values;
    }

    public float value(int row) {
        return values[row];
    }

    /** The values; at least {@link #length()} long, not to be written to. */
    public float[] values() {
        return values;
    }

    @Override
    public FloatVector take(int[] rows, int count) {
        float[] taken = new float[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return new FloatVector(type(), count, taken, takeNulls(rows, count));
    }

    @Override
    public FloatVector slice(int from, int to) {
        return new FloatVector(type(), to - from, Arrays.copyOfRange(values, from, to), sliceNulls(from, to));
    }

    @Override
    public FloatVector withType(DataType newType) {
        return new FloatVector(newType, length(), values, nulls());
    }
}
