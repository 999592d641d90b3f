package io.weir.format.expression;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Which types go together and what comes out of it. Pure. */
final class Types {
    static final int MAX_PRECISION = 38;
    private static final int MIN_DIVISION_SCALE = 6;

    private Types() {}

    static boolean isIntegral(DataType type) {
        return type == PrimitiveType.BYTE
                || type == PrimitiveType.SHORT
                || type == PrimitiveType.INTEGER
                || type == PrimitiveType.LONG;
    }

    static boolean isFloating(DataType type) {
        return type == PrimitiveType.FLOAT || type == PrimitiveType.DOUBLE;
    }

    static boolean isNumeric(DataType type) {
        return isIntegral(type) || isFloating(type) || type instanceof DecimalType;
    }

    static boolean isTemporal(DataType type) {
        return type == PrimitiveType.DATE || isTimestamp(type);
    }

    static boolean isTimestamp(DataType type) {
        return type == PrimitiveType.TIMESTAMP || type == PrimitiveType.TIMESTAMP_NTZ;
    }

    /** The type that values of both go into without losing anything but digits of a double; null if there is none. */
    static @Nullable DataType common(DataType a, DataType b) {
        if (a.equals(b)) {
            return a;
        }
        if (isNumeric(a) && isNumeric(b)) {
            return commonNumeric(a, b);
        }
        if (isTemporal(a) && isTemporal(b)) {
            return a == PrimitiveType.TIMESTAMP || b == PrimitiveType.TIMESTAMP
                    ? PrimitiveType.TIMESTAMP
                    : PrimitiveType.TIMESTAMP_NTZ;
        }
        return null;
    }

    private static DataType commonNumeric(DataType a, DataType b) {
        if (isFloating(a) || isFloating(b)) {
            return PrimitiveType.DOUBLE;
        }
        if (isIntegral(a) && isIntegral(b)) {
            return decimalFor(a).precision() >= decimalFor(b).precision() ? a : b;
        }
        DecimalType x = decimalFor(a);
        DecimalType y = decimalFor(b);
        int scale = Math.max(x.scale(), y.scale());
        int integerDigits = Math.max(x.precision() - x.scale(), y.precision() - y.scale());
        return bounded(integerDigits + scale, scale);
    }

    /** The decimal type that holds every value of an integral type; a decimal type is its own. */
    static DecimalType decimalFor(DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal;
        }
        if (type == PrimitiveType.BYTE) {
            return new DecimalType(3, 0);
        }
        if (type == PrimitiveType.SHORT) {
            return new DecimalType(5, 0);
        }
        return type == PrimitiveType.INTEGER ? new DecimalType(10, 0) : new DecimalType(20, 0);
    }

    /** What an operator makes of two decimals: exact if 38 digits suffice, else with fewer digits behind the point. */
    static DecimalType result(Arithmetic.Operator operator, DecimalType a, DecimalType b) {
        int integerA = a.precision() - a.scale();
        int integerB = b.precision() - b.scale();
        int scale = Math.max(a.scale(), b.scale());
        return switch (operator) {
            case PLUS, MINUS -> bounded(Math.max(integerA, integerB) + scale + 1, scale);
            case TIMES -> bounded(a.precision() + b.precision() + 1, a.scale() + b.scale());
            case DIVIDE -> {
                int quotientScale = Math.max(MIN_DIVISION_SCALE, a.scale() + b.precision() + 1);
                yield bounded(integerA + b.scale() + quotientScale, quotientScale);
            }
            case MODULO -> bounded(Math.max(1, Math.min(integerA, integerB) + scale), scale);
        };
    }

    static DecimalType bounded(int precision, int scale) {
        if (precision <= MAX_PRECISION) {
            return new DecimalType(precision, scale);
        }
        int integerDigits = precision - scale;
        int keptScale = Math.max(MAX_PRECISION - integerDigits, Math.min(scale, MIN_DIVISION_SCALE));
        return new DecimalType(MAX_PRECISION, keptScale);
    }
}
