package io.weir.suite.opinion;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.format.variant.Variant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines that are equal byte by byte whoever read them. Written from the rules and not with Weir's own output, so
 * that both are checked against each other.
 *
 * <p>A value is told by its Java type: numbers, {@link String}, {@code byte[]}, {@link LocalDate}, {@link Instant} (timestamp),
 * {@link LocalDateTime} (without a zone), {@link BigDecimal} (in the scale of its type), {@link List}, {@link Map}, {@link
 * Struct}.
 */
public final class CanonicalText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    /** A struct, or a whole row. */
    public record Struct(List<String> names, List<@Nullable Object> values) {}

    private CanonicalText() {}

    public static String row(Struct row) {
        StringBuilder out = new StringBuilder();
        append(out, row);
        return out.toString();
    }

    /** Lines in the order of their UTF-8 bytes, duplicates kept. */
    public static List<String> sorted(Collection<String> lines) {
        List<byte[]> encoded = new ArrayList<>(lines.size());
        lines.forEach(line -> encoded.add(line.getBytes(UTF_8)));
        encoded.sort(Arrays::compareUnsigned);
        return encoded.stream().map(line -> new String(line, UTF_8)).toList();
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof Float f) {
            quoted(out, Float.toHexString(f));
        } else if (value instanceof Double d) {
            quoted(out, Double.toHexString(d));
        } else if (value instanceof BigDecimal decimal) {
            quoted(out, decimal.toPlainString());
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            quoted(out, text);
        } else if (value instanceof byte[] bytes) {
            quoted(out, HexFormat.of().formatHex(bytes));
        } else if (value instanceof LocalDate date) {
            quoted(out, date.toString());
        } else if (value instanceof Instant instant) {
            quoted(out, dateTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z");
        } else if (value instanceof LocalDateTime local) {
            quoted(out, dateTime(local));
        } else if (value instanceof Variant variant) {
            quoted(out, variant.toJson());
        } else if (value instanceof List<?> list) {
            appendList(out, list);
        } else if (value instanceof Map<?, ?> map) {
            appendMap(out, map);
        } else {
            appendStruct(out, (Struct) value);
        }
    }

    private static void appendList(StringBuilder out, List<?> list) {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : ",");
            append(out, list.get(i));
        }
        out.append(']');
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map) {
        List<String> keys = new ArrayList<>();
        map.forEach((key, value) -> {
            StringBuilder entry = new StringBuilder();
            append(entry, key);
            keys.add(entry.toString());
        });
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> {
            StringBuilder entry = new StringBuilder();
            append(entry, value);
            entries.add(entry.toString());
        });
        List<String> order = sorted(keys);
        out.append('[');
        for (int i = 0; i < order.size(); i++) {
            int at = keys.indexOf(order.get(i));
            out.append(i == 0 ? "[" : ",[")
                    .append(keys.get(at))
                    .append(',')
                    .append(entries.get(at))
                    .append(']');
        }
        out.append(']');
    }

    private static void appendStruct(StringBuilder out, Struct struct) {
        out.append('{');
        for (int i = 0; i < struct.names().size(); i++) {
            out.append(i == 0 ? "" : ",");
            quoted(out, struct.names().get(i));
            out.append(':');
            append(out, struct.values().get(i));
        }
        out.append('}');
    }

    private static String dateTime(LocalDateTime local) {
        return local.toLocalDate() + "T" + TIME.format(local);
    }

    private static void quoted(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
