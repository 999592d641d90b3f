package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DecimalType;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A decimal column as numbers, whichever vector holds it; for what has no faster way. */
record Decimals(ColumnVector vector, int scale) {
    static Decimals of(ColumnVector vector) {
        return new Decimals(vector, ((DecimalType) vector.type()).scale());
    }

    BigDecimal value(int row) {
        if (vector instanceof LongVector longs) {
            return BigDecimal.valueOf(longs.value(row), scale);
        }
        return new BigDecimal(((Int128Vector) vector).unscaled(row), scale);
    }

    /** Appends an unscaled value; false if it has too many digits, and then nothing is appended. */
    static boolean append(ColumnBuilder builder, DecimalType type, BigInteger unscaled) {
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            return false;
        }
        if (type.fitsLong()) {
            builder.appendLong(unscaled.longValue());
        } else {
            builder.appendInt128(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
        return true;
    }

    /** The greatest unscaled value of a type that fits a long. */
    static long maxUnscaled(DecimalType type) {
        return power(type.precision()) - 1;
    }

    /** A power of ten, up to 10^18. */
    static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
