package io.weir.table.rules;

/**
 * Rewrites the texts in an expression that Spark wrote: there both kinds of quotes stand for texts, and a backslash means something. With us
 * double quotes stand for names. Pure functions.
 */
final class SparkLiterals {
    private SparkLiterals() {}

    /**
     * The same expression as we read it.
     *
     * @throws IllegalArgumentException if what a text means depends on settings of Spark
     */
    static String ours(String sql) {
        StringBuilder ours = new StringBuilder(sql.length());
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"') {
                i = text(sql, i, ours);
            } else if (c == '`') {
                int end = sql.indexOf('`', i + 1);
                int behind = end < 0 ? sql.length() : end + 1;
                ours.append(sql, i, behind);
                i = behind;
            } else {
                ours.append(c);
                i++;
            }
        }
        return ours.toString();
    }

    /** Appends a text; gives the position behind its closing quote. */
    private static int text(String sql, int start, StringBuilder ours) {
        char quote = sql.charAt(start);
        boolean raw = start > 0
                && (sql.charAt(start - 1) == 'r' || sql.charAt(start - 1) == 'R')
                && (start < 2 || !Character.isLetterOrDigit(sql.charAt(start - 2)));
        if (raw) {
            throw new IllegalArgumentException("Raw texts are not supported {position=" + start + "}");
        }
        ours.append('\'');
        int i = start + 1;
        while (i < sql.length() && sql.charAt(i) != quote) {
            char c = sql.charAt(i);
            if (c == '\\' && i + 1 < sql.length()) {
                append(unescaped(sql, i + 1), ours);
                i += 2;
            } else {
                append(String.valueOf(c), ours);
                i++;
            }
        }
        ours.append('\'');
        int behind = i + 1;
        if (behind < sql.length() && (sql.charAt(behind) == '\'' || sql.charAt(behind) == '"')) {
            throw new IllegalArgumentException(
                    "What quotes side by side mean depends on Spark's settings {position=" + i + "}");
        }
        return behind;
    }

    private static void append(String part, StringBuilder ours) {
        ours.append(part.equals("'") ? "''" : part);
    }

    private static String unescaped(String sql, int position) {
        char c = sql.charAt(position);
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'Z' -> "\u001a";
            case '%', '_' -> "\\" + c; // for LIKE
            case 'u', 'U', '0', '1', '2', '3' ->
                throw new IllegalArgumentException(
                        "Characters by their number are not supported {position=" + position + "}");
            default -> String.valueOf(c);
        };
    }
}
