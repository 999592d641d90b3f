package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sums of floating point numbers as DOUBLE, added in the order in which rows come. One thread at a time. */
final class DoubleSums extends Accumulator {
    private double[] sums = new double[INITIAL];
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
        double[] values = Objects.requireNonNull(cells).doubles;
        boolean @Nullable [] nulls = cells.nulls;
        for (int i = 0; i < count; i++) {
            if (nulls == null || !nulls[rows[i]]) {
                sums[groups[i]] += values[rows[i]];
                present[groups[i]] = true;
            }
        }
    }

    double sum(int group) {
        return sums[group];
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (present[group]) {
            out.appendDouble(sums[group]);
        } else {
            out.appendNull();
        }
    }

    @Override
    void write(int group, StateOutput out) {
        out.writeByte(present[group] ? 1 : 0);
        out.writeLong(Double.doubleToRawLongBits(sums[group]));
    }

    @Override
    void read(int group, StateInput in) {
        present[group] = in.readByte() != 0;
        sums[group] = Double.longBitsToDouble(in.readLong());
    }

    @Override
    long sizeBytes() {
        return (long) (Double.BYTES + 1) * sums.length;
    }
}
