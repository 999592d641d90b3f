package io.weir.format.expression;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A LIKE pattern taken apart: what comes between the {@code %}s. Immutable.
 *
 * <p>Matching is by bytes of UTF-8; {@code _} is one code point. Linear in the text for patterns without {@code _}, and
 * never worse than text times pattern.
 */
final class LikePattern {
    /** In place of a byte: one code point, whichever. No byte of UTF-8 has this value. */
    private static final int ANY_CHARACTER = -1;

    /** The pieces between the percent signs, as bytes or {@link #ANY_CHARACTER}. */
    private final List<int[]> pieces;

    private final String leadingText;

    private LikePattern(List<int[]> pieces, String leadingText) {
        this.pieces = pieces;
        this.leadingText = leadingText;
    }

    static LikePattern of(String pattern) {
        List<int[]> pieces = new ArrayList<>();
        int[] piece = new int[4 * pattern.length()];
        int size = 0;
        StringBuilder leading = new StringBuilder();
        boolean onlyText = true;
        int i = 0;
        while (i < pattern.length()) {
            int c = pattern.codePointAt(i);
            i += Character.charCount(c);
            if (c == '%') {
                pieces.add(Arrays.copyOf(piece, size));
                size = 0;
                onlyText = false;
            } else if (c == '_') {
                piece[size++] = ANY_CHARACTER;
                onlyText = false;
            } else {
                if (c == '\\') {
                    if (i == pattern.length()) {
                        throw new IllegalArgumentException(
                                "A LIKE pattern does not end in its escape character {pattern=" + pattern + "}");
                    }
                    c = pattern.codePointAt(i);
                    i += Character.charCount(c);
                }
                String text = Character.toString(c);
                for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                    piece[size++] = b & 0xFF;
                }
                if (onlyText) {
                    leading.append(text);
                }
            }
        }
        pieces.add(Arrays.copyOf(piece, size));
        return new LikePattern(pieces, leading.toString());
    }

    /** Text that every match begins with; maybe empty. */
    String prefix() {
        return leadingText;
    }

    /** Is the pattern without wildcards, so that only {@link #prefix()} itself matches? */
    boolean isConstant() {
        return pieces.size() == 1 && pieces.get(0).length == leadingText.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Is the pattern {@link #prefix()} followed by one {@code %}, so that whatever begins so matches? */
    boolean isPrefix() {
        return pieces.size() == 2
                && pieces.get(1).length == 0
                && pieces.get(0).length == leadingText.getBytes(StandardCharsets.UTF_8).length;
    }

    boolean matches(byte[] data, int start, int end) {
        int[] first = pieces.get(0);
        int position = matchAt(first, data, start, end);
        if (pieces.size() == 1) {
            return position == end;
        }
        if (position < 0) {
            return false;
        }
        int last = pieces.size() - 1;
        for (int p = 1; p < last; p++) {
            position = find(pieces.get(p), data, position, end);
            if (position < 0) {
                return false;
            }
        }
        return endsWith(pieces.get(last), data, position, end);
    }

    /** Position behind the piece if it stands at {@code start}, else -1. */
    private static int matchAt(int[] piece, byte[] data, int start, int end) {
        int position = start;
        for (int expected : piece) {
            if (position >= end) {
                return -1;
            }
            if (expected == ANY_CHARACTER) {
                position++;
                while (position < end && (data[position] & 0xC0) == 0x80) {
                    position++;
                }
            } else if ((data[position++] & 0xFF) != expected) {
                return -1;
            }
        }
        return position;
    }

    /** Position behind the first place where the piece stands, else -1. */
    private static int find(int[] piece, byte[] data, int start, int end) {
        int first = piece.length == 0 ? ANY_CHARACTER : piece[0];
        for (int i = start; i <= end; i++) {
            if (first != ANY_CHARACTER) { // whatever begins a character is found by its value alone
                while (i < end && (data[i] & 0xFF) != first) {
                    i++;
                }
            } else if (i < end && (data[i] & 0xC0) == 0x80) {
                continue; // inside a character
            }
            int behind = matchAt(piece, data, i, end);
            if (behind >= 0) {
                return behind;
            }
        }
        return -1;
    }

    /** Does the text from {@code start} on end in the piece? */
    private static boolean endsWith(int[] piece, byte[] data, int start, int end) {
        int position = end;
        for (int i = piece.length - 1; i >= 0; i--) {
            if (position <= start) {
                return false;
            }
            position--;
            if (piece[i] == ANY_CHARACTER) {
                while (position > start && (data[position] & 0xC0) == 0x80) {
                    position--;
                }
            } else if ((data[position] & 0xFF) != piece[i]) {
                return false;
            }
        }
        return true;
    }
}
