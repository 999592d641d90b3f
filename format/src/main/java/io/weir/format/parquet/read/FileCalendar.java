package io.weir.format.parquet.read;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which calendar the dates and times of a file are in. Immutable.
 *
 * <p>Delta and Parquet count days of the proleptic Gregorian calendar. Spark before version 3, and later ones on request, counted
 * those of the calendar that was Julian until 1582, and times in what Java took for the offsets of the writer's zone before 1900.
 * Such files say so in their metadata; a day in one is the day of the same name here. Files that do not say who wrote them are
 * taken at their word, as Spark does.
 *
 * @param hybridDates are dates, and timestamps in 64 bits, in the old calendar?
 * @param hybridInt96 are timestamps in 96 bits?
 * @param zone the writer's, by whose clock old times are kept
 */
record FileCalendar(boolean hybridDates, boolean hybridInt96, ZoneId zone) {
    static final FileCalendar GREGORIAN = new FileCalendar(false, false, ZoneOffset.UTC);

    private static final String VERSION = "org.apache.spark.version";
    private static final String LEGACY_DATES = "org.apache.spark.legacyDateTime";
    private static final String LEGACY_INT96 = "org.apache.spark.legacyINT96";
    private static final String ZONE = "org.apache.spark.timeZone";
    private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?.*", Pattern.DOTALL);

    /** 1582-10-15, the first day that both calendars call the same. */
    private static final int FIRST_GREGORIAN_DAY = -141_427;
    /** 1900-01-01T00:00:00Z; from then on all clocks agree. */
    private static final long FIRST_COMMON_MICROS = -2_208_988_800_000_000L;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

    /** What the metadata in a footer says. */
    static FileCalendar of(Map<String, String> metadata) {
        @Nullable String version = metadata.get(VERSION);
        if (version == null) {
            return GREGORIAN;
        }
        boolean dates = metadata.containsKey(LEGACY_DATES) || isBefore(version, 3, 0);
        boolean int96 = metadata.containsKey(LEGACY_INT96) || isBefore(version, 3, 1);
        if (!dates && !int96) {
            return GREGORIAN;
        }
        @Nullable String zone = metadata.get(ZONE);
        return new FileCalendar(
                dates,
                int96,
                zone == null
                        ? ZoneOffset.UTC
                        : TimeZone.getTimeZone(zone).toZoneId().normalized());
    }

    private static boolean isBefore(String version, int major, int minor) {
        Matcher numbers = MAJOR_MINOR.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        int foundMajor = Integer.parseInt(numbers.group(1));
        int foundMinor = numbers.group(2) == null ? 0 : Integer.parseInt(numbers.group(2));
        return foundMajor < major || foundMajor == major && foundMinor < minor;
    }

    /** Moves days from the old calendar to ours, in place. */
    static void rebaseDays(int[] days, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (days[i] < FIRST_GREGORIAN_DAY) {
                days[i] = (int) ofJulianDay(days[i]);
            }
        }
    }

    /** The day, counted from 1970, that our calendar calls as the Julian one calls {@code day}. */
    private static long ofJulianDay(long day) {
        long counted = day + JULIAN_DAY_OF_EPOCH + 32_082;
        long year = Math.floorDiv(4 * counted + 3, 1461L);
        long dayOfYear = counted - Math.floorDiv(1461 * year, 4L);
        long month = (5 * dayOfYear + 2) / 153; // from March on
        long dayOfMonth = dayOfYear - (153 * month + 2) / 5;
        LocalDate first = LocalDate.of((int) (year - 4800 + month / 10), (int) (month + 3 - 12 * (month / 10)), 1);
        return first.plusDays(dayOfMonth).toEpochDay(); // a leap day that our calendar lacks is the day behind it
    }

    /** Moves times from the old calendar and clock to ours. */
    Clock clock() {
        return zone.equals(ZoneOffset.UTC) ? new Clock(null, zone) : new Clock(TimeZone.getTimeZone(zone), zone);
    }

    /** One thread at a time. */
    static final class Clock {
        private final @Nullable GregorianCalendar calendar;
        private final ZoneId zone;

        private Clock(@Nullable TimeZone javaZone, ZoneId zone) {
            this.calendar = javaZone == null ? null : new GregorianCalendar(javaZone, Locale.ROOT);
            this.zone = zone;
        }

        void rebase(long[] micros, int offset, int count) {
            for (int i = offset; i < offset + count; i++) {
                if (micros[i] < FIRST_COMMON_MICROS) {
                    micros[i] = rebased(micros[i]);
                }
            }
        }

        private long rebased(long micros) {
            if (calendar == null) {
                long day = Math.floorDiv(micros, LongBuffer.MICROS_PER_DAY);
                return day >= FIRST_GREGORIAN_DAY
                        ? micros
                        : micros + (ofJulianDay(day) - day) * LongBuffer.MICROS_PER_DAY;
            }
            calendar.setTimeInMillis(Math.floorDiv(micros, 1000L));
            LocalDateTime local = LocalDateTime.of(
                            calendar.get(Calendar.YEAR),
                            calendar.get(Calendar.MONTH) + 1,
                            1,
                            calendar.get(Calendar.HOUR_OF_DAY),
                            calendar.get(Calendar.MINUTE),
                            calendar.get(Calendar.SECOND),
                            (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000)
                    .with(ChronoField.ERA, calendar.get(Calendar.ERA))
                    .plusDays(calendar.get(Calendar.DAY_OF_MONTH) - 1L);
            ZonedDateTime zoned = ZonedDateTime.of(local, zone);
            if (zone.getRules().getTransition(local) != null) {
                zoned = isLaterOfTwo(calendar) ? zoned.withLaterOffsetAtOverlap() : zoned.withEarlierOffsetAtOverlap();
            }
            return zoned.toEpochSecond() * MICROS_PER_SECOND + zoned.getNano() / 1000;
        }

        /** Where the clock was put back and shows a time twice: does the old calendar have the offset of the day after? */
        private static boolean isLaterOfTwo(GregorianCalendar calendar) {
            GregorianCalendar dayAfter = (GregorianCalendar) calendar.clone();
            dayAfter.add(Calendar.DAY_OF_MONTH, 1);
            return calendar.get(Calendar.ZONE_OFFSET) == dayAfter.get(Calendar.ZONE_OFFSET)
                    && calendar.get(Calendar.DST_OFFSET) == dayAfter.get(Calendar.DST_OFFSET);
        }
    }
}
