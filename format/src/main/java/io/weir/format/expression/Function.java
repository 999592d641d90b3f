package io.weir.format.expression;

import java.util.Locale;
import java.util.Optional;

/** The functions a {@link Call} can name. All are null if an argument is null, except {@link #COALESCE}. */
public enum Function {
    LOWER(1, 1),
    UPPER(1, 1),
    /** Without the spaces (U+0020) at both ends. */
    TRIM(1, 1),
    /** Code points of a string, bytes of a binary value. */
    LENGTH(1, 1),
    /** (string, start[, length]): positions count from 1, negative ones from the end. */
    SUBSTRING(2, 3),
    CONCAT(1, Integer.MAX_VALUE),
    STARTS_WITH(2, 2),
    ENDS_WITH(2, 2),
    CONTAINS(2, 2),
    YEAR(1, 1),
    MONTH(1, 1),
    DAY(1, 1),
    HOUR(1, 1),
    MINUTE(1, 1),
    SECOND(1, 1),
    /** (unit, time): the start of the year, quarter, month, week (Monday), day, hour, minute, second or millisecond it is in. */
    DATE_TRUNC(2, 2),
    /** (value[, pattern]): a date from a string or time; patterns are those of {@code java.time}. */
    TO_DATE(1, 2),
    /** (value[, pattern]): a timestamp from a string, date or seconds since 1970. */
    TO_TIMESTAMP(1, 2),
    ABS(1, 1),
    /** (number[, digits]): half away from zero. */
    ROUND(1, 2),
    /** The greatest integer not above: a long for doubles, a decimal for decimals. */
    FLOOR(1, 1),
    CEIL(1, 1),
    /** The first argument that is not null. */
    COALESCE(1, Integer.MAX_VALUE),
    /** Unary minus. */
    NEGATE(1, 1);

    private final int minArguments;
    private final int maxArguments;

    Function(int minArguments, int maxArguments) {
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    /** The function of a name in SQL, whatever its case; common other names are known too. */
    public static Optional<Function> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        switch (upper) {
            case "LCASE" -> upper = "LOWER";
            case "UCASE" -> upper = "UPPER";
            case "LEN", "CHAR_LENGTH", "CHARACTER_LENGTH" -> upper = "LENGTH";
            case "SUBSTR" -> upper = "SUBSTRING";
            case "STARTSWITH" -> upper = "STARTS_WITH";
            case "ENDSWITH" -> upper = "ENDS_WITH";
            case "CEILING" -> upper = "CEIL";
            case "DAYOFMONTH" -> upper = "DAY";
            default -> {}
        }
        for (Function function : values()) {
            if (function.name().equals(upper)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /** The name in SQL. */
    public String sql() {
        return switch (this) {
            case STARTS_WITH -> "startswith";
            case ENDS_WITH -> "endswith";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    int minArguments() {
        return minArguments;
    }

    int maxArguments() {
        return maxArguments;
    }

    String arity() {
        if (minArguments == maxArguments) {
            return Integer.toString(minArguments);
        }
        return maxArguments == Integer.MAX_VALUE ? minArguments + " or more" : minArguments + " to " + maxArguments;
    }
}
