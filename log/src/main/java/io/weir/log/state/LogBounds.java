package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the statistics of a log are worth as bounds: where a writer is known to have written more than it knew, a bound is moved
 * outwards to what is certain. Pure functions.
 *
 * <ul>
 *   <li>Decimals may have gone through a double.
 *   <li>A double may have been written as the shortest text of a float, when the column was one.
 *   <li>A replacement character stands for bytes that are no UTF-8, for half a character that was cut, or, at the end, for
 *       whatever follows in the order of UTF-16.
 * </ul>
 */
final class LogBounds {
    /** So many decimal digits are the same in a double. */
    private static final int DIGITS_OF_DOUBLE = 15;
    /** A number that went through a double, and was rounded on the way in and out, is not further away than this part of it. */
    private static final int ROUNDING_BITS = 50;

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};
    /** Behind everything that UTF-8 has. */
    private static final byte[] LAST = {(byte) 0xff};

    private LogBounds() {}

    /** @param given minima or maxima of a column, in its type */
    static ColumnVector certain(StructField column, ColumnVector given, boolean isMin) {
        if (given.type() instanceof DecimalType decimal) {
            return decimal.precision() <= DIGITS_OF_DOUBLE ? given : roundedOut(decimal, given, isMin);
        }
        if (given instanceof DoubleVector doubles && TypeChanges.wasFloat(column)) {
            return ofFloats(doubles, isMin);
        }
        return given.type() == PrimitiveType.STRING ? ofTexts((BytesVector) given, isMin) : given;
    }

    private static ColumnVector roundedOut(DecimalType type, ColumnVector given, boolean isMin) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        return given instanceof LongVector longs
                ? roundedOut(longs, most.longValueExact(), isMin)
                : roundedOut((Int128Vector) given, isMin ? most.negate() : most, isMin);
    }

    private static LongVector roundedOut(LongVector given, long most, boolean isMin) {
        long[] bounds = new long[given.length()];
        for (int i = 0; i < bounds.length; i++) {
            long value = given.value(i);
            long error = Math.abs(value) >>> ROUNDING_BITS;
            bounds[i] = isMin ? Math.max(value - error, -most) : Math.min(value + error, most);
        }
        return new LongVector(given.type(), bounds.length, bounds, given.nulls());
    }

    /** @param most what no value of the type is beyond */
    private static Int128Vector roundedOut(Int128Vector given, BigInteger most, boolean isMin) {
        long mostHigh = most.shiftRight(Long.SIZE).longValue();
        long mostLow = most.longValue();
        long[] highs = new long[given.length()];
        long[] lows = new long[given.length()];
        for (int i = 0; i < highs.length; i++) {
            long high = given.high(i);
            long low = given.low(i);
            // the number without its sign, but for one; then its error, to be added or taken away
            long absHigh = high < 0 ? ~high : high;
            long absLow = high < 0 ? ~low : low;
            long errorLow = absLow >>> ROUNDING_BITS | absHigh << Long.SIZE - ROUNDING_BITS;
            long errorHigh = absHigh >>> ROUNDING_BITS;
            lows[i] = isMin ? low - errorLow : low + errorLow;
            int carry = (isMin ? Long.compareUnsigned(low, errorLow) : Long.compareUnsigned(lows[i], low)) < 0 ? 1 : 0;
            highs[i] = isMin ? high - errorHigh - carry : high + errorHigh + carry;
            int beyond =
                    highs[i] == mostHigh ? Long.compareUnsigned(lows[i], mostLow) : Long.compare(highs[i], mostHigh);
            if (isMin ? beyond < 0 : beyond > 0) {
                highs[i] = mostHigh;
                lows[i] = mostLow;
            }
        }
        return new Int128Vector(given.type(), highs.length, highs, lows, given.nulls());
    }

    private static DoubleVector ofFloats(DoubleVector given, boolean isMin) {
        double[] bounds = new double[given.length()];
        for (int i = 0; i < bounds.length; i++) {
            double value = given.value(i);
            float nearest = (float) value;
            bounds[i] = isMin ? Math.min(value, Math.nextDown(nearest)) : Math.max(value, Math.nextUp(nearest));
        }
        return new DoubleVector(given.type(), bounds.length, bounds, given.nulls());
    }

    private static BytesVector ofTexts(BytesVector given, boolean isMin) {
        if (replacement(given.data(), 0, given.data().length) < 0) {
            return given;
        }
        ColumnBuilder bounds = ColumnBuilder.of(given.type());
        for (int row = 0; row < given.length(); row++) {
            byte @Nullable [] bound = given.isNull(row) ? null : ofText(given.bytes(row), isMin);
            if (bound == null) {
                bounds.appendNull();
            } else {
                bounds.appendBytes(bound, 0, bound.length);
            }
        }
        return (BytesVector) bounds.build();
    }

    private static byte[] ofText(byte[] text, boolean isMin) {
        int end = replacement(text, 0, text.length);
        if (end < 0) {
            return text;
        }
        if (isMin) {
            return Arrays.copyOf(text, end);
        }
        if (end > 0 && text[end - 1] == '?') {
            end--; // half a character too, where a text was cut by the length in UTF-16
        }
        byte[] bound = Arrays.copyOf(text, end + LAST.length);
        System.arraycopy(LAST, 0, bound, end, LAST.length);
        return bound;
    }

    /** Where the first replacement character is; -1 if there is none. */
    private static int replacement(byte[] text, int from, int to) {
        for (int i = from; i + REPLACEMENT.length <= to; i++) {
            if (text[i] == REPLACEMENT[0] && text[i + 1] == REPLACEMENT[1] && text[i + 2] == REPLACEMENT[2]) {
                return i;
            }
        }
        return -1;
    }

    /** How many rows, where that is a number of rows. */
    static LongVector counts(LongVector given, @Nullable LongVector most) {
        boolean[] nulls = new boolean[given.length()];
        boolean any = false;
        for (int i = 0; i < nulls.length; i++) {
            boolean tooMany = most != null && !most.isNull(i) && given.value(i) > most.value(i);
            nulls[i] = given.isNull(i) || given.value(i) < 0 || tooMany;
            any |= nulls[i];
        }
        return new LongVector(given.type(), nulls.length, given.values(), any ? nulls : null);
    }
}
