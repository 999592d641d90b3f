package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.pipeline.state.StateInput;
import io.weir.pipeline.state.StateOutput;
import org.jspecify.annotations.Nullable;

/** One aggregate of all groups of a pane, each group a place in primitive arrays. One thread at a time. */
abstract class Accumulator {
    static final int INITIAL = 4;

    /** For an aggregate of values of a type; null where rows are counted. */
    static Accumulator of(Aggregate aggregate, @Nullable DataType input) {
        if (input == null || aggregate.function() == Aggregate.Function.COUNT) {
            return new Counts();
        }
        boolean isFloating = input == PrimitiveType.FLOAT || input == PrimitiveType.DOUBLE;
        return switch (aggregate.function()) {
            case COUNT -> new Counts();
            case SUM -> {
                if (isFloating) {
                    yield new DoubleSums();
                }
                yield input instanceof DecimalType
                        ? new DecimalSums((DecimalType) aggregate.type(input))
                        : new LongSums();
            }
            case AVG -> isFloating ? new DoubleAverages() : new WideAverages(aggregate.type(input), input);
            case MIN, MAX -> {
                boolean isMax = aggregate.function() == Aggregate.Function.MAX;
                if (isFloating) {
                    yield new DoubleExtremes(isMax, input == PrimitiveType.FLOAT);
                }
                if (input == PrimitiveType.STRING || input == PrimitiveType.BINARY) {
                    yield new BytesExtremes(isMax);
                }
                yield input instanceof DecimalType decimal && !decimal.fitsLong()
                        ? new WideExtremes(isMax)
                        : new LongExtremes(isMax, input);
            }
        };
    }

    /** Makes room for groups up to a number; new ones have no value yet. */
    abstract void grow(int groups);

    /**
     * Adds values.
     *
     * @param groups where value {@code i} belongs
     * @param rows where it is in the column
     * @param cells null where rows are counted
     * @throws ArithmeticException if the type does not hold what comes out
     */
    abstract void add(int[] groups, int[] rows, int count, @Nullable Cells cells);

    /** @throws ArithmeticException if the type does not hold what comes out */
    abstract void emit(int group, ColumnBuilder out);

    abstract void write(int group, StateOutput out);

    /** Replaces what a group has. */
    abstract void read(int group, StateInput in);

    abstract long sizeBytes();

    static int grown(int needed, int now) {
        return Math.max(needed, now + (now >> 1));
    }
}
