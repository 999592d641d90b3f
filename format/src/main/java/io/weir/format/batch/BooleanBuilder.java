package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds a {@link BooleanVector}. */
final class BooleanBuilder extends ColumnBuilder {
    private boolean[] values = new boolean[INITIAL_CAPACITY];

    BooleanBuilder(DataType type) {
        super(type);
    }

    @Override
    public void appendBoolean(boolean value) {
        int position = next();
        if (position >= values.length) {
            values = Arrays.copyOf(values, grown(position));
        }
        values[position] = value;
    }

    @Override
    void appendEmpty() {
        appendBoolean(false);
    }

    @Override
    void truncateValues(int newLength) {
        // the values behind the end are overwritten by the next ones
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        BooleanVector vector = new BooleanVector(type(), count, values, builtNulls);
        values = new boolean[Math.max(INITIAL_CAPACITY, count)];
        return vector;
    }
}
