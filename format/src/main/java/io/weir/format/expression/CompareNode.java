package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Two vectors of one type compared; decimals may differ in scale. */
final class CompareNode extends Node {
    private final Comparison.Operator operator;
    private final Node left;
    private final Node right;

    CompareNode(Comparison.Operator operator, Node left, Node right) {
        super(PrimitiveType.BOOLEAN, anyMayFail(left, right));
        this.operator = operator;
        this.left = left;
        this.right = right;
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector a = left.evaluate(input);
        ColumnVector b = right.evaluate(input);
        int count = input.count();
        byte[] order = new byte[count];
        order(a, b, count, order);
        boolean[] result = new boolean[count];
        for (int i = 0; i < count; i++) {
            result[i] = holds(order[i]);
        }
        boolean @Nullable [] nulls = Nulls.either(a, b);
        if (operator != Comparison.Operator.EQ_NULL_SAFE) {
            return new BooleanVector(PrimitiveType.BOOLEAN, count, result, nulls);
        }
        if (nulls != null) {
            for (int i = 0; i < count; i++) {
                if (nulls[i]) {
                    result[i] = a.isNull(i) && b.isNull(i);
                }
            }
        }
        return new BooleanVector(PrimitiveType.BOOLEAN, count, result, null);
    }

    private boolean holds(byte order) {
        return switch (operator) {
            case EQ, EQ_NULL_SAFE -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }

    /** -1, 0 or 1 for each row, whatever for rows with a null. */
    static void order(ColumnVector a, ColumnVector b, int count, byte[] order) {
        if (a.type() instanceof DecimalType && !a.type().equals(b.type())) {
            Decimals x = Decimals.of(a);
            Decimals y = Decimals.of(b);
            for (int i = 0; i < count; i++) {
                order[i] = a.isNull(i) || b.isNull(i) ? 0 : (byte) x.value(i).compareTo(y.value(i));
            }
        } else if (a instanceof LongVector x) {
            long[] xs = x.values();
            long[] ys = ((LongVector) b).values();
            for (int i = 0; i < count; i++) {
                order[i] = (byte) Long.compare(xs[i], ys[i]);
            }
        } else if (a instanceof IntVector x) {
            int[] xs = x.values();
            int[] ys = ((IntVector) b).values();
            for (int i = 0; i < count; i++) {
                order[i] = (byte) Integer.compare(xs[i], ys[i]);
            }
        } else if (a instanceof DoubleVector x) {
            double[] xs = x.values();
            double[] ys = ((DoubleVector) b).values();
            for (int i = 0; i < count; i++) {
                order[i] = (byte) compare(xs[i], ys[i]);
            }
        } else if (a instanceof FloatVector x) {
            float[] xs = x.values();
            float[] ys = ((FloatVector) b).values();
            for (int i = 0; i < count; i++) {
                order[i] = (byte) compare(xs[i], ys[i]);
            }
        } else if (a instanceof BytesVector x) {
            BytesVector y = (BytesVector) b;
            for (int i = 0; i < count; i++) {
                // an id at a null row may point nowhere
                order[i] = a.isNull(i) || b.isNull(i)
                        ? 0
                        : (byte) Integer.signum(
                                Arrays.compareUnsigned(x.data(), x.start(i), x.end(i), y.data(), y.start(i), y.end(i)));
            }
        } else if (a instanceof BooleanVector x) {
            BooleanVector y = (BooleanVector) b;
            for (int i = 0; i < count; i++) {
                order[i] = (byte) Boolean.compare(x.value(i), y.value(i));
            }
        } else {
            Int128Vector x = (Int128Vector) a;
            Int128Vector y = (Int128Vector) b;
            for (int i = 0; i < count; i++) {
                int high = Long.compare(x.high(i), y.high(i));
                order[i] = (byte) (high != 0 ? high : Long.compareUnsigned(x.low(i), y.low(i)));
            }
        }
    }

    /** NaN is equal to itself and greater than every number; zeros are equal. */
    static int compare(double a, double b) {
        if (a < b) {
            return -1;
        }
        if (a > b) {
            return 1;
        }
        return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
}
