package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The least or greatest floating point numbers; NaN is greater than every number, and {@code -0.0} goes before {@code 0.0}. One thread at a time. */
final class DoubleExtremes extends Accumulator {
    private final boolean isMax;
    private final boolean isFloat;
    private double[] extremes = new double[INITIAL];
    private boolean[] present = new boolean[INITIAL];

    DoubleExtremes(boolean isMax, boolean isFloat) {
        this.isMax = isMax;
        this.isFloat = isFloat;
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
        double[] values = Objects.requireNonNull(cells).doubles;
        boolean @Nullable [] nulls = cells.nulls;
        for (int i = 0; i < count; i++) {
            if (nulls == null || !nulls[rows[i]]) {
                int group = groups[i];
                int order = present[group] ? Double.compare(values[rows[i]], extremes[group]) : 0;
                if (!present[group] || (isMax ? order > 0 : order < 0)) {
                    extremes[group] = values[rows[i]];
                    present[group] = true;
                }
            }
        }
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (!present[group]) {
            out.appendNull();
        } else if (isFloat) {
            out.appendFloat((float) extremes[group]);
        } else {
            out.appendDouble(extremes[group]);
        }
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeByte(present[group] ? 1 : 0);
        out.writeLong(Double.doubleToLongBits(extremes[group]));
    }

    @Override
    void read(int group, StateInput in) {
        present[group] = in.readByte() != 0;
        extremes[group] = Double.longBitsToDouble(in.readLong());
    }

    @Override
    long sizeBytes() {
        return (long) (Double.BYTES + 1) * extremes.length;
    }
}
