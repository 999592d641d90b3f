package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Is a float within bounds, or outside? Every comparison with a constant is this: NaN, being greater than every number, is
 * never within, and Java's own comparison takes -0.0 for 0.0.
 */
final class FloatRangeNode extends Node {
    private final Node value;
    private final float low;
    private final float high;
    private final boolean inside;

    private FloatRangeNode(Node value, float low, float high, boolean inside) {
        super(PrimitiveType.BOOLEAN, value.mayFail());
        this.value = value;
        this.low = low;
        this.high = high;
        this.inside = inside;
    }

    static Node of(Comparison.Operator operator, Node value, float constant) {
        float least = Float.NEGATIVE_INFINITY;
        float most = Float.POSITIVE_INFINITY;
        if (Float.isNaN(constant)) {
            return switch (operator) {
                case EQ, EQ_NULL_SAFE, GE -> new FloatRangeNode(value, least, most, false);
                case NE, LT -> new FloatRangeNode(value, least, most, true);
                case LE -> new FloatRangeNode(value, most, least, false);
                case GT -> new FloatRangeNode(value, most, least, true);
            };
        }
        boolean lowest = constant == least;
        float below = Math.nextDown(constant);
        return switch (operator) {
            case EQ, EQ_NULL_SAFE -> new FloatRangeNode(value, constant, constant, true);
            case NE -> new FloatRangeNode(value, constant, constant, false);
            case LE -> new FloatRangeNode(value, least, constant, true);
            case GT -> new FloatRangeNode(value, least, constant, false);
            case LT -> new FloatRangeNode(value, lowest ? most : least, below, true);
            case GE -> new FloatRangeNode(value, lowest ? most : least, below, false);
        };
    }

    @Override
    ColumnVector evaluate(Input input) {
        FloatVector vector = (FloatVector) value.evaluate(input);
        int count = input.count();
        float[] values = vector.values();
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
        FloatVector vector = (FloatVector) value.evaluate(input);
        float[] values = vector.values();
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
