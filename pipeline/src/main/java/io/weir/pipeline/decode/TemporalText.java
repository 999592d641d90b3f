package io.weir.pipeline.decode;

/**
 * Dates and times out of ASCII text, in the forms of ISO 8601. Immutable after each call but for a memory of the last date; one thread
 * at a time.
 *
 * <p>A date is {@code YYYY-MM-DD}. A time is a date, {@code T} or a space, {@code HH:MM}, {@code :SS} if wanted, a fraction
 * of up to nine digits if wanted (those behind the microseconds are dropped), and {@code Z}, {@code ±HH}, {@code ±HHMM} or
 * {@code ±HH:MM} if wanted; a date alone is its midnight. A time without a zone is in UTC.
 */
final class TemporalText {
    /** Not a date. */
    static final int NO_DATE = Integer.MIN_VALUE;
    /** Not a time. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_DAY = 24 * 60 * MICROS_PER_MINUTE;
    private static final int DATE_LENGTH = 10;

    private long lastDate;
    private int lastDay = NO_DATE;

    /** Days since 1970-01-01, or {@link #NO_DATE} if the text is not a date. */
    int day(byte[] text, int start, int end) {
        return end - start == DATE_LENGTH ? dayAt(text, start) : NO_DATE;
    }

    /**
     * Microseconds since 1970-01-01T00:00:00, or {@link #NO_TIME} if the text is not a time.
     *
     * @param zoned may there be a zone?
     */
    long micros(byte[] text, int start, int end, boolean zoned) {
        if (end - start < DATE_LENGTH) {
            return NO_TIME;
        }
        int day = dayAt(text, start);
        if (day == NO_DATE) {
            return NO_TIME;
        }
        int p = start + DATE_LENGTH;
        if (p == end) {
            return day * MICROS_PER_DAY;
        }
        if ((text[p] != 'T' && text[p] != ' ') || end - p < 6 || text[p + 3] != ':') {
            return NO_TIME;
        }
        int hour = two(text, p + 1);
        int minute = two(text, p + 4);
        int second = 0;
        int fraction = 0;
        p += 6;
        if (p < end && text[p] == ':') {
            if (end - p < 3) {
                return NO_TIME;
            }
            second = two(text, p + 1);
            p += 3;
            if (p < end && text[p] == '.') {
                int first = ++p;
                for (; p < end && isDigit(text[p]); p++) {
                    if (p - first < 6) {
                        fraction = fraction * 10 + text[p] - '0';
                    }
                }
                int digits = p - first;
                if (digits == 0 || digits > 9) {
                    return NO_TIME;
                }
                for (int i = digits; i < 6; i++) {
                    fraction *= 10;
                }
            }
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return NO_TIME;
        }
        long micros = day * MICROS_PER_DAY + ((hour * 60L + minute) * 60 + second) * MICROS_PER_SECOND + fraction;
        if (p == end) {
            return micros;
        }
        return zoned ? minusOffset(micros, text, p, end) : NO_TIME;
    }

    private static long minusOffset(long micros, byte[] text, int p, int end) {
        if (text[p] == 'Z') {
            return p + 1 == end ? micros : NO_TIME;
        }
        int length = end - p;
        if ((text[p] != '+' && text[p] != '-') || (length != 3 && length != 5 && length != 6)) {
            return NO_TIME;
        }
        int hours = two(text, p + 1);
        int minutes = 0;
        if (length > 3) {
            if (length == 6 && text[p + 3] != ':') {
                return NO_TIME;
            }
            minutes = two(text, end - 2);
        }
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NO_TIME;
        }
        long offset = (hours * 60L + minutes) * MICROS_PER_MINUTE;
        return text[p] == '-' ? micros + offset : micros - offset;
    }

    /** The date in the ten bytes from {@code p}. Streams of events come in long runs of one date, so the last is remembered. */
    private int dayAt(byte[] text, int p) {
        int year = two(text, p) * 100 + two(text, p + 2);
        int month = two(text, p + 5);
        int dayOfMonth = two(text, p + 8);
        if (text[p + 4] != '-' || text[p + 7] != '-' || two(text, p) < 0 || two(text, p + 2) < 0) {
            return NO_DATE;
        }
        if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) {
            return NO_DATE;
        }
        long date = year * 10_000L + month * 100L + dayOfMonth;
        if (date != lastDate) {
            if (dayOfMonth > 28 && dayOfMonth > daysInMonth(year, month)) {
                return NO_DATE;
            }
            lastDay = epochDay(year, month, dayOfMonth);
            lastDate = date;
        }
        return lastDay;
    }

    private static int daysInMonth(int year, int month) {
        if (month == 2) {
            return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Counts in years that begin in March, so that the leap day is the last. */
    private static int epochDay(int year, int month, int dayOfMonth) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    /** The number of two digits, or something far below zero. */
    private static int two(byte[] text, int p) {
        int high = text[p] - '0';
        int low = text[p + 1] - '0';
        return (high | low | (9 - high) | (9 - low)) < 0 ? -100_000 : high * 10 + low;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
