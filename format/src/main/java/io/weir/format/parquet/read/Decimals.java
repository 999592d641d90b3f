package io.weir.format.parquet.read;

import io.weir.format.type.DecimalType;
import org.jspecify.annotations.Nullable;

/** Decimals of all physical types, brought to the scale asked for. */
final class Decimals {
    private static final int MAX_LONG_POWER = 18;
    private static final int INT32_DIGITS = 10;
    private static final int INT64_DIGITS = 20;

    private Decimals() {}

    /** A buffer for a leaf's values, or null if it holds no decimals or integers, or more digits behind the point. */
    static @Nullable ValueBuffer buffer(FileNode leaf, DecimalType type) {
        Annotation annotation = leaf.annotation();
        boolean isDecimal = annotation.is(Annotation.Kind.DECIMAL);
        boolean isNumber = annotation.is(Annotation.Kind.NONE) || annotation.is(Annotation.Kind.INTEGER);
        int power = type.scale() - (isDecimal ? annotation.second() : 0);
        if (power < 0 || !fits(leaf, type)) {
            return null;
        }
        return switch (leaf.physical()) {
            case INT32, INT64 -> {
                if (!isDecimal && !isNumber) {
                    yield null;
                }
                yield type.fitsLong()
                        ? LongBuffer.integers(leaf, type, powerOfTen(power))
                        : new Int128Buffer(type, leaf, power);
            }
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> {
                if (!isDecimal) {
                    yield null;
                }
                yield type.fitsLong()
                        ? LongBuffer.decimals(type, powerOfTen(power))
                        : new Int128Buffer(type, leaf, power);
            }
            default -> null;
        };
    }

    /**
     * Has the type as many digits before the point as the file's? A number that is no decimal is only one where it was widened; with
     * fewer digits nobody knows where its point is. (PROTOCOL.md, "Type Widening")
     */
    private static boolean fits(FileNode leaf, DecimalType type) {
        int digits = type.precision() - type.scale();
        Annotation annotation = leaf.annotation();
        if (annotation.is(Annotation.Kind.DECIMAL)) {
            return annotation.first() - annotation.second() <= digits;
        }
        return digits >= (leaf.physical() == PhysicalType.INT64 ? INT64_DIGITS : INT32_DIGITS);
    }

    /** @param power at most 18, since a decimal that fits a long has no more digits */
    static long powerOfTen(int power) {
        long result = 1;
        for (int i = 0; i < Math.min(power, MAX_LONG_POWER); i++) {
            result *= 10;
        }
        return result;
    }
}
