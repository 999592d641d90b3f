package io.weir.format.stats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts strings to prefixes that still are bounds, in the order of their UTF-8 bytes, as Delta does. Pure.
 *
 * <p>A cut greatest value ends with a character that is greater than what was cut: {@code U+007F} before ASCII, otherwise the
 * last character there is.
 */
public final class StringBounds {
    /** How many characters (code points) of a string are kept. */
    public static final int LENGTH = 32;

    /** How many are looked at in search of one to round up. */
    private static final int MAX_LENGTH = 2 * LENGTH;

    /** Bytes that certainly hold one character more than are looked at. */
    private static final int PREFIX_BYTES = (MAX_LENGTH + 2) * 4;

    private static final char LAST_ASCII = '\u007f';

    private StringBounds() {}

    /** A bound from below of a value in UTF-8; null if it is not UTF-8. */
    public static @Nullable String min(byte[] utf8) {
        String value = decode(utf8);
        return value == null ? null : value.substring(0, end(value, LENGTH));
    }

    /** A bound from above of a value in UTF-8; null if it is not UTF-8, or there is no short one. */
    public static @Nullable String max(byte[] utf8) {
        String value = decode(utf8);
        if (value == null) {
            return null;
        }
        for (int length = LENGTH; length <= MAX_LENGTH; length++) {
            int end = end(value, length);
            if (end == value.length()) {
                return value; // it is whole: a prefix that was decoded has more than the most characters looked at
            }
            int cut = value.codePointAt(end);
            if (cut < LAST_ASCII) {
                return value.substring(0, end) + LAST_ASCII;
            }
            if (cut < Character.MAX_CODE_POINT) {
                return value.substring(0, end) + Character.toString(Character.MAX_CODE_POINT);
            }
        }
        return null;
    }

    private static int end(String value, int codePoints) {
        return value.length() <= codePoints || value.codePointCount(0, value.length()) <= codePoints
                ? value.length()
                : value.offsetByCodePoints(0, codePoints);
    }

    /** The characters that matter for a bound; the rest of a long value is not looked at. */
    private static @Nullable String decode(byte[] utf8) {
        int length = utf8.length;
        if (length > PREFIX_BYTES) {
            length = PREFIX_BYTES;
            while (length > 0 && (utf8[length] & 0xc0) == 0x80) {
                length--;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
