package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import org.jspecify.annotations.Nullable;

/** Averages of floating point numbers. One thread at a time. */
final class DoubleAverages extends Accumulator {
    private final DoubleSums sums = new DoubleSums();
    private final Counts counts = new Counts();

    @Override
    void grow(int groups) {
        sums.grow(groups);
        counts.grow(groups);
    }

    @Override
    void add(int[] groups, int[] rows, int count, @Nullable Cells cells) {
        sums.add(groups, rows, count, cells);
        counts.add(groups, rows, count, cells);
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (counts.count(group) == 0) {
            out.appendNull();
        } else {
            out.appendDouble(sums.sum(group) / counts.count(group));
        }
    }

    @Override
    void write(int group, StateOutput out) {
        sums.write(group, out);
        counts.write(group, out);
    }

    @Override
    void read(int group, StateInput in) {
        sums.read(group, in);
        counts.read(group, in);
    }

    @Override
    long sizeBytes() {
        return sums.sizeBytes() + counts.sizeBytes();
    }
}
