package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DecimalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic on decimals, exact as far as the result type goes and rounded half up behind it. */
final class DecimalArithmeticNode extends Node {
    private final Arithmetic.Operator operator;
    private final Node left;
    private final Node right;
    private final DecimalType result;
    private final String text;

    DecimalArithmeticNode(Arithmetic written, Node left, Node right, DecimalType result) {
        super(result, true);
        this.operator = written.operator();
        this.left = left;
        this.right = right;
        this.result = result;
        this.text = written.toString();
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector a = left.evaluate(input);
        ColumnVector b = right.evaluate(input);
        boolean exactTimes = operator == Arithmetic.Operator.TIMES
                && result.scale() == scale(a) + scale(b)
                && result.precision() < Types.MAX_PRECISION;
        if (exactTimes && a instanceof LongVector x && b instanceof LongVector y) {
            return times(x, y, Nulls.either(a, b));
        }
        boolean sums = operator == Arithmetic.Operator.PLUS || operator == Arithmetic.Operator.MINUS;
        if (sums && result.fitsLong() && a instanceof LongVector x && b instanceof LongVector y) {
            return sum(x, y, Nulls.either(a, b));
        }
        return compute(input, Decimals.of(a), Decimals.of(b));
    }

    private static int scale(ColumnVector vector) {
        return ((DecimalType) vector.type()).scale();
    }

    /** The digits of both sides together fit the result, so nothing can overflow. */
    private ColumnVector times(LongVector a, LongVector b, boolean @Nullable [] nulls) {
        int count = a.length();
        long[] lows = new long[count];
        for (int i = 0; i < count; i++) {
            lows[i] = a.value(i) * b.value(i);
        }
        if (result.fitsLong()) {
            return new LongVector(result, count, lows, nulls);
        }
        long[] highs = new long[count];
        for (int i = 0; i < count; i++) {
            highs[i] = Math.multiplyHigh(a.value(i), b.value(i));
        }
        return new Int128Vector(result, count, highs, lows, nulls);
    }

    private ColumnVector sum(LongVector a, LongVector b, boolean @Nullable [] nulls) {
        long factorA = Decimals.power(result.scale() - scale(a));
        long factorB = Decimals.power(result.scale() - scale(b));
        if (operator == Arithmetic.Operator.MINUS) {
            factorB = -factorB;
        }
        long[] sums = new long[a.length()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = a.value(i) * factorA + b.value(i) * factorB;
        }
        return new LongVector(result, sums.length, sums, nulls);
    }

    private ColumnVector compute(Input input, Decimals a, Decimals b) {
        ColumnBuilder builder = ColumnBuilder.of(result);
        for (int i = 0; i < input.count(); i++) {
            if (a.vector().isNull(i) || b.vector().isNull(i)) {
                builder.appendNull();
                continue;
            }
            BigDecimal y = b.value(i);
            boolean divides = operator == Arithmetic.Operator.DIVIDE || operator == Arithmetic.Operator.MODULO;
            if (divides && y.signum() == 0) {
                int row = input.batchRow(i);
                throw new EvaluationException("Division by zero {expression=" + text + ", row=" + row + "}", row);
            }
            if (!Decimals.append(builder, result, compute(a.value(i), y).unscaledValue())) {
                int row = input.batchRow(i);
                throw new EvaluationException(
                        "Arithmetic overflow {expression=" + text + ", row=" + row + ", type=" + result + "}", row);
            }
        }
        return builder.build();
    }

    private BigDecimal compute(BigDecimal x, BigDecimal y) {
        int scale = result.scale();
        return switch (operator) {
            case PLUS -> x.add(y).setScale(scale, RoundingMode.HALF_UP);
            case MINUS -> x.subtract(y).setScale(scale, RoundingMode.HALF_UP);
            case TIMES -> x.multiply(y).setScale(scale, RoundingMode.HALF_UP);
            case DIVIDE -> x.divide(y, scale, RoundingMode.HALF_UP);
            case MODULO -> x.remainder(y).setScale(scale, RoundingMode.HALF_UP);
        };
    }
}
