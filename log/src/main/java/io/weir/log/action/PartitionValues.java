package io.weir.log.action;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.text.TemporalText;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Values of partition columns as the log spells them, and back. Pure functions. (PROTOCOL.md, "Partition Value Serialization")
 *
 * <p>Null and the empty string are both null, whatever the type; the text {@code null} is not. A timestamp is written in UTC
 * with a {@code Z}, and read as UTC if it has no zone. Binary values are their bytes as UTF-8. A value may have been written when
 * its column was of a narrower type: a date is a timestamp without zone too, an integer is any number.
 */
public final class PartitionValues {
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter NTZ = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendPattern("'T'HH:mm:ss.SSSSSS'Z'")
            .toFormatter(Locale.ROOT);

    /** What directories have for a null; some writers put it into the log as well. It is a text like any other for a string. */
    private static final String NULL_DIRECTORY = "__HIVE_DEFAULT_PARTITION__";

    /** No number is longer; reading digits takes time that grows with their square. */
    private static final int MAX_NUMBER_LENGTH = 1024;

    private PartitionValues() {}

    /**
     * The value of a row as the log spells it; null for null and for the empty string.
     *
     * @throws IllegalArgumentException for a binary value that is not UTF-8, which no log can hold
     */
    public static @Nullable String format(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        String text = text(vector, row);
        return text.isEmpty() ? null : text;
    }

    private static String text(ColumnVector vector, int row) {
        DataType type = vector.type();
        if (vector instanceof BytesVector bytes) {
            return type == PrimitiveType.BINARY ? utf8(bytes.bytes(row)) : bytes.string(row);
        }
        if (vector instanceof IntVector ints) {
            int value = ints.value(row);
            return type == PrimitiveType.DATE ? DATE.format(LocalDate.ofEpochDay(value)) : Integer.toString(value);
        }
        if (vector instanceof LongVector longs) {
            long value = longs.value(row);
            if (type == PrimitiveType.LONG) {
                return Long.toString(value);
            }
            if (type instanceof DecimalType decimal) {
                return BigDecimal.valueOf(value, decimal.scale()).toPlainString();
            }
            LocalDateTime time = LocalDateTime.ofInstant(Values.instant(value), ZoneOffset.UTC);
            return (type == PrimitiveType.TIMESTAMP ? UTC : NTZ).format(time);
        }
        if (vector instanceof BooleanVector booleans) {
            return Boolean.toString(booleans.value(row));
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.toString(doubles.value(row));
        }
        if (vector instanceof FloatVector floats) {
            return Float.toString(floats.value(row));
        }
        if (type instanceof DecimalType && Values.valueAt(vector, row) instanceof BigDecimal wide) {
            return wide.toPlainString();
        }
        throw new IllegalArgumentException("Not a type of partition columns: " + type);
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "A binary partition value is not UTF-8, and the log can hold no other {length=" + bytes.length
                            + "}",
                    e);
        }
    }

    /**
     * Appends a value that the log spells to a column of its type.
     *
     * @throws IllegalArgumentException if the text is no value of the type
     */
    public static void append(@Nullable String text, ColumnBuilder column) {
        if (text == null || text.isEmpty()) {
            column.appendNull();
            return;
        }
        DataType type = column.type();
        boolean isText = type == PrimitiveType.STRING || type == PrimitiveType.BINARY;
        if (!isText && text.equals(NULL_DIRECTORY)) {
            column.appendNull();
            return;
        }
        try {
            if (type instanceof DecimalType decimal) {
                appendDecimal(text.strip(), decimal, column);
            } else if (type instanceof PrimitiveType primitive) {
                append(text, primitive, column);
            } else {
                throw new IllegalArgumentException("Not a type of partition columns");
            }
        } catch (IllegalArgumentException e) {
            String shown = text.length() > MAX_NUMBER_LENGTH ? text.substring(0, MAX_NUMBER_LENGTH) + "…" : text;
            throw new IllegalArgumentException("Not a partition value {text=" + shown + ", type=" + type + "}", e);
        }
    }

    private static void appendDecimal(String text, DecimalType type, ColumnBuilder column) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("Too many digits");
        }
        Values.appendDecimal(column, type, new BigDecimal(text));
    }

    private static void append(String text, PrimitiveType type, ColumnBuilder column) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        switch (type) {
            case STRING, BINARY -> column.appendBytes(bytes, 0, bytes.length);
            case BOOLEAN -> column.appendBoolean(truth(text.strip()));
            case BYTE -> column.appendInt(Byte.parseByte(text.strip()));
            case SHORT -> column.appendInt(Short.parseShort(text.strip()));
            case INTEGER -> column.appendInt(Integer.parseInt(text.strip()));
            case LONG -> column.appendLong(Long.parseLong(text.strip()));
            case FLOAT -> column.appendFloat(Float.parseFloat(number(text)));
            case DOUBLE -> column.appendDouble(Double.parseDouble(number(text)));
            case DATE -> column.appendInt(Math.toIntExact(valid(TemporalText.parseDate(bytes, 0, bytes.length))));
            case TIMESTAMP -> column.appendLong(valid(TemporalText.parseTimestamp(bytes, 0, bytes.length)));
            case TIMESTAMP_NTZ -> column.appendLong(valid(TemporalText.parseClock(bytes, 0, bytes.length)));
            case VOID -> throw new IllegalArgumentException("Value of a column that is always null");
        }
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1" -> true;
            case "false", "f", "no", "n", "0" -> false;
            default -> throw new IllegalArgumentException("Neither true nor false");
        };
    }

    /** Java spells infinity in full, others do not. */
    private static String number(String text) {
        String stripped = text.strip();
        if (stripped.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("Too many digits");
        }
        return switch (stripped.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> "Infinity";
            case "-inf", "-infinity" -> "-Infinity";
            case "nan" -> "NaN";
            default -> stripped;
        };
    }

    private static long valid(long parsed) {
        if (parsed == TemporalText.INVALID) {
            throw new IllegalArgumentException("Not a date or time");
        }
        return parsed;
    }
}
