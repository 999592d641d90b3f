package io.weir.pipeline.window;

import io.weir.format.batch.Int128Vector;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.math.BigInteger;
import java.util.Arrays;

/** Exact sums of integers and unscaled decimals in 128 bits. One thread at a time. */
final class WideSums {
    private long[] highs = new long[Accumulator.INITIAL];
    private long[] lows = new long[Accumulator.INITIAL];

    void grow(int groups) {
        if (highs.length < groups) {
            highs = Arrays.copyOf(highs, Accumulator.grown(groups, highs.length));
            lows = Arrays.copyOf(lows, highs.length);
        }
    }

    /** @throws ArithmeticException beyond 128 bits */
    void add(int[] groups, int[] rows, int count, Cells cells) {
        if (cells.vector instanceof Int128Vector wide) {
            for (int i = 0; i < count; i++) {
                if (!cells.isNull(rows[i])) {
                    add(groups[i], wide.high(rows[i]), wide.low(rows[i]));
                }
            }
            return;
        }
        long[] values = cells.longs;
        for (int i = 0; i < count; i++) {
            if (!cells.isNull(rows[i])) {
                long value = values[rows[i]];
                add(groups[i], value >> 63, value);
            }
        }
    }

    private void add(int group, long high, long low) {
        long sum = lows[group] + low;
        int carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        long before = highs[group];
        long highSum = before + high + carry;
        boolean fits = ((before ^ high) < 0) || ((before ^ highSum) >= 0);
        if (!fits) {
            throw new ArithmeticException("sum");
        }
        lows[group] = sum;
        highs[group] = highSum;
    }

    boolean fitsLong(int group) {
        return highs[group] == lows[group] >> 63;
    }

    long low(int group) {
        return lows[group];
    }

    long high(int group) {
        return highs[group];
    }

    BigInteger value(int group) {
        return Int128Vector.unscaled(highs[group], lows[group]);
    }

    void write(int group, StateOutput out) {
        out.writeNumber(highs[group]);
        out.writeNumber(lows[group]);
    }

    void read(int group, StateInput in) {
        highs[group] = in.readNumber();
        lows[group] = in.readNumber();
    }

    long sizeBytes() {
        return 2L * Long.BYTES * highs.length;
    }
}
