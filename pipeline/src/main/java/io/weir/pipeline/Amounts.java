package io.weir.pipeline;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them in passing. Pure functions. */
final class Amounts {
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;
    private static final double BILLION = 1e9;
    /** Up to here every digit is shown. */
    private static final long EXACT = 100_000;

    private Amounts() {}

    static String exactRows(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d row" : "%,d rows", count);
    }

    static String rows(long count) {
        return count < EXACT ? exactRows(count) : rate(count) + " rows";
    }

    static String files(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d file" : "%,d files", count);
    }

    static String rate(double number) {
        if (number >= BILLION) {
            return String.format(Locale.ROOT, "%.1f G", number / BILLION);
        }
        if (number >= MILLION) {
            return String.format(Locale.ROOT, "%.1f M", number / MILLION);
        }
        return number >= THOUSAND * 10
                ? String.format(Locale.ROOT, "%.0f k", number / THOUSAND)
                : String.format(Locale.ROOT, "%.0f", number);
    }

    /** {@code 3 ms}, {@code 0.4 s}, {@code 12 min}, {@code 1.5 h}, {@code 4.0 d}. */
    static String time(Duration time) {
        double seconds = time.getSeconds() + time.getNano() / BILLION;
        if (seconds < 0.1) {
            return String.format(Locale.ROOT, "%.0f ms", seconds * THOUSAND);
        }
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 100 * 60) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        double hours = seconds / 3600;
        return hours < 100
                ? String.format(Locale.ROOT, "%.1f h", hours)
                : String.format(Locale.ROOT, "%.1f d", hours / 24);
    }
}
