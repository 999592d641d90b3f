package io.weir.format.type;

/**
 * A decimal number of at most {@code precision} digits, {@code scale} of them behind the point.
 *
 * @param precision 1 to 38
 * @param scale 0 to {@code precision}
 */
public record DecimalType(int precision, int scale) implements DataType {
    /** The most digits whose unscaled value fits a long. */
    public static final int MAX_LONG_PRECISION = 18;

    public DecimalType {
        if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
            throw new IllegalArgumentException("Not a decimal type {precision=" + precision + ", scale=" + scale + "}");
        }
    }

    /** Does every unscaled value fit a long? Such columns are {@code LongVector}s, others {@code Int128Vector}s. */
    public boolean fitsLong() {
        return precision <= MAX_LONG_PRECISION;
    }

    @Override
    public String sql() {
        return "DECIMAL(" + precision + "," + scale + ")";
    }

    @Override
    public String toString() {
        return sql();
    }
}
