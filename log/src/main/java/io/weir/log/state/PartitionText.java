package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads partition values, which the log spells as text whatever their type. Pure functions. (PROTOCOL.md, "Partition Value
 * Serialization")
 *
 * <p>No text and empty text are null in a column of any type. A timestamp that names no zone is in UTC.
 */
public final class PartitionText {
    private PartitionText() {}

    /**
     * Texts as values of a partition column.
     *
     * @param texts best in dictionary form: every entry is then read once
     * @throws CorruptTableException if a text is no value of the column's type
     */
    public static ColumnVector parse(StructField column, BytesVector texts) {
        int[] ids = texts.ids();
        ColumnBuilder values = ColumnBuilder.of(column.type());
        int entries = ids == null ? texts.length() : texts.dictionarySize();
        byte[] data = texts.data();
        int[] offsets = texts.offsets();
        for (int entry = 0; entry < entries; entry++) {
            if (offsets[entry] == offsets[entry + 1] || ids == null && texts.isNull(entry)) {
                values.appendNull();
            } else if (column.type() == PrimitiveType.STRING || column.type() == PrimitiveType.BINARY) {
                values.appendBytes(data, offsets[entry], offsets[entry + 1] - offsets[entry]);
            } else {
                int start = offsets[entry];
                append(values, column, new String(data, start, offsets[entry + 1] - start, StandardCharsets.UTF_8));
            }
        }
        ColumnVector read = values.build();
        return ids == null ? read : gathered(read, texts, ids);
    }

    private static ColumnVector gathered(ColumnVector entries, BytesVector texts, int[] ids) {
        boolean[] missing = texts.nulls();
        if (missing == null) {
            return entries.take(ids, texts.length());
        }
        // where there is no text the id is any legal one; its entry must not shine through
        ColumnBuilder none = ColumnBuilder.of(entries.type());
        none.appendNull();
        StructType schema = StructType.EMPTY.add("value", entries.type());
        ColumnVector withNull = ColumnBatch.concat(schema, List.of(batch(schema, entries), batch(schema, none.build())))
                .column(0);
        int[] from = new int[texts.length()];
        for (int row = 0; row < from.length; row++) {
            from[row] = missing[row] ? entries.length() : ids[row];
        }
        return withNull.take(from, from.length);
    }

    private static ColumnBatch batch(StructType schema, ColumnVector vector) {
        return new ColumnBatch(schema, vector.length(), List.of(vector));
    }

    private static void append(ColumnBuilder values, StructField column, String text) {
        try {
            appendValue(values, column, text);
        } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
            throw notOfType(column, text, e);
        }
    }

    private static void appendValue(ColumnBuilder values, StructField column, String text) {
        if (column.type() instanceof DecimalType decimal) {
            appendDecimal(values, decimal, new BigDecimal(text.strip()));
            return;
        }
        if (!(column.type() instanceof PrimitiveType type)) {
            throw new UnsupportedTableException(
                    "A table cannot be partitioned by a column of this type",
                    List.of(),
                    Facts.of("column", column.name(), "type", column.type()));
        }
        switch (type) {
            case BOOLEAN -> values.appendBoolean(bool(column, text));
            case BYTE -> values.appendInt(Byte.parseByte(text));
            case SHORT -> values.appendInt(Short.parseShort(text));
            case INTEGER -> values.appendInt(Integer.parseInt(text));
            case LONG -> values.appendLong(Long.parseLong(text));
            case FLOAT -> values.appendFloat(Float.parseFloat(text));
            case DOUBLE -> values.appendDouble(Double.parseDouble(text));
            case DATE -> values.appendInt(Math.toIntExact(LocalDate.parse(text).toEpochDay()));
            case TIMESTAMP, TIMESTAMP_NTZ -> values.appendLong(micros(text, type == PrimitiveType.TIMESTAMP));
            case STRING, BINARY -> throw new IllegalStateException("Texts are taken as they are");
        }
    }

    private static void appendDecimal(ColumnBuilder values, DecimalType type, BigDecimal value) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException("Too many digits");
        }
        BigInteger unscaled = scaled.unscaledValue();
        if (type.fitsLong()) {
            values.appendLong(unscaled.longValueExact());
        } else {
            values.appendInt128(unscaled.shiftRight(64).longValueExact(), unscaled.longValue());
        }
    }

    private static boolean bool(StructField column, String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                throw notOfType(column, text, null);
        }
    }

    private static long micros(String text, boolean zoned) {
        String iso = text.strip().replace(' ', 'T');
        if (iso.indexOf('T') < 0) {
            iso = iso + "T00:00:00";
        }
        TemporalAccessor read =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        LocalDateTime utc;
        if (read instanceof OffsetDateTime offset) {
            utc = zoned ? offset.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime() : offset.toLocalDateTime();
        } else {
            utc = (LocalDateTime) read;
        }
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), utc);
    }

    private static CorruptTableException notOfType(StructField column, String text, @Nullable Exception cause) {
        return new CorruptTableException(
                "A partition value is not of its column's type",
                Facts.of("column", column.name(), "type", column.type().sql(), "value", text),
                cause);
    }
}
