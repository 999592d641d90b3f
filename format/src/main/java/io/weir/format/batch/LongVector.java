package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Longs, timestamps in microseconds, and unscaled decimals of up to 18 digits. */
public final class LongVector extends ColumnVector {
    private final long[] values;

    public LongVector(DataType type, int length, long[] values, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.values = values;
    }

    public long value(int row) {
        return values[row];
    }

    /** The values; at least {@link #length()} long, not to be written to. */
    public long[] values() {
        return values;
    }

    @Override
    public LongVector take(int[] rows, int count) {
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return new LongVector(type(), count, taken, takeNulls(rows, count));
    }

    @Override
    public LongVector slice(int from, int to) {
        return new LongVector(type(), to - from, Arrays.copyOfRange(values, from, to), sliceNulls(from, to));
    }

    @Override
    public LongVector withType(DataType newType) {
        return new LongVector(newType, length(), values, nulls());
    }
}
