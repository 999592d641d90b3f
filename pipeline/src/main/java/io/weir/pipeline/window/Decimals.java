package io.weir.pipeline.window;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DecimalType;
import java.math.BigInteger;

/** Unscaled decimals on their way into a column. Pure. */
final class Decimals {
    private Decimals() {}

    /** @throws ArithmeticException if it has more digits than the type */
    static void append(ColumnBuilder out, DecimalType type, BigInteger unscaled) {
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
            throw new ArithmeticException(type.sql());
        }
        if (type.fitsLong()) {
            out.appendLong(unscaled.longValue());
        } else {
            out.appendInt128(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
    }
}
