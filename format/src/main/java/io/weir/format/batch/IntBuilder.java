package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds a {@link IntVector}. */
final class IntBuilder extends ColumnBuilder {
    private int[] values = new int[INITIAL_CAPACITY];

    IntBuilder(DataType type) {
        super(type);
    }

    @Override
    public void appendInt(int value) {
        int position = next();
        if (position >= values.length) {
            values = Arrays.copyOf(values, grown(position));
        }
        values[position] = value;
    }

    @Override
    void appendEmpty() {
        appendInt(0);
    }

    @Override
    void truncateValues(int newLength) {
        // the values behind the end are overwritten by the next ones
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        IntVector vector = new IntVector(type(), count, values, builtNulls);
        values = new int[Math.max(INITIAL_CAPACITY, count)];
        return vector;
    }
}
