package io.weir.format.expression;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalQueries;

/** The functions of dates and times. */
final class TimeNodes {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private TimeNodes() {}

    /** Year, month or day of a date; hour, minute or second of a timestamp. */
    static final class Part extends Node {
        private final Function function;
        private final Node value;

        Part(Function function, Node value) {
            super(PrimitiveType.INTEGER, value.mayFail());
            this.function = function;
            this.value = value;
        }

        @Override
        ColumnVector evaluate(Input input) {
            ColumnVector vector = value.evaluate(input);
            int[] parts = new int[input.count()];
            if (vector instanceof IntVector days) {
                parts(days, parts);
            } else {
                LongVector times = (LongVector) vector;
                long unit = function == Function.HOUR ? 3600 : function == Function.MINUTE ? 60 : 1;
                int modulus = function == Function.HOUR ? 24 : 60;
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = (int)
                            Math.floorMod(Math.floorDiv(times.value(i), unit * MICROS_PER_SECOND), (long) modulus);
                }
            }
            return new IntVector(PrimitiveType.INTEGER, parts.length, parts, vector.nulls());
        }

        private void parts(IntVector days, int[] parts) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = part(days.value(i));
            }
        }

        private int part(int epochDay) {
            // days from 0000-03-01, in eras of 400 years: the leap day is then the last of its year
            long shifted = epochDay + 719_468L;
            long era = Math.floorDiv(shifted, 146_097L);
            int dayOfEra = (int) (shifted - era * 146_097);
            int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
            int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
            int monthFromMarch = (5 * dayOfYear + 2) / 153;
            if (function == Function.DAY) {
                return dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
            }
            int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
            return function == Function.MONTH ? month : (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        }
    }

    /** The start of the unit a time is in. */
    static final class Truncate extends Node {
        private final String unit;
        private final Node value;

        Truncate(DataType type, String unit, Node value) {
            super(type, value.mayFail());
            this.unit = unit;
            this.value = value;
        }

        @Override
        ColumnVector evaluate(Input input) {
            LongVector times = (LongVector) value.evaluate(input);
            long[] starts = new long[input.count()];
            long micros = unitMicros();
            for (int i = 0; i < starts.length; i++) {
                starts[i] = micros > 0 ? floor(times.value(i), micros) : calendarStart(times.value(i));
            }
            return new LongVector(type(), starts.length, starts, times.nulls());
        }

        /** Length of the unit, 0 if it varies or does not begin with the epoch. */
        private long unitMicros() {
            return switch (unit) {
                case "DAY" -> MICROS_PER_DAY;
                case "HOUR" -> 3600 * MICROS_PER_SECOND;
                case "MINUTE" -> 60 * MICROS_PER_SECOND;
                case "SECOND" -> MICROS_PER_SECOND;
                case "MILLISECOND" -> 1000;
                case "MICROSECOND" -> 1;
                default -> 0;
            };
        }

        /** The multiple at or below; the earliest time there is where that lies before it. */
        private static long floor(long value, long unit) {
            long remainder = Math.floorMod(value, unit);
            return value < Long.MIN_VALUE + remainder ? Long.MIN_VALUE : value - remainder;
        }

        private long calendarStart(long micros) {
            LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY));
            LocalDate start = switch (unit) {
                case "YEAR" -> date.withDayOfYear(1);
                case "QUARTER" ->
                    date.withMonth((date.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1);
                case "MONTH" -> date.withDayOfMonth(1);
                case "WEEK" -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                default -> throw new IllegalStateException("No such unit: " + unit);
            };
            long day = start.toEpochDay();
            return day < Long.MIN_VALUE / MICROS_PER_DAY ? Long.MIN_VALUE : day * MICROS_PER_DAY;
        }
    }

    /** A date or timestamp read from a string by a pattern. */
    static final class Parse extends Node {
        private final Node value;
        private final String pattern;
        private final DateTimeFormatter formatter;

        Parse(DataType type, Node value, String pattern) {
            super(type, true);
            this.value = value;
            this.pattern = pattern;
            this.formatter = DateFunctions.formatter(pattern);
        }

        @Override
        ColumnVector evaluate(Input input) {
            BytesVector vector = (BytesVector) value.evaluate(input);
            ColumnBuilder builder = ColumnBuilder.of(type());
            for (int i = 0; i < input.count(); i++) {
                if (vector.isNull(i)) {
                    builder.appendNull();
                } else {
                    append(vector.string(i), input.batchRow(i), builder);
                }
            }
            return builder.build();
        }

        private void append(String text, int row, ColumnBuilder out) {
            try {
                TemporalAccessor parsed = formatter.parse(text);
                LocalDate date = DateFunctions.date(parsed);
                if (type() == PrimitiveType.DATE) {
                    out.appendInt(Math.toIntExact(date.toEpochDay()));
                    return;
                }
                ZoneId zone = parsed.query(TemporalQueries.zone());
                Instant instant = LocalDateTime.of(date, DateFunctions.time(parsed))
                        .atZone(zone == null ? ZoneOffset.UTC : zone)
                        .toInstant();
                out.appendLong(Values.micros(instant));
            } catch (DateTimeException | ArithmeticException e) {
                throw new EvaluationException(
                        "Text is not in the pattern {pattern=" + pattern + ", row=" + row + ", type=" + type().sql()
                                + ", value=" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "}",
                        row);
            }
        }
    }
}
