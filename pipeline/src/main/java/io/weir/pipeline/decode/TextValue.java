package io.weir.pipeline.decode;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Appends one value given as text, as a CSV cell or the key of a JSON object is. One thread at a time.
 *
 * <p>Spaces around anything but a string do not matter. Booleans are {@code true} and {@code false} in any case; numbers are JSON's,
 * with a leading plus or zeros allowed, and {@code NaN}, {@code Infinity}, {@code -Infinity} for floats and doubles; binary is Base64; dates
 * and times as in {@link TemporalText}.
 */
final class TextValue {
    private final TemporalText temporal = new TemporalText();
    private final NumberText number = new NumberText();

    /** False if the text is not a value of the column's type; nothing is appended then. */
    boolean append(ColumnBuilder builder, byte[] text, int from, int to) {
        DataType type = builder.type();
        if (type == PrimitiveType.STRING) {
            if (!Utf8.isValid(text, from, to)) {
                return false;
            }
            builder.appendBytes(text, from, to - from);
            return true;
        }
        int start = from;
        int end = to;
        while (start < end && text[start] == ' ') {
            start++;
        }
        while (start < end && text[end - 1] == ' ') {
            end--;
        }
        if (type instanceof DecimalType decimal) {
            return appendDecimal(builder, decimal, text, start, end);
        }
        return type instanceof PrimitiveType primitive && appendPrimitive(builder, primitive, text, start, end);
    }

    private boolean appendPrimitive(ColumnBuilder builder, PrimitiveType type, byte[] text, int start, int end) {
        switch (type) {
            case VOID -> {
                return false;
            }
            case BOOLEAN -> {
                String word = ascii(text, start, end).toLowerCase(Locale.ROOT);
                if (!word.equals("true") && !word.equals("false")) {
                    return false;
                }
                builder.appendBoolean(word.equals("true"));
            }
            case BYTE, SHORT, INTEGER, LONG -> {
                return appendInteger(builder, type, text, start, end);
            }
            case FLOAT, DOUBLE -> {
                return appendFloating(builder, type, text, start, end);
            }
            case DATE -> {
                int day = temporal.day(text, start, end);
                if (day == TemporalText.NO_DATE) {
                    return false;
                }
                builder.appendInt(day);
            }
            case TIMESTAMP, TIMESTAMP_NTZ -> {
                long micros = temporal.micros(text, start, end, type == PrimitiveType.TIMESTAMP);
                if (micros == TemporalText.NO_TIME) {
                    return false;
                }
                builder.appendLong(micros);
            }
            case BINARY -> {
                try {
                    byte[] bytes = Base64.getDecoder().decode(ascii(text, start, end));
                    builder.appendBytes(bytes, 0, bytes.length);
                } catch (IllegalArgumentException notBase64) {
                    return false;
                }
            }
            case STRING -> throw new IllegalStateException("Strings are appended as they are");
        }
        return true;
    }

    private boolean appendInteger(ColumnBuilder builder, PrimitiveType type, byte[] text, int start, int end) {
        long value;
        if (start < end && number.read(text, start, end) == end && number.isShortInteger()) {
            value = number.longValue();
        } else {
            try {
                value = Long.parseLong(ascii(text, start, end));
            } catch (NumberFormatException notALong) {
                return false;
            }
        }
        if (type == PrimitiveType.LONG) {
            builder.appendLong(value);
            return true;
        }
        long narrowed =
                type == PrimitiveType.BYTE ? (byte) value : type == PrimitiveType.SHORT ? (short) value : (int) value;
        if (narrowed != value) {
            return false;
        }
        builder.appendInt((int) value);
        return true;
    }

    private boolean appendFloating(ColumnBuilder builder, PrimitiveType type, byte[] text, int start, int end) {
        if (type == PrimitiveType.DOUBLE && start < end && number.read(text, start, end) == end) {
            double value = number.doubleValue(text);
            if (Double.isInfinite(value)) {
                return false;
            }
            builder.appendDouble(value);
            return true;
        }
        String word = ascii(text, start, end);
        double value;
        if (word.equals("NaN")) {
            value = Double.NaN;
        } else if (word.equals("Infinity") || word.equals("-Infinity")) {
            value = word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        } else {
            if (!isPlainNumber(word)) {
                return false;
            }
            try {
                value = type == PrimitiveType.DOUBLE ? Double.parseDouble(word) : Float.parseFloat(word);
            } catch (NumberFormatException notANumber) {
                return false;
            }
            if (Double.isInfinite(value)) {
                return false;
            }
        }
        if (type == PrimitiveType.DOUBLE) {
            builder.appendDouble(value);
        } else {
            builder.appendFloat((float) value);
        }
        return true;
    }

    /** Java also reads hexadecimal numbers and suffixes such as {@code 1f}; nobody else does. */
    private static boolean isPlainNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private boolean appendDecimal(ColumnBuilder builder, DecimalType type, byte[] text, int start, int end) {
        if (start < end
                && number.read(text, start, end) == end
                && type.fitsLong()
                && number.fits(type.precision(), type.scale())) {
            builder.appendLong(number.unscaled(type.scale()));
            return true;
        }
        return appendDecimal(builder, type, ascii(text, start, end));
    }

    /** False if the text is not a number or has more digits than the type. */
    static boolean appendDecimal(ColumnBuilder builder, DecimalType type, String text) {
        try {
            Values.appendDecimal(builder, type, new BigDecimal(text));
            return true;
        } catch (IllegalArgumentException notADecimal) { // NumberFormatException is one
            return false;
        }
    }

    private static String ascii(byte[] text, int start, int end) {
        return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
