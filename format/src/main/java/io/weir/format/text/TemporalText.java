package io.weir.format.text;

/**
 * Dates and times read from text, in the ISO forms that SQL casts and JSON records use. Pure; makes no objects.
 *
 * <p>A date is {@code [+-]yyyy-[m]m-[d]d} with four to seven digits of year. A timestamp is a date, and maybe {@code T} or a
 * space, {@code [h]h:mm[:ss[.f…]]} and a zone ({@code Z}, {@code UTC}, {@code ±hh}, {@code ±hhmm}, {@code ±hh:mm}); it is UTC
 * without one. Fractions beyond microseconds are dropped. White space at both ends is ignored.
 */
public final class TemporalText {
    /** The answer for text that is no such value; a date and a time never have it as theirs. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int MAX_YEAR_DIGITS = 7;
    private static final int MAX_OFFSET_SECONDS = 18 * 3600;

    private TemporalText() {}

    /** Days since 1970-01-01, or {@link #INVALID}. */
    public static long parseDate(byte[] text, int start, int end) {
        Cursor cursor = new Cursor(text, start, end);
        long day = cursor.date();
        return cursor.failed || !cursor.atEnd() ? INVALID : day;
    }

    /** Microseconds since 1970-01-01T00:00:00Z, or {@link #INVALID}. */
    public static long parseTimestamp(byte[] text, int start, int end) {
        Cursor cursor = new Cursor(text, start, end);
        long micros = cursor.localTime();
        int offset = cursor.atEnd() ? 0 : cursor.zone();
        if (cursor.failed || !cursor.atEnd()) {
            return INVALID;
        }
        return minus(micros, offset * MICROS_PER_SECOND);
    }

    /** Microseconds since 1970-01-01T00:00:00 on a clock without a zone, or {@link #INVALID}; a zone is not accepted. */
    public static long parseTimestampNtz(byte[] text, int start, int end) {
        Cursor cursor = new Cursor(text, start, end);
        long micros = cursor.localTime();
        return cursor.failed || !cursor.atEnd() ? INVALID : micros;
    }

    /** What the clock shows, in microseconds since 1970-01-01T00:00:00, wherever it hangs: a zone is passed over. */
    public static long parseClock(byte[] text, int start, int end) {
        Cursor cursor = new Cursor(text, start, end);
        long micros = cursor.localTime();
        if (!cursor.atEnd()) {
            cursor.zone();
        }
        return cursor.failed || !cursor.atEnd() ? INVALID : micros;
    }

    private static long minus(long micros, long offset) {
        long result = micros - offset;
        return ((micros ^ offset) & (micros ^ result)) < 0 ? INVALID : result;
    }

    /** Days since 1970-01-01 of a date of the proleptic Gregorian calendar, which must exist. */
    static long epochDay(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    private static int daysIn(long year, int month) {
        if (month == 2) {
            return Math.floorMod(year, 4L) == 0 && (Math.floorMod(year, 100L) != 0 || Math.floorMod(year, 400L) == 0)
                    ? 29
                    : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** A place in the text. Escape analysis keeps it off the heap. */
    private static final class Cursor {
        private final byte[] text;
        private final int end;
        private int position;
        private boolean failed;

        Cursor(byte[] text, int start, int end) {
            int first = start;
            int last = end;
            while (first < last && text[first] <= ' ' && text[first] >= 0) {
                first++;
            }
            while (last > first && text[last - 1] <= ' ' && text[last - 1] >= 0) {
                last--;
            }
            this.text = text;
            this.position = first;
            this.end = last;
        }

        boolean atEnd() {
            return position >= end;
        }

        private boolean accept(char c) {
            if (position < end && text[position] == c) {
                position++;
                return true;
            }
            return false;
        }

        /** A number of at least {@code min} and at most {@code max} digits. */
        private int number(int min, int max) {
            int value = 0;
            int count = 0;
            while (count < max && position < end && text[position] >= '0' && text[position] <= '9') {
                value = value * 10 + text[position++] - '0';
                count++;
            }
            failed |= count < min;
            return value;
        }

        long date() {
            boolean negative = accept('-');
            if (!negative) {
                accept('+');
            }
            long year = number(4, MAX_YEAR_DIGITS);
            year = negative ? -year : year;
            failed |= !accept('-');
            int month = number(1, 2);
            failed |= !accept('-');
            int day = number(1, 2);
            failed |= month < 1 || month > 12 || day < 1 || day > daysIn(year, month);
            if (failed) {
                return INVALID;
            }
            long epochDay = epochDay(year, month, day);
            failed |= epochDay != (int) epochDay;
            return epochDay;
        }

        /** Date and time without the zone, in microseconds. */
        long localTime() {
            long day = date();
            long micros = 0;
            if (!failed && (accept('T') || accept('t') || accept(' '))) {
                micros = timeOfDay();
            }
            // beyond this the day itself does not fit a long of microseconds
            if (failed || Math.abs(day) > Long.MAX_VALUE / (SECONDS_PER_DAY * MICROS_PER_SECOND) - 1) {
                failed = true;
                return INVALID;
            }
            return day * SECONDS_PER_DAY * MICROS_PER_SECOND + micros;
        }

        private long timeOfDay() {
            int hour = number(1, 2);
            failed |= !accept(':');
            int minute = number(2, 2);
            int second = 0;
            long fraction = 0;
            if (accept(':')) {
                second = number(2, 2);
                if (accept('.') || accept(',')) {
                    fraction = fraction();
                }
            }
            failed |= hour > 23 || minute > 59 || second > 59;
            return (hour * 3600L + minute * 60L + second) * MICROS_PER_SECOND + fraction;
        }

        private long fraction() {
            int first = position;
            long micros = 0;
            int kept = 0;
            while (position < end && text[position] >= '0' && text[position] <= '9') {
                if (kept < 6) {
                    micros = micros * 10 + text[position] - '0';
                    kept++;
                }
                position++;
            }
            failed |= position == first;
            for (; kept < 6; kept++) {
                micros *= 10;
            }
            return micros;
        }

        /** Offset from UTC in seconds. */
        int zone() {
            accept(' ');
            if (accept('Z') || accept('z')) {
                return 0;
            }
            if (accept('U')) {
                failed |= !(accept('T') && accept('C'));
                if (atEnd()) {
                    return 0;
                }
            }
            boolean negative = accept('-');
            failed |= !negative && !accept('+');
            int hours = number(1, 2);
            int minutes = accept(':') || !atEnd() ? number(2, 2) : 0;
            int seconds = accept(':') ? number(2, 2) : 0;
            int offset = hours * 3600 + minutes * 60 + seconds;
            failed |= minutes > 59 || seconds > 59 || offset > MAX_OFFSET_SECONDS;
            return negative ? -offset : offset;
        }
    }
}
