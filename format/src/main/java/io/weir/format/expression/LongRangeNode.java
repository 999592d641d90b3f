package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Is a whole number (integer, date, time, short decimal) within bounds, or outside? Every comparison of such a column with a
 * constant is this.
 */
final class LongRangeNode extends Node {
    private final Node value;
    private final long low;
    private final long high;
    private final boolean inside;

    /** @param high inclusive; less than {@code low} if nothing is within */
    LongRangeNode(Node value, long low, long high, boolean inside) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
        this.low = low;
        this.high = high;
        this.inside = inside;
    }

    static Node of(Comparison.Operator operator, Node value, long constant) {
        return switch (operator) {
            case EQ, EQ_NULL_SAFE -> new LongRangeNode(value, constant, constant, true);
            case NE -> new LongRangeNode(value, constant, constant, false);
            case LE -> new LongRangeNode(value, Long.MIN_VALUE, constant, true);
            case GE -> new LongRangeNode(value, constant, Long.MAX_VALUE, true);
            case LT -> new LongRangeNode(value, constant, Long.MAX_VALUE, false);
            case GT -> new LongRangeNode(value, Long.MIN_VALUE, constant, false);
        };
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector vector = value.evaluate(input);
        int count = input.count();
        boolean[] result = new boolean[count];
        boolean outside = !inside;
        if (vector instanceof LongVector longs) {
            long[] values = longs.values();
            for (int i = 0; i < count; i++) {
                result[i] = (values[i] >= low & values[i] <= high) ^ outside;
            }
        } else {
            int[] values = ((IntVector) vector).values();
            for (int i = 0; i < count; i++) {
                result[i] = (values[i] >= low & values[i] <= high) ^ outside;
            }
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, count, result, vector.nulls());
    }

    @Override
    int select(Input input, int @Nullable [] rows, int count, int[] out) {
        if (rows != null && value.mayFail()) {
            return super.select(input, rows, count, out);
        }
        ColumnVector vector = value.evaluate(input);
        boolean @Nullable [] nulls = vector.nulls();
        if (vector instanceof LongVector longs) {
            long[] values = longs.values();
            if (rows == null) {
                return nulls == null ? all(values, count, out) : all(values, nulls, count, out);
            }
            return some(values, nulls, rows, count, out);
        }
        int[] values = ((IntVector) vector).values();
        if (rows == null) {
            return nulls == null ? all(values, count, out) : all(values, nulls, count, out);
        }
        return some(values, nulls, rows, count, out);
    }

    private int all(long[] values, int count, int[] out) {
        int matches = 0;
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            out[matches] = i;
            matches += (values[i] >= low & values[i] <= high) ^ outside ? 1 : 0;
        }
        return matches;
    }

    private int all(long[] values, boolean[] nulls, int count, int[] out) {
        int matches = 0;
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            out[matches] = i;
            matches += ((values[i] >= low & values[i] <= high) ^ outside) & !nulls[i] ? 1 : 0;
        }
        return matches;
    }

    private int some(long[] values, boolean @Nullable [] nulls, int[] rows, int count, int[] out) {
        int matches = 0;
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            out[matches] = row;
            boolean match = (values[row] >= low & values[row] <= high) ^ outside;
            matches += match && (nulls == null || !nulls[row]) ? 1 : 0;
        }
        return matches;
    }

    private int all(int[] values, int count, int[] out) {
        int matches = 0;
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            out[matches] = i;
            matches += (values[i] >= low & values[i] <= high) ^ outside ? 1 : 0;
        }
        return matches;
    }

    private int all(int[] values, boolean[] nulls, int count, int[] out) {
        int matches = 0;
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            out[matches] = i;
            matches += ((values[i] >= low & values[i] <= high) ^ outside) & !nulls[i] ? 1 : 0;
        }
        return matches;
    }

    private int some(int[] values, boolean @Nullable [] nulls, int[] rows, int count, int[] out) {
        int matches = 0;
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            out[matches] = row;
            boolean match = (values[row] >= low & values[row] <= high) ^ outside;
            matches += match && (nulls == null || !nulls[row]) ? 1 : 0;
        }
        return matches;
    }
}
