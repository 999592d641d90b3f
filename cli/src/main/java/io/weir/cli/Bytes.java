package io.weir.cli;

import java.util.Locale;

/** Lengths as people read them: {@code 812 B}, {@code 1.2 MB}; a kilobyte has 1,024 bytes. Pure functions. */
final class Bytes {
    private static final int STEP = 1024;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Bytes() {}

    static String of(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (Math.abs(amount) >= STEP) {
            amount /= STEP;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }
}
