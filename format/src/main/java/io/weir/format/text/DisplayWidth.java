package io.weir.format.text;

/** How many columns of a terminal text takes, near enough for tables. Pure. */
final class DisplayWidth {
    private static final String ELLIPSIS = "…";

    private DisplayWidth() {}

    /** The text with everything that could command a terminal or break a line shown as an escape. */
    static String printable(String text) {
        if (text.codePoints().noneMatch(DisplayWidth::commands)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!commands(c)) {
                clean.appendCodePoint(c);
            } else if (c == '\n') {
                clean.append("\\n");
            } else if (c == '\t') {
                clean.append("\\t");
            } else if (c == '\r') {
                clean.append("\\r");
            } else {
                for (char unit : Character.toChars(c)) {
                    clean.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return clean.toString();
    }

    /** Control characters, separators of lines, and the invisible ones that reorder or hide text; joiners are needed by scripts. */
    private static boolean commands(int c) {
        if (c >= ' ' && c <= '~') {
            return false;
        }
        int type = Character.getType(c);
        boolean joiner = c == 0x200C || c == 0x200D;
        return type == Character.CONTROL
                || type == Character.FORMAT && !joiner
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += of(text.codePointAt(i));
        }
        return width;
    }

    /** The text, or as much of it as fits with an ellipsis. */
    static String cut(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (used + of(c) > width - 1) {
                break;
            }
            used += of(c);
            end += Character.charCount(c);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    private static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
