package io.weir.format.stats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes statistics as the JSON text that an {@code add} action carries. Pure.
 *
 * <p>Timestamps are cut to milliseconds, the greatest too, as Delta does: a reader adds one to it. Bounds that not every reader
 * understands, such as infinities and years beyond 9999, are left out. (PROTOCOL.md, "Per-file Statistics")
 */
public final class StatisticsJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
    private static final int MIN_YEAR = 1;
    private static final int MAX_YEAR = 9999;

    private StatisticsJson() {}

    /**
     * The JSON text.
     *
     * @param indexed columns to tell of; others that the file has are left out
     * @param tightBounds say that the bounds are tight; done where the table supports deletion vectors
     */
    public static String write(FileStatistics statistics, StatisticsColumns indexed, boolean tightBounds) {
        StringWriter text = new StringWriter();
        List<ColumnStatistics> columns = statistics.columns().stream()
                .filter(c -> indexed.contains(c.path()))
                .toList();
        List<ColumnStatistics> bounded = columns.stream()
                .filter(c -> StatisticsColumns.hasBounds(c.type()))
                .toList();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("numRecords", statistics.recordCount());
            if (!bounded.isEmpty()) {
                writeColumns(json, "minValues", bounded, c -> shown(c.min()));
                writeColumns(json, "maxValues", bounded, c -> shown(c.max()));
            }
            if (!columns.isEmpty()) {
                writeColumns(json, "nullCount", columns, ColumnStatistics::nullCount);
            }
            if (tightBounds) {
                json.writeBooleanField("tightBounds", true);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** One object that mirrors the schema; structs open and close as the paths change. */
    private static void writeColumns(
            JsonGenerator json,
            String name,
            List<ColumnStatistics> columns,
            Function<ColumnStatistics, @Nullable Object> value)
            throws IOException {
        json.writeObjectFieldStart(name);
        List<String> open = List.of();
        for (ColumnStatistics column : columns) {
            Object shown = value.apply(column);
            if (shown == null) {
                continue;
            }
            List<String> structs = column.path().subList(0, column.path().size() - 1);
            int common = commonPrefix(open, structs);
            for (int i = common; i < open.size(); i++) {
                json.writeEndObject();
            }
            for (int i = common; i < structs.size(); i++) {
                json.writeObjectFieldStart(structs.get(i));
            }
            open = structs;
            json.writeFieldName(column.path().get(structs.size()));
            writeValue(json, shown);
        }
        for (int i = 0; i <= open.size(); i++) {
            json.writeEndObject();
        }
    }

    private static int commonPrefix(List<String> left, List<String> right) {
        int length = 0;
        while (length < left.size() && length < right.size() && left.get(length).equals(right.get(length))) {
            length++;
        }
        return length;
    }

    /** The value as JSON shows it: a string or a number; null if it is better left out. */
    private static @Nullable Object shown(@Nullable Object bound) {
        if (bound instanceof LocalDate date) {
            return inCalendar(date.getYear()) ? date.toString() : null;
        }
        if (bound instanceof Instant instant) {
            LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            return inCalendar(utc.getYear()) ? MILLIS.format(utc) + "Z" : null;
        }
        if (bound instanceof LocalDateTime local) {
            return inCalendar(local.getYear()) ? MILLIS.format(local) : null;
        }
        if (bound instanceof Double number) {
            return Double.isFinite(number) ? number : null;
        }
        if (bound instanceof Float number) {
            return Float.isFinite(number) ? number : null;
        }
        return bound;
    }

    private static boolean inCalendar(int year) {
        return year >= MIN_YEAR && year <= MAX_YEAR;
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof BigDecimal decimal) {
            json.writeNumber(decimal.toPlainString());
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else {
            json.writeNumber(((Number) value).longValue());
        }
    }
}
