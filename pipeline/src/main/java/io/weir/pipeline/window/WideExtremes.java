package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.Int128Vector;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The least or greatest decimals of more than 18 digits. One thread at a time. */
final class WideExtremes extends Accumulator {
    private final boolean isMax;
    private long[] highs = new long[INITIAL];
    private long[] lows = new long[INITIAL];
    private boolean[] present = new boolean[INITIAL];

    WideExtremes(boolean isMax) {
        this.isMax = isMax;
    }

    @Override
    void grow(int groups) {
        if (highs.length < groups) {
            highs = Arrays.copyOf(highs, grown(groups, highs.length));
            lows = Arrays.copyOf(lows, highs.length);
            present = Arrays.copyOf(present, highs.length);
        }
    }

    @Override
    void add(int[] groups, int[] rows, int count, @Nullable Cells cells) {
        Int128Vector values = (Int128Vector) Objects.requireNonNull(cells).vector;
        for (int i = 0; i < count; i++) {
            if (!cells.isNull(rows[i])) {
                add(groups[i], values.high(rows[i]), values.low(rows[i]));
            }
        }
    }

    private void add(int group, long high, long low) {
        int order = Long.compare(high, highs[group]);
        order = order != 0 ? order : Long.compareUnsigned(low, lows[group]);
        if (!present[group] || (isMax ? order > 0 : order < 0)) {
            highs[group] = high;
            lows[group] = low;
            present[group] = true;
        }
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (present[group]) {
            out.appendInt128(highs[group], lows[group]);
        } else {
            out.appendNull();
        }
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeByte(present[group] ? 1 : 0);
        out.writeNumber(highs[group]);
        out.writeNumber(lows[group]);
    }

    @Override
    void read(int group, StateInput in) {
        present[group] = in.readByte() != 0;
        highs[group] = in.readNumber();
        lows[group] = in.readNumber();
    }

    @Override
    long sizeBytes() {
        return (2L * Long.BYTES + 1) * highs.length;
    }
}
