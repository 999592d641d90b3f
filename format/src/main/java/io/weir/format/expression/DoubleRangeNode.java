package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Is a double within bounds, or outside? Every comparison with a constant is this: NaN, being greater than every number, is
 * never within, and Java's own comparison takes -0.0 for 0.0.
 */
final class DoubleRangeNode extends Node {
    private final Node value;
    private final double low;
    private final double high;
    private final boolean inside;

    private DoubleRangeNode(Node value, double low, double high, boolean inside) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
        this.low = low;
        this.high = high;
        this.inside = inside;
    }

    static Node of(Comparison.Operator operator, Node value, double constant) {
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        if (Double.isNaN(constant)) {
            return switch (operator) {
                case EQ, EQ_NULL_SAFE, GE -> new DoubleRangeNode(value, least, most, false);
                case NE, LT -> new DoubleRangeNode(value, least, most, true);
                case LE -> new DoubleRangeNode(value, most, least, false);
                case GT -> new DoubleRangeNode(value, most, least, true);
            };
        }
        boolean lowest = constant == least;
        double below = Math.nextDown(constant);
        return switch (operator) {
            case EQ, EQ_NULL_SAFE -> new DoubleRangeNode(value, constant, constant, true);
            case NE -> new DoubleRangeNode(value, constant, constant, false);
            case LE -> new DoubleRangeNode(value, least, constant, true);
            case GT -> new DoubleRangeNode(value, least, constant, false);
            case LT -> new DoubleRangeNode(value, lowest ? most : least, below, true);
            case GE -> new DoubleRangeNode(value, lowest ? most : least, below, false);
        };
    }

    @Override
    ColumnVector evaluate(Input input) {
        DoubleVector vector = (DoubleVector) value.evaluate(input);
        int count = input.count();
        double[] values = vector.values();
        boolean[] result = new boolean[count];
        boolean outside = !inside;
        for (int i = 0; i < count; i++) {
            result[i] = (values[i] >= low & values[i] <= high) ^ outside;
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, count, result, vector.nulls());
    }

    @Override
    int select(Input input, int @Nullable [] rows, int count, int[] out) {
        if (rows != null && value.mayFail()) {
            return super.select(input, rows, count, out);
        }
        DoubleVector vector = (DoubleVector) value.evaluate(input);
        double[] values = vector.values();
        boolean @Nullable [] nulls = vector.nulls();
        boolean outside = !inside;
        int matches = 0;
        if (rows != null) {
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                out[matches] = row;
                boolean match = (values[row] >= low & values[row] <= high) ^ outside;
                matches += match && (nulls == null || !nulls[row]) ? 1 : 0;
            }
        } else if (nulls == null) {
            for (int i = 0; i < count; i++) {
                out[matches] = i;
                matches += (values[i] >= low & values[i] <= high) ^ outside ? 1 : 0;
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[matches] = i;
                matches += ((values[i] >= low & values[i] <= high) ^ outside) & !nulls[i] ? 1 : 0;
            }
        }
        return matches;
    }
}
