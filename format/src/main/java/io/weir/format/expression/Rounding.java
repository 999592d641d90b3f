package io.weir.format.expression;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;

/** Result types of the roundings. Pure. */
final class Rounding {
    private Rounding() {}

    /** Of ROUND: the same type, a decimal with no more digits behind the point than asked for. */
    static DataType type(DataType type, int digits) {
        if (!(type instanceof DecimalType decimal)) {
            return type;
        }
        int scale = Math.max(0, Math.min(decimal.scale(), digits));
        int integerDigits = decimal.precision() - decimal.scale() + 1; // 9.9 rounds to 10
        return new DecimalType(Math.min(Types.MAX_PRECISION, integerDigits + scale), scale);
    }

    /** Of FLOOR and CEIL: a decimal without a fraction, a long, or an integral type as it is. */
    static DataType wholeType(DataType type) {
        if (type instanceof DecimalType decimal) {
            int digits = decimal.precision() - decimal.scale() + (decimal.scale() == 0 ? 0 : 1);
            return new DecimalType(Math.min(Types.MAX_PRECISION, digits), 0);
        }
        return Types.isIntegral(type) ? type : PrimitiveType.LONG;
    }
}
