package io.weir.pipeline.decode;

import java.nio.charset.StandardCharsets;

/**
 * One number out of ASCII text: read digit by digit into a mantissa and an exponent, then asked for in the form a column wants. One thread at
 * a time.
 *
 * <p>The grammar is JSON's (no leading zeros, no leading plus, no bare point).
 */
final class NumberText {
    private static final int EXACT_LONG_DIGITS = 18;
    private static final double[] POWERS = new double[23];
    private static final long[] LONG_POWERS = new long[EXACT_LONG_DIGITS + 1];

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++, power *= 10) {
            POWERS[i] = power;
        }
        long longPower = 1;
        for (int i = 0; i < LONG_POWERS.length; i++, longPower *= 10) {
            LONG_POWERS[i] = longPower;
        }
    }

    private boolean negative;
    private long mantissa;
    /** Digits of the mantissa without leading zeros; beyond 18 the mantissa is not kept. */
    private int digits;
    /** The value is mantissa × 10^exponent. */
    private int exponent;

    private boolean integer;
    private int start;
    private int end;

    /** Reads a number from {@code start}; returns where it ends, or -1 if there is none. */
    int read(byte[] text, int from, int limit) {
        int p = from;
        start = from;
        negative = p < limit && text[p] == '-';
        if (negative) {
            p++;
        }
        int firstDigit = p;
        long value = 0;
        int b;
        while (p < limit && (b = text[p] - '0') >= 0 && b <= 9) {
            value = value * 10 + b;
            p++;
        }
        int wholeDigits = p - firstDigit;
        if (wholeDigits == 0 || (wholeDigits > 1 && text[firstDigit] == '0')) {
            return -1;
        }
        digits = text[firstDigit] == '0' ? 0 : wholeDigits;
        exponent = 0;
        integer = true;
        if (p < limit && (text[p] == '.' || (text[p] | 0x20) == 'e')) {
            integer = false;
            if (text[p] == '.') {
                int firstFraction = ++p;
                while (p < limit && (b = text[p] - '0') >= 0 && b <= 9) {
                    value = value * 10 + b;
                    if (digits > 0 || b > 0) {
                        digits++;
                    }
                    p++;
                }
                if (p == firstFraction) {
                    return -1;
                }
                exponent = firstFraction - p;
            }
            if (p < limit && (text[p] | 0x20) == 'e') {
                p = readExponent(text, p + 1, limit);
                if (p < 0) {
                    return -1;
                }
            }
        }
        mantissa = value;
        end = p;
        return p;
    }

    private int readExponent(byte[] text, int from, int limit) {
        int p = from;
        boolean down = p < limit && text[p] == '-';
        if (down || (p < limit && text[p] == '+')) {
            p++;
        }
        int first = p;
        int value = 0;
        for (; p < limit && text[p] >= '0' && text[p] <= '9'; p++) {
            value = Math.min(value * 10 + text[p] - '0', 100_000);
        }
        exponent += down ? -value : value;
        return p == first ? -1 : p;
    }

    /** Was it written without point and exponent, and does it fit a long for certain? */
    boolean isShortInteger() {
        return integer && digits <= EXACT_LONG_DIGITS;
    }

    long longValue() {
        return negative ? -mantissa : mantissa;
    }

    /** The double nearest to the number. */
    double doubleValue(byte[] text) {
        // Exact: both factors are representable, so there is one rounding (Clinger's fast path).
        if (digits <= 15 && exponent >= -22 && exponent <= 22) {
            double magnitude = exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
            return negative ? -magnitude : magnitude;
        }
        return Double.parseDouble(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
    }

    /** Can it be given unscaled at this precision and scale, in a long, without losing a digit? */
    boolean fits(int precision, int scale) {
        int shift = exponent + scale;
        return digits <= EXACT_LONG_DIGITS
                        && shift >= 0
                        && digits + shift <= precision
                        && precision <= EXACT_LONG_DIGITS
                || mantissa == 0 && digits == 0;
    }

    /** The unscaled value at a scale; only after {@link #fits}. */
    long unscaled(int scale) {
        return mantissa == 0 ? 0 : longValue() * LONG_POWERS[exponent + scale];
    }
}
