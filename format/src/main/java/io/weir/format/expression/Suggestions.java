package io.weir.format.expression;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a mistyped name was perhaps meant to be. */
final class Suggestions {
    private static final int MAX_NAMES_SHOWN = 30;

    private Suggestions() {}

    /** The name nearest to what was asked for, or null if none is near. */
    static @Nullable String nearest(String asked, List<String> names) {
        String best = null;
        int bestDistance = Math.max(1, asked.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(asked.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best;
    }

    static String shown(List<String> names) {
        return names.size() <= MAX_NAMES_SHOWN
                ? names.toString()
                : names.subList(0, MAX_NAMES_SHOWN).toString().replace("]", ", … " + names.size() + " in all]");
    }

    /** Insertions, deletions, replacements and exchanges of neighbours that make one of the other. */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                current[j] = Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
                }
            }
            int[] recycled = beforeLast;
            beforeLast = last;
            last = current;
            current = recycled;
        }
        return last[b.length()];
    }
}
