package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Minus, absolute value and the roundings. */
final class NumberNode extends Node {
    private final Function function;
    private final Node value;
    private final int digits;
    private final String text;

    NumberNode(Call written, DataType type, Node value, int digits) {
        super(type, value.mayFail() || !Types.isFloating(type));
        this.function = written.function();
        this.value = value;
        this.digits = digits;
        this.text = written.toString();
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector vector = value.evaluate(input);
        if (vector.type() instanceof DecimalType) {
            return decimals(input, Decimals.of(vector), (DecimalType) type());
        }
        if (vector instanceof DoubleVector || vector instanceof FloatVector) {
            return type() == PrimitiveType.LONG ? wholes(input, vector) : floats(vector);
        }
        return integers(input, vector);
    }

    private ColumnVector integers(Input input, ColumnVector vector) {
        ColumnBuilder builder = ColumnBuilder.of(type());
        long max = type() == PrimitiveType.LONG
                ? Long.MAX_VALUE
                : type() == PrimitiveType.INTEGER
                        ? Integer.MAX_VALUE
                        : type() == PrimitiveType.SHORT ? Short.MAX_VALUE : Byte.MAX_VALUE;
        for (int i = 0; i < input.count(); i++) {
            if (vector.isNull(i)) {
                builder.appendNull();
                continue;
            }
            long x = vector instanceof LongVector v ? v.value(i) : ((IntVector) vector).value(i);
            boolean least = x == -max - 1;
            long result;
            if (function == Function.ROUND) {
                result = digits >= 0 ? x : roundWhole(input, i, x, max);
            } else {
                if (least) {
                    throw overflow(input, i);
                }
                result = function == Function.ABS ? Math.abs(x) : -x;
            }
            if (type() == PrimitiveType.LONG) {
                builder.appendLong(result);
            } else {
                builder.appendInt((int) result);
            }
        }
        return builder.build();
    }

    private long roundWhole(Input input, int row, long x, long max) {
        BigDecimal rounded = BigDecimal.valueOf(x).setScale(digits, RoundingMode.HALF_UP);
        if (rounded.abs().compareTo(BigDecimal.valueOf(max)) > 0) {
            throw overflow(input, row);
        }
        return rounded.longValueExact();
    }

    private ColumnVector floats(ColumnVector vector) {
        int count = vector.length();
        if (vector instanceof DoubleVector doubles) {
            double[] result = new double[count];
            for (int i = 0; i < count; i++) {
                double x = doubles.value(i);
                result[i] = function == Function.ROUND ? round(x) : function == Function.ABS ? Math.abs(x) : -x;
            }
            return new DoubleVector(type(), count, result, vector.nulls());
        }
        FloatVector floats = (FloatVector) vector;
        float[] result = new float[count];
        for (int i = 0; i < count; i++) {
            float x = floats.value(i);
            result[i] = function == Function.ROUND ? roundFloat(x) : function == Function.ABS ? Math.abs(x) : -x;
        }
        return new FloatVector(type(), count, result, vector.nulls());
    }

    /** Rounds what the number reads as, so that 2.675 to two digits is 2.68 although the double lies below. */
    private double round(double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        return BigDecimal.valueOf(x).setScale(digits, RoundingMode.HALF_UP).doubleValue();
    }

    private float roundFloat(float x) {
        if (Float.isNaN(x) || Float.isInfinite(x)) {
            return x;
        }
        return new BigDecimal(Float.toString(x))
                .setScale(digits, RoundingMode.HALF_UP)
                .floatValue();
    }

    private ColumnVector wholes(Input input, ColumnVector vector) {
        long[] result = new long[input.count()];
        for (int i = 0; i < result.length; i++) {
            if (vector.isNull(i)) {
                continue;
            }
            double x = vector instanceof DoubleVector v ? v.value(i) : ((FloatVector) vector).value(i);
            double whole = function == Function.FLOOR ? Math.floor(x) : Math.ceil(x);
            if (!(whole < 0x1p63 && whole >= -0x1p63)) {
                throw overflow(input, i);
            }
            result[i] = (long) whole;
        }
        return new LongVector(type(), result.length, result, vector.nulls());
    }

    private ColumnVector decimals(Input input, Decimals numbers, DecimalType type) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int i = 0; i < input.count(); i++) {
            if (numbers.vector().isNull(i)) {
                builder.appendNull();
            } else if (!Decimals.append(
                    builder, type, decimal(numbers.value(i), type).unscaledValue())) {
                throw overflow(input, i);
            }
        }
        return builder.build();
    }

    private BigDecimal decimal(BigDecimal x, DecimalType type) {
        return switch (function) {
            case ABS -> x.abs();
            case NEGATE -> x.negate();
            case FLOOR -> x.setScale(0, RoundingMode.FLOOR);
            case CEIL -> x.setScale(0, RoundingMode.CEILING);
            default ->
                x.setScale(Math.min(digits, x.scale()), RoundingMode.HALF_UP).setScale(type.scale());
        };
    }

    private EvaluationException overflow(Input input, int row) {
        int batchRow = input.batchRow(row);
        return new EvaluationException(
                "Arithmetic overflow {expression=" + text + ", row=" + batchRow + ", type=" + type().sql() + "}",
                batchRow);
    }
}
