package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How many rows, or values that are not null. One thread at a time. */
final class Counts extends Accumulator {
    private long[] counts = new long[INITIAL];

    @Override
    void grow(int groups) {
        if (counts.length < groups) {
            counts = Arrays.copyOf(counts, grown(groups, counts.length));
        }
    }

    @Override
    void add(int[] groups, int[] rows, int count, @Nullable Cells cells) {
        boolean @Nullable [] nulls = cells == null ? null : cells.nulls;
        for (int i = 0; i < count; i++) {
            if (nulls == null || !nulls[rows[i]]) {
                counts[groups[i]]++;
            }
        }
    }

    long count(int group) {
        return counts[group];
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        out.appendLong(counts[group]);
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeNumber(counts[group]);
    }

    @Override
    void read(int group, StateInput in) {
        counts[group] = in.readNumber();
    }

    @Override
    long sizeBytes() {
        return (long) Long.BYTES * counts.length;
    }
}
