package io.weir.format.stats;

/** Reads dates and times in the one form nearly all statistics have, {@code 2020-01-31T23:59:59.999Z}, without an object each. Pure. */
final class UsualTimes {
    /** The text has another form, or makes no sense: ask somebody who takes the time. */
    static final long UNUSUAL = Long.MIN_VALUE;

    private static final int DATE_LENGTH = 10;
    private static final int SECONDS_LENGTH = 19;
    private static final int MAX_FRACTION = 6;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int SECONDS_PER_DAY = 86_400;

    private UsualTimes() {}

    /** {@code 2020-01-31} as days since 1970-01-01. */
    static long day(char[] text, int offset, int length) {
        if (length != DATE_LENGTH || text[offset + 4] != '-' || text[offset + 7] != '-') {
            return UNUSUAL;
        }
        int year = digits(text, offset, 2) * 100 + digits(text, offset + 2, 2);
        int month = digits(text, offset + 5, 2);
        int day = digits(text, offset + 8, 2);
        // the last days of months are somebody else's affair, as is what is no digit
        boolean usual = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
        return usual ? epochDay(year, month, day) : UNUSUAL;
    }

    /** Days since 1970-01-01 of a day after the year 0, in the Gregorian calendar; years are taken to begin with March. */
    private static long epochDay(int year, int month, int day) {
        int shifted = month > 2 ? year : year - 1;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return 365L * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
    }

    /** {@code 2020-01-31T23:59:59.999} as microseconds since 1970, with a {@code Z} or without. */
    static long micros(char[] text, int offset, int length, boolean utc) {
        boolean zulu = length > 0 && text[offset + length - 1] == 'Z';
        int end = zulu ? length - 1 : length;
        if (zulu != utc
                || end < SECONDS_LENGTH
                || text[offset + 10] != 'T'
                || text[offset + 13] != ':'
                || text[offset + 16] != ':') {
            return UNUSUAL;
        }
        long day = day(text, offset, DATE_LENGTH);
        int hour = digits(text, offset + 11, 2);
        int minute = digits(text, offset + 14, 2);
        int second = digits(text, offset + 17, 2);
        long fraction = fraction(text, offset + SECONDS_LENGTH, end - SECONDS_LENGTH);
        boolean usual =
                day != UNUSUAL && inRange(hour, 24) && inRange(minute, 60) && inRange(second, 60) && fraction >= 0;
        return usual
                ? (day * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second) * MICROS_PER_SECOND + fraction
                : UNUSUAL;
    }

    private static boolean inRange(int value, int end) {
        return value >= 0 && value < end;
    }

    /** Microseconds of a point and up to six digits, 0 if there is nothing; negative if it is something else. */
    private static long fraction(char[] text, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (length < 2 || length > 1 + MAX_FRACTION || text[offset] != '.') {
            return -1;
        }
        long micros = digits(text, offset + 1, length - 1);
        for (int i = length - 1; i < MAX_FRACTION; i++) {
            micros *= 10;
        }
        return micros;
    }

    /** A number of so many digits, or far less than zero if one is none. */
    private static int digits(char[] text, int offset, int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            int digit = text[offset + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1_000_000;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
