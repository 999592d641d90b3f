package io.weir.format.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of a whole Parquet file, which the format itself has only for pages: of the footer, of the page indexes and of all that is before
 * them. Ours go into the footer as a key and a value of fixed length; others pass over them. Immutable.
 *
 * <p>The value is {@code FFFFFFFF LLLLLLLL IIIIIIII DDDDDDDD} in hexadecimal digits: CRC-32C of the footer's bytes, with zeros for its own
 * digits; length and CRC-32C of the page indexes, which end where the footer begins; CRC-32C of everything before them.
 *
 * @param footer of the footer
 * @param indexLength of the page indexes, in bytes
 * @param index of the page indexes
 * @param data of the file up to the page indexes
 */
public record FileChecksums(int footer, int indexLength, int index, int data) {
    /** The key in the footer. */
    public static final String KEY = "weir.crc32c";

    private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    private static final int VALUE_LENGTH = 4 * DIGITS + 3;
    /** Between key and value in Thrift's compact form: the header of the next field, and the length of its text. */
    private static final int BETWEEN = 2;

    /** Text of the value. */
    public String value() {
        return String.format("%08x %08x %08x %08x", footer, indexLength, index, data);
    }

    /** Reads a value; null if it is none as {@link #value} spells it. */
    public static @Nullable FileChecksums parse(String value) {
        if (value.length() != VALUE_LENGTH) {
            return null;
        }
        try {
            FileChecksums parsed = new FileChecksums(part(value, 0), part(value, 1), part(value, 2), part(value, 3));
            return parsed.value().equals(value) ? parsed : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int part(String value, int index) {
        int start = index * (DIGITS + 1);
        return Integer.parseUnsignedInt(value, start, start + DIGITS, 16);
    }

    /** These with the checksum of a footer that has their value in it; the footer's bytes are changed so that it is right. */
    public FileChecksums signed(byte[] bytes, int offset, int length) {
        int digits = digits(bytes, offset, length);
        FileChecksums signed = new FileChecksums(of(bytes, offset, length, digits), indexLength, index, data);
        byte[] text = signed.value().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, digits, DIGITS);
        return signed;
    }

    /** Is a footer as it was written? */
    public boolean matchesFooter(byte[] bytes, int offset, int length) {
        int digits = digits(bytes, offset, length);
        return digits >= 0 && of(bytes, offset, length, digits) == footer;
    }

    /** Does a footer have the key anywhere, even where a damaged structure hides it? */
    public static boolean isIn(byte[] bytes, int offset, int length) {
        return digits(bytes, offset, length) >= 0;
    }

    private static int of(byte[] bytes, int offset, int length, int digits) {
        byte[] zeros = new byte[DIGITS];
        Arrays.fill(zeros, (byte) '0');
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, digits - offset);
        crc.update(zeros, 0, DIGITS);
        crc.update(bytes, digits + DIGITS, offset + length - digits - DIGITS);
        return (int) crc.getValue();
    }

    /** Where the footer's own checksum is: behind the last place of the key. */
    private static int digits(byte[] bytes, int offset, int length) {
        int end = offset + length - BETWEEN - VALUE_LENGTH;
        for (int at = end - KEY_BYTES.length; at >= offset; at--) {
            if (Arrays.equals(bytes, at, at + KEY_BYTES.length, KEY_BYTES, 0, KEY_BYTES.length)) {
                return at + KEY_BYTES.length + BETWEEN;
            }
        }
        return -1;
    }
}
