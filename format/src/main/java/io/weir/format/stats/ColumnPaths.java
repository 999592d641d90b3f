package io.weir.format.stats;

import java.util.ArrayList;
import java.util.List;

/** Reads lists of column paths as table properties have them: {@code a, b.c, `odd name`.d}. Pure. */
public final class ColumnPaths {
    private final String text;
    private int position;

    private ColumnPaths(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is no such list; nothing but blanks is the empty list */
    public static List<List<String>> parse(String text) {
        return text.isBlank() ? List.of() : new ColumnPaths(text).paths();
    }

    private List<List<String>> paths() {
        List<List<String>> paths = new ArrayList<>();
        do {
            List<String> path = new ArrayList<>();
            do {
                path.add(name());
            } while (skip('.'));
            paths.add(List.copyOf(path));
        } while (skip(','));
        if (position < text.length()) {
            throw malformed();
        }
        return paths;
    }

    /** Goes over blanks and, if it is there, one character. */
    private boolean skip(char wanted) {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private String name() {
        if (skip('`')) {
            return quoted();
        }
        int start = position;
        while (position < text.length() && isPlain(text.charAt(position))) {
            position++;
        }
        if (start == position) {
            throw malformed();
        }
        return text.substring(start, position);
    }

    private static boolean isPlain(char c) {
        return c != ',' && c != '.' && c != '`' && !Character.isWhitespace(c);
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c != '`') {
                name.append(c);
            } else if (position < text.length() && text.charAt(position) == '`') {
                name.append('`');
                position++;
            } else if (!name.isEmpty()) {
                return name.toString();
            } else {
                break;
            }
        }
        throw malformed();
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("Not a list of columns {position=" + position + ", "
                + StatisticsColumns.STATS_COLUMNS + "=" + text + "}");
    }
}
