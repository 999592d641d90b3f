package io.weir.format.stats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads single values of statistics. One thread at a time. */
final class ScalarText {
    /** Digits behind the point that are looked at; those beyond a type's scale are zeros or the value is of another type. */
    private static final int MAX_SCALE = 100;

    private byte[] ascii = new byte[64];

    /** Appends the current value if it is one of the builder's type; false if it is not, and nothing was appended. */
    boolean append(JsonParser json, JsonToken token, ColumnBuilder builder) throws IOException {
        DataType type = builder.type();
        try {
            if (type instanceof DecimalType decimal) {
                return appendDecimal(json, token, decimal, builder);
            }
            return switch ((PrimitiveType) type) {
                case LONG -> appendLong(json, token, builder);
                case INTEGER -> appendInt(json, token, builder, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case SHORT -> appendInt(json, token, builder, Short.MIN_VALUE, Short.MAX_VALUE);
                case BYTE -> appendInt(json, token, builder, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case DOUBLE, FLOAT -> appendFloating(json, token, builder);
                case STRING -> appendString(json, token, builder);
                case BOOLEAN -> appendBoolean(token, builder);
                case DATE, TIMESTAMP, TIMESTAMP_NTZ -> appendTime(json, token, (PrimitiveType) type, builder);
                case BINARY, VOID -> false;
            };
        } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
            return false; // out of the type's range: not known
        }
    }

    private static boolean appendLong(JsonParser json, JsonToken token, ColumnBuilder builder) throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return false;
        }
        builder.appendLong(json.getLongValue());
        return true;
    }

    private static boolean appendInt(JsonParser json, JsonToken token, ColumnBuilder builder, int min, int max)
            throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT || json.getNumberType() != JsonParser.NumberType.INT) {
            return false;
        }
        int value = json.getIntValue();
        if (value < min || value > max) {
            return false;
        }
        builder.appendInt(value);
        return true;
    }

    /** Infinities are strings in JSON. A NaN bounds nothing, nor does a number that only looks infinite. */
    private static boolean appendFloating(JsonParser json, JsonToken token, ColumnBuilder builder) throws IOException {
        double value;
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            // a float is rounded once: by way of a double the nearest one can be missed
            value = builder.type() == PrimitiveType.FLOAT ? json.getFloatValue() : json.getDoubleValue();
            if (Double.isInfinite(value)) {
                return false;
            }
        } else if (token == JsonToken.VALUE_STRING) {
            switch (json.getText()) {
                case "Infinity", "+Infinity" -> value = Double.POSITIVE_INFINITY;
                case "-Infinity" -> value = Double.NEGATIVE_INFINITY;
                default -> {
                    return false;
                }
            }
        } else {
            return false;
        }
        if (builder.type() == PrimitiveType.FLOAT) {
            builder.appendFloat((float) value);
        } else {
            builder.appendDouble(value);
        }
        return true;
    }

    private boolean appendString(JsonParser json, JsonToken token, ColumnBuilder builder) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return false;
        }
        char[] chars = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        if (ascii.length < length) {
            ascii = new byte[Math.max(length, 2 * ascii.length)];
        }
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= chars[offset + i];
            ascii[i] = (byte) chars[offset + i];
        }
        if (all < 0x80) {
            builder.appendBytes(ascii, 0, length);
            return true;
        }
        String text = new String(chars, offset, length);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (new String(utf8, StandardCharsets.UTF_8).equals(text)) {
            builder.appendBytes(utf8, 0, utf8.length);
            return true;
        }
        return false; // half a surrogate pair: no writer knows what became of it
    }

    private static boolean appendBoolean(JsonToken token, ColumnBuilder builder) {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            return false;
        }
        builder.appendBoolean(token == JsonToken.VALUE_TRUE);
        return true;
    }

    private static boolean appendDecimal(JsonParser json, JsonToken token, DecimalType type, ColumnBuilder builder)
            throws IOException {
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            return false;
        }
        BigDecimal value = json.getDecimalValue();
        value = value.signum() == 0 ? BigDecimal.ZERO.setScale(type.scale()) : value;
        // the second also keeps an absurd exponent from becoming an absurdly long number
        if (value.precision() - (long) value.scale() > type.precision() - type.scale() || value.scale() > MAX_SCALE) {
            return false;
        }
        Values.appendDecimal(builder, type, value.setScale(type.scale(), RoundingMode.UNNECESSARY));
        return true;
    }

    private static boolean appendTime(JsonParser json, JsonToken token, PrimitiveType type, ColumnBuilder builder)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            return false;
        }
        char[] chars = json.getTextCharacters();
        int offset = json.getTextOffset();
        int length = json.getTextLength();
        if (type == PrimitiveType.DATE) {
            long day = UsualTimes.day(chars, offset, length);
            builder.appendInt(
                    day == UsualTimes.UNUSUAL
                            ? Math.toIntExact(LocalDate.parse(json.getText()).toEpochDay())
                            : (int) day);
            return true;
        }
        long micros = UsualTimes.micros(chars, offset, length, type == PrimitiveType.TIMESTAMP);
        if (micros == UsualTimes.UNUSUAL) {
            String text = json.getText();
            micros = Values.micros(
                    type == PrimitiveType.TIMESTAMP
                            ? instant(text)
                            : clock(text).toInstant(ZoneOffset.UTC));
        }
        builder.appendLong(micros);
        return true;
    }

    /** A date alone is its midnight: that is what becomes of dates in a column that was widened. */
    private static LocalDateTime clock(String text) {
        return text.indexOf(':') < 0
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }

    /** Any offset is understood; without one nobody knows which instant is meant. */
    private static Instant instant(String text) {
        return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
    }
}
