package io.weir.format.text;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that values are printed into as UTF-8 without making objects of them. One thread at a time. */
public final class Utf8Buffer {
    private static final int INITIAL_SIZE = 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGIT_PAIRS = digitPairs();
    private static final byte[] MIN_LONG = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_LONG_DIGITS = 20;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private byte[] data = new byte[INITIAL_SIZE];
    private int size;

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /** The bytes; the first {@link #size()} count. Valid until the next append. */
    public byte[] data() {
        return data;
    }

    public int size() {
        return size;
    }

    /** Forgets everything from position {@code newSize} on. */
    public void truncate(int newSize) {
        size = java.util.Objects.checkIndex(newSize, size + 1);
    }

    public void clear() {
        size = 0;
    }

    /** Writes everything to a stream and forgets it. */
    public void drainTo(OutputStream out) throws IOException {
        out.write(data, 0, size);
        size = 0;
    }

    /** Makes room for so many more bytes. */
    void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, data.length * 2L)));
        }
    }

    public Utf8Buffer append(char ascii) {
        if (size == data.length) {
            reserve(1);
        }
        data[size++] = (byte) ascii;
        return this;
    }

    public Utf8Buffer append(byte[] source, int start, int end) {
        int count = end - start;
        reserve(count);
        System.arraycopy(source, start, data, size, count);
        size += count;
        return this;
    }

    public Utf8Buffer append(byte[] source) {
        return append(source, 0, source.length);
    }

    /** Appends text of ASCII characters only. */
    @SuppressWarnings("deprecation") // the one way to copy Latin-1 without an array between
    public Utf8Buffer appendAscii(String text) {
        int count = text.length();
        reserve(count);
        text.getBytes(0, count, data, size);
        size += count;
        return this;
    }

    public Utf8Buffer appendString(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    public Utf8Buffer appendLong(long value) {
        if (value == Long.MIN_VALUE) {
            return append(MIN_LONG);
        }
        reserve(MAX_LONG_DIGITS);
        long rest = value;
        if (rest < 0) {
            data[size++] = '-';
            rest = -rest;
        }
        appendDigits(rest, digits(rest));
        return this;
    }

    /** The value's last {@code count} digits, zeros in front. Room must have been made. */
    private void appendDigits(long value, int count) {
        long rest = value;
        int position = size + count;
        size = position;
        int left = count;
        while (left >= 2) {
            long quotient = rest / 100;
            int pair = (int) (rest - quotient * 100) * 2;
            data[--position] = DIGIT_PAIRS[pair + 1];
            data[--position] = DIGIT_PAIRS[pair];
            rest = quotient;
            left -= 2;
        }
        if (left == 1) {
            data[--position] = (byte) ('0' + rest % 10);
        }
    }

    private static int digits(long value) {
        int count = 1;
        long limit = 10;
        while (count < 19 && value >= limit) {
            limit *= 10;
            count++;
        }
        return count;
    }

    /** A decimal with exactly {@code scale} digits behind the point. */
    public Utf8Buffer appendDecimal(long unscaled, int scale) {
        if (scale == 0) {
            return appendLong(unscaled);
        }
        if (unscaled == Long.MIN_VALUE) {
            return appendAscii(new BigDecimal(BigInteger.valueOf(unscaled), scale).toPlainString());
        }
        reserve(2 * MAX_LONG_DIGITS + 2);
        long rest = unscaled;
        if (rest < 0) {
            data[size++] = '-';
            rest = -rest;
        }
        int count = Math.max(digits(rest), scale + 1);
        appendDigits(rest, count);
        int point = size - scale;
        System.arraycopy(data, point, data, point + 1, scale);
        data[point] = '.';
        size++;
        return this;
    }

    /** A decimal in two longs with exactly {@code scale} digits behind the point. */
    public Utf8Buffer appendDecimal(long high, long low, int scale) {
        if (high == low >> 63) {
            return scale <= MAX_LONG_DIGITS - 2
                    ? appendDecimal(low, scale)
                    : appendAscii(new BigDecimal(BigInteger.valueOf(low), scale).toPlainString());
        }
        BigInteger unscaled = io.weir.format.batch.Int128Vector.unscaled(high, low);
        return appendAscii(new BigDecimal(unscaled, scale).toPlainString());
    }

    /** A date as {@link java.time.LocalDate#toString} has it. */
    public Utf8Buffer appendDate(long epochDay) {
        reserve(32);
        // days from 0000-03-01, in eras of 400 years: the leap day is then the last of its year
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) (shifted - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        if (year < 0) {
            data[size++] = '-';
            year = -year;
        } else if (year > 9999) {
            data[size++] = '+';
        }
        appendDigits(year, Math.max(4, digits(year)));
        data[size++] = '-';
        appendDigits(month, 2);
        data[size++] = '-';
        appendDigits(day, 2);
        return this;
    }

    /** A time as date, separator, {@code hh:mm:ss} and six digits of fraction. */
    public Utf8Buffer appendTimestamp(long micros, char separator) {
        long seconds = Math.floorDiv(micros, (long) MICROS_PER_SECOND);
        int fraction = (int) (micros - seconds * MICROS_PER_SECOND);
        long day = Math.floorDiv(seconds, SECONDS_PER_DAY);
        int secondOfDay = (int) (seconds - day * SECONDS_PER_DAY);
        appendDate(day);
        reserve(32);
        data[size++] = (byte) separator;
        appendDigits(secondOfDay / 3600, 2);
        data[size++] = ':';
        appendDigits(secondOfDay / 60 % 60, 2);
        data[size++] = ':';
        appendDigits(secondOfDay % 60, 2);
        data[size++] = '.';
        appendDigits(fraction, 6);
        return this;
    }

    /** The same without zeros at the end of the fraction, and without a point if nothing is left of it. */
    public Utf8Buffer appendShortTimestamp(long micros, char separator) {
        appendTimestamp(micros, separator);
        while (data[size - 1] == '0') {
            size--;
            if (data[size - 1] == '.') {
                size--;
                break;
            }
        }
        return this;
    }

    public Utf8Buffer appendHex(byte[] source, int start, int end) {
        reserve(Math.multiplyExact(2, end - start));
        for (int i = start; i < end; i++) {
            data[size++] = HEX[source[i] >> 4 & 15];
            data[size++] = HEX[source[i] & 15];
        }
        return this;
    }

    /** A double as {@link Double#toHexString} has it. */
    Utf8Buffer appendHexDouble(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return appendAscii(Double.toString(value));
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >> 52 & 0x7FF);
        return appendHexFraction(
                bits < 0, exponent != 0, bits & (1L << 52) - 1, exponent == 0 ? -1022 : exponent - 1023);
    }

    /** A float as {@link Float#toHexString} has it. */
    Utf8Buffer appendHexFloat(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return appendAscii(Float.toString(value));
        }
        int bits = Float.floatToRawIntBits(value);
        int exponent = bits >> 23 & 0xFF;
        long fraction = (bits & (1L << 23) - 1) << 52 - 23;
        return appendHexFraction(bits < 0, exponent != 0, fraction, exponent == 0 ? -126 : exponent - 127);
    }

    /** @param fraction 52 bits behind the point */
    private Utf8Buffer appendHexFraction(boolean negative, boolean normal, long fraction, int exponent) {
        if (negative) {
            append('-');
        }
        appendAscii(normal ? "0x1." : "0x0.");
        long rest = fraction << 12;
        do {
            append((char) HEX[(int) (rest >>> 60)]);
            rest <<= 4;
        } while (rest != 0);
        boolean zero = !normal && fraction == 0;
        return append('p').appendLong(zero ? 0 : exponent);
    }

    /** Takes the quotes away around what was appended since position {@code start}. */
    void unquote(int start) {
        System.arraycopy(data, start + 1, data, start, size - start - 2);
        size -= 2;
    }

    /** The bytes so far as a string. */
    @Override
    public String toString() {
        return new String(data, 0, size, StandardCharsets.UTF_8);
    }
}
