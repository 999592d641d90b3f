package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Booleans. */
public final class BooleanVector extends ColumnVector {
    private final boolean[] values;

    public BooleanVector(DataType type, int length, boolean[] values, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.values = values;
    }

    public boolean value(int row) {
        return values[row];
    }

    /** The values; at least {@link #length()} long, not to be written to. */
    public boolean[] values() {
        return values;
    }

    @Override
    public BooleanVector take(int[] rows, int count) {
        boolean[] taken = new boolean[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return new BooleanVector(type(), count, taken, takeNulls(rows, count));
    }

    @Override
    public BooleanVector slice(int from, int to) {
        return new BooleanVector(type(), to - from, Arrays.copyOfRange(values, from, to), sliceNulls(from, to));
    }

    @Override
    public BooleanVector withType(DataType newType) {
        return new BooleanVector(newType, length(), values, nulls());
    }
}
