package io.weir.suite.skipping;

import io.weir.format.stats.StringBounds;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of files as some writer might have them: right, but in any of the ways that writers differ in. One writer a
 * table.
 */
final class RandomStatistics {
    /** What a writer may get wrong, to see that it is found. */
    enum Lie {
        NONE,
        /** A text that was cut is taken for the greatest. */
        CUT_MAXIMUM,
        /** Nulls are not counted. */
        NO_NULLS,
        /** Where there is a null, all are said to be. */
        ALL_NULLS,
        /** A time is cut to seconds. */
        SECONDS,
        /** The minimum is taken without the first row. */
        LATE_MINIMUM
    }

    private static final List<String> GARBAGE = List.of(
            "",
            "{",
            "[]",
            "null",
            "7",
            "{\"numRecords\":\"all\",\"minValues\":7,\"maxValues\":[],\"nullCount\":\"none\"}",
            "{\"numRecords\":-1}",
            "{\"numRecords\":0.5}",
            "{\"numRecords\":3,\"numRecords\":0}",
            "{\"numRecords\":3,\"minValues\":{");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private final SplittableRandom random;
    private final Lie lie;
    private final boolean wide;
    private final int indexed;
    private final int partialPercent;
    private final int textStyle;
    private final int timeStyle;
    private final int decimalStyle;
    private final int nanStyle;
    private final boolean booleans;
    private final boolean upperCase;

    RandomStatistics(long seed, Lie lie) {
        this.random = new SplittableRandom(seed ^ 0x57a75);
        this.lie = lie;
        this.wide = random.nextInt(5) == 0;
        this.indexed = random.nextInt(4) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
        this.partialPercent = random.nextInt(4) == 0 ? 30 : 0;
        this.textStyle = random.nextInt(3);
        this.timeStyle = random.nextInt(3);
        this.decimalStyle = random.nextInt(3);
        this.nanStyle = random.nextInt(3);
        this.booleans = random.nextBoolean();
        this.upperCase = random.nextInt(10) == 0;
    }

    /** The statistics of one file; null for none. */
    @Nullable
    String text(List<Leaf> leaves, List<List<@Nullable Object>> values, int rowCount) {
        switch (random.nextInt(16)) {
            case 0:
                return null;
            case 1:
                return GARBAGE.get(random.nextInt(GARBAGE.size()));
            default:
        }
        Map<List<String>, String> min = new LinkedHashMap<>();
        Map<List<String>, String> max = new LinkedHashMap<>();
        Map<List<String>, String> nulls = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(leaves.size(), indexed); i++) {
            Leaf leaf = leaves.get(i);
            bounds(leaf, values.get(i), min, max);
            if (random.nextInt(100) >= partialPercent) {
                nulls.put(leaf.physicalPath(), Long.toString(nullCount(values.get(i), rowCount)));
            }
        }
        StringBuilder json = new StringBuilder("{");
        if (random.nextInt(100) >= partialPercent) {
            json.append("\"numRecords\":").append(rowCount).append(',');
        }
        json.append("\"minValues\":")
                .append(object(min))
                .append(",\"maxValues\":")
                .append(object(max));
        json.append(",\"nullCount\":").append(object(nulls));
        return json.append(wide ? ",\"tightBounds\":false}" : "}").toString();
    }

    private long nullCount(List<@Nullable Object> values, int rowCount) {
        long count = values.stream().filter(v -> v == null).count();
        if (lie == Lie.NO_NULLS) {
            return 0;
        }
        if (lie == Lie.ALL_NULLS && count > 0) {
            return rowCount;
        }
        return wide && rowCount > 2 && random.nextBoolean() ? random.nextInt(1, rowCount) : count;
    }

    private void bounds(
            Leaf leaf, List<@Nullable Object> values, Map<List<String>, String> mins, Map<List<String>, String> maxes) {
        List<Object> known = new ArrayList<>();
        boolean nan = false;
        for (Object value : lie == Lie.LATE_MINIMUM && values.size() > 1 ? values.subList(1, values.size()) : values) {
            if (value != null && ValueOrder.isNan(value)) {
                nan = true;
            } else if (value != null) {
                known.add(value);
            }
        }
        known.sort(ValueOrder.INSTANCE);
        if (known.isEmpty() || nan && nanStyle == 0) {
            return;
        }
        Object min = known.get(0);
        Object max = known.get(known.size() - 1);
        if (wide) {
            List<Object> pool = leaf.pool().get(0).getClass() == min.getClass() ? leaf.pool() : leaf.writtenPool();
            min = lesser(pool, min);
            max = greater(pool, max);
        }
        put(leaf, min, true, mins);
        if (nan && nanStyle == 1) {
            maxes.put(leaf.physicalPath(), "\"NaN\"");
        } else {
            put(leaf, max, false, maxes);
        }
    }

    private Object lesser(List<Object> pool, Object bound) {
        Object other = pool.get(random.nextInt(pool.size()));
        return !ValueOrder.isNan(other) && ValueOrder.INSTANCE.compare(other, bound) < 0 ? other : bound;
    }

    private Object greater(List<Object> pool, Object bound) {
        Object other = pool.get(random.nextInt(pool.size()));
        return !ValueOrder.isNan(other) && ValueOrder.INSTANCE.compare(other, bound) > 0 ? other : bound;
    }

    private void put(Leaf leaf, Object bound, boolean isMin, Map<List<String>, String> target) {
        if (random.nextInt(100) < partialPercent) {
            return;
        }
        String json = json(bound, isMin);
        if (json == null) {
            return;
        }
        if (random.nextInt(60) == 0) {
            json = switch (random.nextInt(3)) {
                case 0 -> "{\"of\":" + json + "}";
                case 1 -> "null";
                default -> bound instanceof String ? "0" : "\"" + bound.hashCode() + "\"";
            };
        }
        target.put(leaf.physicalPath(), json);
    }

    private @Nullable String json(Object bound, boolean isMin) {
        if (bound instanceof String text) {
            String cut = cut(text, isMin);
            return cut == null ? null : quoted(cut);
        }
        if (bound instanceof Boolean truth) {
            return booleans ? truth.toString() : null;
        }
        if (bound instanceof LocalDate date) {
            return "\"" + date + "\"";
        }
        if (bound instanceof Instant instant) {
            return "\"" + time(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), true) + "\"";
        }
        if (bound instanceof LocalDateTime local) {
            return "\"" + time(local, false) + "\"";
        }
        if (bound instanceof BigDecimal decimal) {
            return decimal(decimal);
        }
        if (ValueOrder.isFloating(bound)) {
            double value = ((Number) bound).doubleValue();
            if (Double.isInfinite(value)) {
                return random.nextBoolean() ? null : "\"" + value + "\"";
            }
            return value == 0 ? random.nextBoolean() ? "-0.0" : "0.0" : bound.toString();
        }
        return bound instanceof byte[] ? null : bound.toString();
    }

    private @Nullable String cut(String text, boolean isMin) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (lie == Lie.CUT_MAXIMUM) {
            return StringBounds.min(utf8);
        }
        return switch (textStyle) {
            case 0 -> text;
            case 1 -> isMin ? StringBounds.min(utf8) : StringBounds.max(utf8);
            default -> cutByUtf16(text, isMin);
        };
    }

    /** As Delta did it at first: characters of UTF-16, rounded up by one of which it was thought to be the last. */
    private static String cutByUtf16(String text, boolean isMin) {
        if (text.length() <= StringBounds.LENGTH) {
            return text;
        }
        StringBuilder cut = new StringBuilder(text.substring(0, StringBounds.LENGTH));
        for (int i = StringBounds.LENGTH; !isMin && i < text.length() && text.charAt(i) > '\uFFFD'; i++) {
            cut.append(text.charAt(i));
        }
        String bound = isMin ? cut.toString() : cut.append('\uFFFD').toString();
        return new String(bound.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8); // half a character becomes ?
    }

    private String time(LocalDateTime time, boolean zoned) {
        if (lie == Lie.SECONDS) {
            return MILLIS.format(time.truncatedTo(ChronoUnit.SECONDS)) + (zoned ? "Z" : "");
        }
        return switch (timeStyle) {
            case 0 -> MILLIS.format(time) + (zoned ? "Z" : "");
            case 1 ->
                zoned
                        ? MILLIS.format(time.plusHours(5)) + "+05:00"
                        : MILLIS.format(time).replace('T', ' ');
            default -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time) + (zoned ? "Z" : "");
        };
    }

    private String decimal(BigDecimal value) {
        return switch (decimalStyle) {
            case 0 -> value.toPlainString();
            case 1 -> value.stripTrailingZeros().toString();
            // by way of a double, as writers do it that have no other number
            default -> Double.toString(value.unscaledValue().doubleValue() / Math.pow(10, value.scale()));
        };
    }

    /** Members by path, as nested objects. */
    private String object(Map<List<String>, String> members) {
        Map<String, Map<List<String>, String>> inside = new LinkedHashMap<>();
        members.forEach((path, json) -> inside.computeIfAbsent(path.get(0), n -> new LinkedHashMap<>())
                .put(path.subList(1, path.size()), json));
        StringBuilder text = new StringBuilder("{");
        inside.forEach((name, rest) -> {
            String shown = upperCase ? name.toUpperCase(Locale.ROOT) : name;
            String only = rest.get(List.of());
            text.append(text.length() > 1 ? "," : "")
                    .append(quoted(shown))
                    .append(':')
                    .append(only == null ? object(rest) : only);
        });
        return text.append('}').toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
