package io.weir.format.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes as text that needs no escapes in JSON, five characters for four bytes. Pure functions. (ZeroMQ RFC 32)
 *
 * <p>The RFC knows whole groups of four bytes only. Delta fills the last group with zeros, and says elsewhere how many bytes count.
 */
public final class Z85 {
    private static final byte[] DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            VALUES[DIGITS[i]] = (byte) i;
        }
    }

    private Z85() {}

    /** The text of some bytes, the last group of which is filled with zeros. */
    public static String encode(byte[] bytes) {
        int groups = (bytes.length + 3) / 4;
        byte[] text = new byte[Math.multiplyExact(groups, 5)];
        for (int group = 0; group < groups; group++) {
            long value = 0;
            for (int i = 4 * group; i < 4 * group + 4; i++) {
                value = value << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
            }
            for (int i = 5 * group + 4; i >= 5 * group; i--) {
                text[i] = DIGITS[(int) (value % 85)];
                value /= 85;
            }
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * The bytes of a text, with what fills the last group. Of a group that is a number of more than four bytes the lower four are
     * taken: no encoder makes such a group, but tables with hand-made ones exist, and this is how all readers of Delta on the JVM
     * see them.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static byte[] decode(String text) {
        int groups = text.length() / 5;
        if (groups * 5 != text.length()) {
            throw new IllegalArgumentException("Text has no whole groups of five {length=" + text.length() + "}");
        }
        byte[] bytes = new byte[4 * groups];
        for (int group = 0; group < groups; group++) {
            long value = 0;
            for (int i = 5 * group; i < 5 * group + 5; i++) {
                char c = text.charAt(i);
                int digit = c < VALUES.length ? VALUES[c] : -1;
                if (digit < 0) {
                    throw new IllegalArgumentException("Text has a character that is no digit {at=" + i + "}");
                }
                value = value * 85 + digit;
            }
            for (int i = 4 * group + 3; i >= 4 * group; i--) {
                bytes[i] = (byte) value;
                value >>>= 8;
            }
        }
        return bytes;
    }
}
