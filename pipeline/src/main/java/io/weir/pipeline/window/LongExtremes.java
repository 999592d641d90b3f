package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The least or greatest of what fits a long: booleans, integers, dates, times, decimals of up to 18 digits. One thread at a time. */
final class LongExtremes extends Accumulator {
    private final boolean isMax;
    private final DataType type;
    private long[] extremes = new long[INITIAL];
    private boolean[] present = new boolean[INITIAL];

    LongExtremes(boolean isMax, DataType type) {
        this.isMax = isMax;
        this.type = type;
    }

    @Override
    void grow(int groups) {
        if (extremes.length < groups) {
            extremes = Arrays.copyOf(extremes, grown(groups, extremes.length));
            present = Arrays.copyOf(present, extremes.length);
        }
    }

    @Override
    void add(int[] groups, int[] rows, int count, @Nullable Cells cells) {
        long[] values = Objects.requireNonNull(cells).longs;
        boolean @Nullable [] nulls = cells.nulls;
        for (int i = 0; i < count; i++) {
            if (nulls == null || !nulls[rows[i]]) {
                int group = groups[i];
                long value = values[rows[i]];
                if (!present[group] || (isMax ? value > extremes[group] : value < extremes[group])) {
                    extremes[group] = value;
                    present[group] = true;
                }
            }
        }
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (!present[group]) {
            out.appendNull();
        } else if (type == PrimitiveType.BOOLEAN) {
            out.appendBoolean(extremes[group] != 0);
        } else if (type == PrimitiveType.BYTE
                || type == PrimitiveType.SHORT
                || type == PrimitiveType.INTEGER
                || type == PrimitiveType.DATE) {
            out.appendInt((int) extremes[group]);
        } else {
            out.appendLong(extremes[group]);
        }
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeByte(present[group] ? 1 : 0);
        out.writeNumber(extremes[group]);
    }

    @Override
    void read(int group, StateInput in) {
        present[group] = in.readByte() != 0;
        extremes[group] = in.readNumber();
    }

    @Override
    long sizeBytes() {
        return (long) (Long.BYTES + 1) * extremes.length;
    }
}
