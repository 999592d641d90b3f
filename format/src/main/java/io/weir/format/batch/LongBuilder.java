package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds a {@link LongVector}. */
final class LongBuilder extends ColumnBuilder {
    private long[] values = new long[INITIAL_CAPACITY];

    LongBuilder(DataType type) {
        super(type);
    }

    @Override
    public void appendLong(long value) {
        int position = next();
        if (position >= values.length) {
            values = Arrays.copyOf(values, grown(position));
        }
        values[position] = value;
    }

    @Override
    void appendEmpty() {
        appendLong(0);
    }

    @Override
    void truncateValues(int newLength) {
        // the values behind the end are overwritten by the next ones
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        LongVector vector = new LongVector(type(), count, values, builtNulls);
        values = new long[Math.max(INITIAL_CAPACITY, count)];
        return vector;
    }
}
