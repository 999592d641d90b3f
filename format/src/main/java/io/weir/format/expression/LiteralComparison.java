package io.weir.format.expression;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of a number with a constant of another numeric type, said in the number's own type: the column need not be cast
 * row by row, and its statistics can be used as they are. {@code delay > 60.5} on integers is {@code delay > 60}.
 */
final class LiteralComparison {
    /** Integers below are the same as a long and as a double, and no other long rounds to one of them. */
    private static final BigDecimal EXACT_DOUBLE_LIMIT = BigDecimal.valueOf(1L << 53);

    private LiteralComparison() {}

    /** The comparison in the value's type, or null if it cannot be said there. */
    static @Nullable Expression simplify(
            Comparison.Operator operator, Expression value, DataType type, Literal constant) {
        @Nullable DataType constantType = constant.type();
        if (constantType == null
                || constantType.equals(type)
                || !Types.isNumeric(constantType)
                || constant.value() == null) {
            return null;
        }
        @Nullable Literal exact = exactly(constant, type);
        if (exact != null) {
            return new Comparison(operator, value, exact);
        }
        @Nullable BigDecimal number = number(constant);
        if (number == null
                || !hasScale(type)
                || operator == Comparison.Operator.EQ
                || operator == Comparison.Operator.NE
                || operator == Comparison.Operator.EQ_NULL_SAFE) {
            return null;
        }
        if (constant.value() instanceof Double && number.abs().compareTo(EXACT_DOUBLE_LIMIT) >= 0) {
            return null;
        }
        BigDecimal below = number.setScale(scale(type), RoundingMode.FLOOR);
        @Nullable Literal floor = number.compareTo(below) == 0 ? null : decimalAs(below, type);
        if (floor == null) {
            return null;
        }
        // the constant lies strictly between floor and the next value, so that neither side can be equal to it
        boolean greater = operator == Comparison.Operator.GT || operator == Comparison.Operator.GE;
        return new Comparison(greater ? Comparison.Operator.GT : Comparison.Operator.LE, value, floor);
    }

    /** A constant of exactly the same value in another numeric type, or null. */
    static @Nullable Literal exactly(Literal constant, DataType type) {
        if (type.equals(constant.type())) {
            return constant;
        }
        if (constant.value() == null || constant.type() == null || !Types.isNumeric(constant.type())) {
            return null;
        }
        if (type == PrimitiveType.DOUBLE && !(constant.value() instanceof BigDecimal)) {
            double number = ((Number) constant.value()).doubleValue();
            return Literal.of(number); // the cast that a comparison with a double implies anyway
        }
        if (type == PrimitiveType.DOUBLE) {
            return Literal.of(((BigDecimal) constant.value()).doubleValue());
        }
        if (type == PrimitiveType.FLOAT) {
            double number = ((Number) constant.value()).doubleValue();
            boolean same = Double.isNaN(number) || (float) number == number;
            return same && !(constant.value() instanceof Long) ? Literal.of((float) number) : null;
        }
        @Nullable BigDecimal number = number(constant);
        if (number == null || !hasScale(type)) {
            return null;
        }
        if (constant.value() instanceof Double && number.abs().compareTo(EXACT_DOUBLE_LIMIT) >= 0) {
            return null;
        }
        return decimalAs(number, type);
    }

    private static boolean hasScale(DataType type) {
        return Types.isIntegral(type) || type instanceof DecimalType;
    }

    private static int scale(DataType type) {
        return type instanceof DecimalType decimal ? decimal.scale() : 0;
    }

    private static @Nullable BigDecimal number(Literal constant) {
        Object value = constant.value();
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Float || value instanceof Double) {
            double number = ((Number) value).doubleValue();
            return Double.isNaN(number) || Double.isInfinite(number) ? null : new BigDecimal(number);
        }
        return value instanceof Number number ? BigDecimal.valueOf(number.longValue()) : null;
    }

    private static @Nullable Literal decimalAs(BigDecimal number, DataType type) {
        try {
            if (type instanceof DecimalType decimal) {
                BigDecimal scaled = number.setScale(decimal.scale());
                return scaled.precision() > decimal.precision() ? null : Literal.typed(scaled, type);
            }
            if (type == PrimitiveType.LONG) {
                return Literal.of(number.longValueExact());
            }
            if (type == PrimitiveType.INTEGER) {
                return Literal.of(number.intValueExact());
            }
            return type == PrimitiveType.SHORT
                    ? Literal.of(number.shortValueExact())
                    : Literal.of(number.byteValueExact());
        } catch (ArithmeticException e) {
            return null; // not in this type
        }
    }
}
