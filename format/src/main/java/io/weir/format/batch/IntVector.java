package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes, shorts, integers, and dates as days since 1970-01-01. */
public final class IntVector extends ColumnVector {
    private final int[] values;

    public IntVector(DataType type, int length, int[] values, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.values = values;
    }

    public int value(int row) {
        return values[row];
    }

    /** The values; at least {@link #length()} long, not to be written to. */
    public int[] values() {
        return values;
    }

    @Override
    public IntVector take(int[] rows, int count) {
        int[] taken = new int[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return new IntVector(type(), count, taken, takeNulls(rows, count));
    }

    @Override
    public IntVector slice(int from, int to) {
        return new IntVector(type(), to - from, Arrays.copyOfRange(values, from, to), sliceNulls(from, to));
    }

    @Override
    public IntVector withType(DataType newType) {
        return new IntVector(newType, length(), values, nulls());
    }
}
