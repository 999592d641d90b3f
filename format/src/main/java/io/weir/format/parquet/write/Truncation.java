package io.weir.format.parquet.write;

import java.util.Arrays;

/** Cuts long bounds of strings and binary values to prefixes that still are bounds. */
final class Truncation {
    /** Bytes kept of a bound. */
    static final int MAX_BYTES = 64;

    private Truncation() {}

    /** A prefix, not longer than {@link #MAX_BYTES}; between characters if these are UTF-8. */
    static byte[] min(byte[] value, boolean utf8) {
        return value.length <= MAX_BYTES ? value : Arrays.copyOf(value, prefixLength(value, utf8));
    }

    /** The least value, not longer than {@link #MAX_BYTES}, that is greater than all that begin alike; else the value itself. */
    static byte[] max(byte[] value, boolean utf8) {
        if (value.length <= MAX_BYTES) {
            return value;
        }
        int length = prefixLength(value, utf8);
        return utf8 ? incrementedCharacters(value, length) : incrementedBytes(value, length);
    }

    private static int prefixLength(byte[] value, boolean utf8) {
        int length = MAX_BYTES;
        if (utf8) {
            while (length > 0 && isContinuation(value[length])) {
                length--;
            }
            if (length < MAX_BYTES - 3) {
                return MAX_BYTES; // not UTF-8 at all
            }
        }
        return length;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static byte[] incrementedBytes(byte[] value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            if (value[i] != (byte) 0xff) {
                byte[] cut = Arrays.copyOf(value, i + 1);
                cut[i]++;
                return cut;
            }
        }
        return value;
    }

    /** Adds one to the last character that stays as long as it is; earlier ones if that has no successor. */
    private static byte[] incrementedCharacters(byte[] value, int length) {
        int end = length;
        while (end > 0) {
            int start = end - 1;
            while (start > 0 && isContinuation(value[start])) {
                start--;
            }
            byte[] next = successor(value, start, end);
            if (next.length > 0) {
                byte[] cut = Arrays.copyOf(value, start + next.length);
                System.arraycopy(next, 0, cut, start, next.length);
                return cut;
            }
            end = start;
        }
        return value;
    }

    /** The next character of the same number of bytes; empty if there is none or this is none. */
    private static byte[] successor(byte[] value, int start, int end) {
        byte[] none = {};
        String character = new String(value, start, end - start, java.nio.charset.StandardCharsets.UTF_8);
        if (character.isEmpty() || character.codePointCount(0, character.length()) != 1) {
            return none;
        }
        int codePoint = character.codePointAt(0);
        if (!Arrays.equals(utf8(codePoint), Arrays.copyOfRange(value, start, end))
                || codePoint == Character.MAX_CODE_POINT) {
            return none;
        }
        int next = codePoint + 1;
        if (next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE) {
            next = Character.MAX_SURROGATE + 1;
        }
        byte[] bytes = utf8(next);
        return bytes.length == end - start ? bytes : none;
    }

    private static byte[] utf8(int codePoint) {
        return Character.toString(codePoint).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
