package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sums of integers as BIGINT. One thread at a time. */
final class LongSums extends Accumulator {
    private long[] sums = new long[INITIAL];
    private boolean[] present = new boolean[INITIAL];

    @Override
    void grow(int groups) {
        if (sums.length < groups) {
            sums = Arrays.copyOf(sums, grown(groups, sums.length));
            present = Arrays.copyOf(present, sums.length);
        }
    }

    @Override
    void add(int[] groups, int[] rows, int count, @Nullable Cells cells) {
        long[] values = Objects.requireNonNull(cells).longs;
        boolean @Nullable [] nulls = cells.nulls;
        for (int i = 0; i < count; i++) {
            if (nulls == null || !nulls[rows[i]]) {
                int group = groups[i];
                sums[group] = Math.addExact(sums[group], values[rows[i]]);
                present[group] = true;
            }
        }
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (present[group]) {
            out.appendLong(sums[group]);
        } else {
            out.appendNull();
        }
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeByte(present[group] ? 1 : 0);
        out.writeNumber(sums[group]);
    }

    @Override
    void read(int group, StateInput in) {
        present[group] = in.readByte() != 0;
        sums[group] = in.readNumber();
    }

    @Override
    long sizeBytes() {
        return (long) (Long.BYTES + 1) * sums.length;
    }
}
