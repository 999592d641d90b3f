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
    NEGATE(1, 1),
    /** Without the spaces (U+0020) at the beginning. */
    LTRIM(1, 1),
    RTRIM(1, 1),
    /** (string, search[, replacement]) */
    REPLACE(2, 3),
    REVERSE(1, 1),
    REPEAT(2, 2),
    /** (string, length): its first characters. */
    LEFT(2, 2),
    RIGHT(2, 2),
    /** (string, length[, pad]) */
    LPAD(2, 3),
    RPAD(2, 3),
    /** (string, part): where the part begins, counted from 1; 0 if it is not in it. */
    INSTR(2, 2),
    /** (string, pattern): does a part match the regular expression? Those are Java's. */
    RLIKE(2, 2),
    /** (string, pattern, replacement) */
    REGEXP_REPLACE(3, 3),
    /** (string, pattern[, group]): of the first match; empty if there is none. */
    REGEXP_EXTRACT(2, 3),
    QUARTER(1, 1),
    DAYOFYEAR(1, 1),
    /** 1 is Sunday. */
    DAYOFWEEK(1, 1),
    /** 0 is Monday. */
    WEEKDAY(1, 1),
    /** Of the ISO calendar. */
    WEEKOFYEAR(1, 1),
    /** (date, days) */
    DATE_ADD(2, 2),
    DATE_SUB(2, 2),
    /** (date, months): the last day of the month where it has not the day. */
    ADD_MONTHS(2, 2),
    /** (end, start): days between. */
    DATEDIFF(2, 2),
    LAST_DAY(1, 1),
    /** (date, unit): the first day of the year, quarter, month or week. */
    TRUNC(2, 2),
    /** (time, pattern) */
    DATE_FORMAT(2, 2),
    /** (seconds since 1970[, pattern]) */
    FROM_UNIXTIME(1, 2),
    /** (time) or (string[, pattern]): seconds since 1970. */
    UNIX_TIMESTAMP(1, 2),
    TIMESTAMP_SECONDS(1, 1),
    TIMESTAMP_MILLIS(1, 1),
    TIMESTAMP_MICROS(1, 1),
    /** Nulls are left out. */
    GREATEST(2, Integer.MAX_VALUE),
    LEAST(2, Integer.MAX_VALUE),
    /** Hexadecimal digits. */
    MD5(1, 1),
    SHA1(1, 1),
    /** (value, bits) */
    SHA2(2, 2),
    CRC32(1, 1),
    /** Elements of an array, entries of a map. */
    SIZE(1, 1),
    ARRAY_CONTAINS(2, 2),
    /** An array's element, counted from 0, or a map's value; written {@code a[i]}. */
    GET(2, 2),
    /** (struct, name), written {@code s.name} where the struct is no column. */
    FIELD(2, 2);

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
            case "BTRIM" -> upper = "TRIM";
            case "REGEXP_LIKE", "REGEXP" -> upper = "RLIKE";
            case "DATEADD" -> upper = "DATE_ADD";
            case "DATE_DIFF" -> upper = "DATEDIFF";
            case "TO_UNIX_TIMESTAMP" -> upper = "UNIX_TIMESTAMP";
            case "SHA" -> upper = "SHA1";
            case "CARDINALITY" -> upper = "SIZE";
            case "GET", "FIELD", "NEGATE" -> upper = ""; // operators
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
