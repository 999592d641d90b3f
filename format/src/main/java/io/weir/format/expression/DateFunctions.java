package io.weir.format.expression;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Values;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Functions of dates and times, row by row; all times are in UTC. Pure. */
final class DateFunctions {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final String OUT_OF_RANGE = "A date or time is out of range";

    /** Letters of {@code java.time}'s patterns that Spark does not take. */
    private static final String REFUSED_LETTERS = "YwWuecANnBp";

    private DateFunctions() {}

    /**
     * Texts are read as Spark reads them: whatever their case, and only if there is such a date. A year without an era is that of the calendar.
     *
     * @throws IllegalArgumentException if it is none that Spark takes
     */
    static DateTimeFormatter formatter(String pattern) {
        StringBuilder ours = new StringBuilder(pattern.length());
        boolean anyEra = pattern.indexOf('G') >= 0;
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            if (!quoted && REFUSED_LETTERS.indexOf(c) >= 0) {
                throw new IllegalArgumentException("Letter is not supported: " + c);
            }
            ours.append(c == 'y' && !quoted && !anyEra ? 'u' : c);
        }
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(ours.toString())
                .toFormatter(Locale.US)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static LocalDate date(ColumnVector vector, int row) {
        return LocalDate.ofEpochDay(RowNode.whole(vector, row));
    }

    /** The date in a text that was read; of what it leaves out, the first: 1970, January, the first day. */
    static LocalDate date(TemporalAccessor parsed) {
        LocalDate whole = parsed.query(TemporalQueries.localDate());
        return whole != null
                ? whole
                : LocalDate.of(
                        field(parsed, ChronoField.YEAR, 1970),
                        field(parsed, ChronoField.MONTH_OF_YEAR, 1),
                        field(parsed, ChronoField.DAY_OF_MONTH, 1));
    }

    /** The time in a text that was read; of what it leaves out, zero. */
    static LocalTime time(TemporalAccessor parsed) {
        LocalTime whole = parsed.query(TemporalQueries.localTime());
        if (whole != null) {
            return whole;
        }
        int hour = field(parsed, ChronoField.HOUR_OF_AMPM, 0) + 12 * field(parsed, ChronoField.AMPM_OF_DAY, 0);
        return LocalTime.of(
                field(parsed, ChronoField.HOUR_OF_DAY, hour),
                field(parsed, ChronoField.MINUTE_OF_HOUR, 0),
                field(parsed, ChronoField.SECOND_OF_MINUTE, 0),
                field(parsed, ChronoField.NANO_OF_SECOND, 0));
    }

    private static int field(TemporalAccessor parsed, ChronoField field, int otherwise) {
        return parsed.isSupported(field) ? parsed.get(field) : otherwise;
    }

    private static LocalDateTime time(ColumnVector vector, int row) {
        return LocalDateTime.ofInstant(Values.instant(RowNode.whole(vector, row)), ZoneOffset.UTC);
    }

    static String part(Function function, ColumnVector[] arguments, int row, ColumnBuilder out) {
        LocalDate date = date(arguments[0], row);
        out.appendInt(
                switch (function) {
                    case QUARTER -> (date.getMonthValue() + 2) / 3;
                    case DAYOFYEAR -> date.getDayOfYear();
                    case DAYOFWEEK -> date.getDayOfWeek().getValue() % 7 + 1;
                    case WEEKDAY -> date.getDayOfWeek().getValue() - 1;
                    case WEEKOFYEAR -> date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
                    default -> throw new IllegalStateException("No part of a date: " + function);
                });
        return RowNode.OK;
    }

    static String addDays(ColumnVector[] arguments, int row, ColumnBuilder out, int sign) {
        return day(RowNode.whole(arguments[0], row) + sign * RowNode.whole(arguments[1], row), out);
    }

    private static String day(long epochDay, ColumnBuilder out) {
        if (epochDay != (int) epochDay) {
            return OUT_OF_RANGE;
        }
        out.appendInt((int) epochDay);
        return RowNode.OK;
    }

    static String addMonths(ColumnVector[] arguments, int row, ColumnBuilder out) {
        return day(
                date(arguments[0], row)
                        .plusMonths(RowNode.whole(arguments[1], row))
                        .toEpochDay(),
                out);
    }

    static String lastDay(ColumnVector[] arguments, int row, ColumnBuilder out) {
        return day(
                date(arguments[0], row).with(TemporalAdjusters.lastDayOfMonth()).toEpochDay(), out);
    }

    static String difference(ColumnVector[] arguments, int row, ColumnBuilder out) {
        return day(RowNode.whole(arguments[0], row) - RowNode.whole(arguments[1], row), out);
    }

    /** @param unit one of {@code YEAR QUARTER MONTH WEEK} */
    static String truncate(String unit, ColumnVector[] arguments, int row, ColumnBuilder out) {
        LocalDate date = date(arguments[0], row);
        LocalDate start = switch (unit) {
            case "YEAR" -> date.withDayOfYear(1);
            case "QUARTER" ->
                date.withMonth((date.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1);
            case "MONTH" -> date.withDayOfMonth(1);
            default -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        };
        return day(start.toEpochDay(), out);
    }

    static String format(DateTimeFormatter formatter, ColumnVector[] arguments, int row, ColumnBuilder out) {
        try {
            RowNode.append(formatter.format(time(arguments[0], row).atZone(ZoneOffset.UTC)), out);
            return RowNode.OK;
        } catch (DateTimeException e) {
            return OUT_OF_RANGE;
        }
    }

    static String fromSeconds(DateTimeFormatter formatter, ColumnVector[] arguments, int row, ColumnBuilder out) {
        try {
            LocalDateTime time = LocalDateTime.ofEpochSecond(RowNode.whole(arguments[0], row), 0, ZoneOffset.UTC);
            RowNode.append(formatter.format(time.atZone(ZoneOffset.UTC)), out);
            return RowNode.OK;
        } catch (DateTimeException e) {
            return OUT_OF_RANGE;
        }
    }

    static String seconds(ColumnVector[] arguments, int row, ColumnBuilder out) {
        out.appendLong(RowNode.whole(arguments[0], row) / MICROS_PER_SECOND); // towards 1970, as Spark does
        return RowNode.OK;
    }

    static String parsedSeconds(DateTimeFormatter formatter, ColumnVector[] arguments, int row, ColumnBuilder out) {
        try {
            TemporalAccessor parsed = formatter.parse(RowNode.string(arguments[0], row));
            ZoneId zone = parsed.query(TemporalQueries.zone());
            out.appendLong(LocalDateTime.of(date(parsed), time(parsed))
                    .atZone(zone == null ? ZoneOffset.UTC : zone)
                    .toEpochSecond());
            return RowNode.OK;
        } catch (DateTimeException e) {
            return "Text is not in the pattern";
        }
    }

    /** @param unit microseconds of one */
    static String timestamp(long unit, ColumnVector[] arguments, int row, ColumnBuilder out) {
        try {
            out.appendLong(Math.multiplyExact(RowNode.whole(arguments[0], row), unit));
            return RowNode.OK;
        } catch (ArithmeticException e) {
            return OUT_OF_RANGE;
        }
    }
}
