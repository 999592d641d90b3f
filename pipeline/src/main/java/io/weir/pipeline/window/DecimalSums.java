package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DecimalType;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exact sums of decimals. One thread at a time. */
final class DecimalSums extends Accumulator {
    private final DecimalType type;
    private final WideSums sums = new WideSums();
    private final Counts counts = new Counts();

    DecimalSums(DecimalType type) {
        this.type = type;
    }

    @Override
    void grow(int groups) {
        sums.grow(groups);
        counts.grow(groups);
    }

    @Override
    void add(int[] groups, int[] rows, int count, @Nullable Cells cells) {
        sums.add(groups, rows, count, Objects.requireNonNull(cells));
        counts.add(groups, rows, count, cells);
    }

    @Override
    void emit(int group, ColumnBuilder out) {
        if (counts.count(group) == 0) {
            out.appendNull();
        } else {
            Decimals.append(out, type, sums.value(group));
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
