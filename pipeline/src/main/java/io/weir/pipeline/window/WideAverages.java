package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Averages of integers, as DOUBLE, and of decimals. Sums are exact, so that an average does not depend on the order of rows. One thread at a
 * time.
 */
final class WideAverages extends Accumulator {
    private final DataType type;
    private final int inputScale;
    private final WideSums sums = new WideSums();
    private final Counts counts = new Counts();

    WideAverages(DataType type, DataType input) {
        this.type = type;
        this.inputScale = input instanceof DecimalType decimal ? decimal.scale() : 0;
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
        long count = counts.count(group);
        if (count == 0) {
            out.appendNull();
        } else if (type instanceof DecimalType decimal) {
            BigDecimal average = new BigDecimal(sums.value(group), inputScale)
                    .divide(BigDecimal.valueOf(count), decimal.scale(), RoundingMode.HALF_UP);
            Decimals.append(out, decimal, average.unscaledValue());
        } else {
            BigInteger wide = sums.fitsLong(group) ? BigInteger.ZERO : sums.value(group);
            out.appendDouble((sums.fitsLong(group) ? (double) sums.low(group) : wide.doubleValue()) / count);
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
