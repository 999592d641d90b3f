package io.weir.cli;

import java.util.Locale;

/** Numbers of things as people say them: {@code 1 row}, {@code 1,000 rows}. Pure functions. */
final class Counted {
    private Counted() {}

    /** @param noun in the singular, that takes an s */
    static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
    }
}
