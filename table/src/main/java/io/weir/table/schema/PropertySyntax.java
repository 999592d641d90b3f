package io.weir.table.schema;

import static java.util.Objects.requireNonNull;

import io.weir.format.stats.ColumnPaths;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How values of table properties are written. Pure functions. */
final class PropertySyntax {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*(b|k|kb|m|mb|g|gb|t|tb)?");
    private static final Map<String, Integer> POWERS =
            Map.of("b", 0, "k", 1, "kb", 1, "m", 2, "mb", 2, "g", 3, "gb", 3, "t", 4, "tb", 4);
    private static final int KILO_BITS = 10;

    private static final Pattern INTERVAL =
            Pattern.compile("(?:interval\\s+)?((?:\\d{1,9}\\s+(?:week|day|hour|minute|second|millisecond)s?\\s*)+)");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s+(week|day|hour|minute|second|millisecond)s?");
    private static final Map<String, Duration> UNITS = Map.of(
            "week", Duration.ofDays(7),
            "day", Duration.ofDays(1),
            "hour", Duration.ofHours(1),
            "minute", Duration.ofMinutes(1),
            "second", Duration.ofSeconds(1),
            "millisecond", Duration.ofMillis(1));

    private PropertySyntax() {}

    /** Bytes of {@code 134217728}, {@code 128mb} or {@code 1 GB}; empty for anything else. */
    static OptionalLong bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        String unit = size.group(2);
        int shift = KILO_BITS * (unit == null ? 0 : POWERS.getOrDefault(unit, 0));
        long number = Long.parseLong(size.group(1));
        return number > Long.MAX_VALUE >> shift ? OptionalLong.empty() : OptionalLong.of(number << shift);
    }

    /** The length of {@code interval 30 days} or {@code interval 1 week 2 hours}; null for anything else. */
    static @Nullable Duration interval(String text) {
        Matcher whole = INTERVAL.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!whole.matches()) {
            return null;
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(whole.group(1));
        while (part.find()) {
            sum = sum.plus(requireNonNull(UNITS.get(part.group(2))).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    static boolean isTruth(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    /** A whole number not less than {@code min}? */
    static boolean isNumber(String text, long min) {
        try {
            return Long.parseLong(text.strip()) >= min;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A number that fits an int. */
    static boolean isCount(String text, long min) {
        return isNumber(text, min) && Long.parseLong(text.strip()) <= Integer.MAX_VALUE;
    }

    static boolean isColumns(String text) {
        try {
            ColumnPaths.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
