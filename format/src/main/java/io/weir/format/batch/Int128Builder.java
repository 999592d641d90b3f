package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds an {@link Int128Vector}. */
final class Int128Builder extends ColumnBuilder {
    private long[] highs = new long[INITIAL_CAPACITY];
    private long[] lows = new long[INITIAL_CAPACITY];

    Int128Builder(DataType type) {
        super(type);
    }

    @Override
    public void appendInt128(long high, long low) {
        int position = next();
        if (position >= highs.length) {
            highs = Arrays.copyOf(highs, grown(position));
            lows = Arrays.copyOf(lows, grown(position));
        }
        highs[position] = high;
        lows[position] = low;
    }

    @Override
    void appendEmpty() {
        appendInt128(0, 0);
    }

    @Override
    void truncateValues(int newLength) {
        // the values behind the end are overwritten by the next ones
    }

    @Override
    ColumnVector build(int count, boolean @Nullable [] builtNulls) {
        Int128Vector vector = new Int128Vector(type(), count, highs, lows, builtNulls);
        highs = new long[Math.max(INITIAL_CAPACITY, count)];
        lows = new long[Math.max(INITIAL_CAPACITY, count)];
        return vector;
    }
}
