package io.weir.format.text;

import java.nio.charset.StandardCharsets;

/** UTF-8 as a JSON string. Pure. */
final class JsonStrings {
    private static final int DELETE = 0x7F;
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    private JsonStrings() {}

    /**
     * Prints a string with its quotes.
     *
     * @param canonical escape the control characters of ASCII by their number and nothing else; otherwise the common ones by their
     *     letter, those of Latin-1 too, and replace what is no UTF-8 by U+FFFD
     */
    static void print(byte[] data, int start, int end, boolean canonical, Utf8Buffer out) {
        out.append('"');
        int clean = start; // from here on nothing had to be changed
        int i = start;
        while (i < end) {
            byte b = data[i];
            if (b >= ' ' && b != '"' && b != '\\' && b != DELETE || b < 0 && canonical) {
                i++;
            } else if (b >= 0) {
                out.append(data, clean, i);
                escape(b, canonical, out);
                clean = ++i;
            } else {
                int length = sequenceLength(data, i, end);
                boolean control = b == (byte) 0xC2 && length == 2 && (data[i + 1] & 0xFF) < 0xA0;
                if (length == 0) {
                    out.append(data, clean, i).append(REPLACEMENT);
                    clean = ++i;
                } else if (control) {
                    out.append(data, clean, i).appendAscii("\\u00").appendHex(data, i + 1, i + 2);
                    i += length;
                    clean = i;
                } else {
                    i += length;
                }
            }
        }
        out.append(data, clean, end).append('"');
    }

    private static void escape(byte b, boolean canonical, Utf8Buffer out) {
        if (b == '"' || b == '\\') {
            out.append('\\').append((char) b);
        } else if (!canonical && b == '\n') {
            out.appendAscii("\\n");
        } else if (!canonical && b == '\r') {
            out.appendAscii("\\r");
        } else if (!canonical && b == '\t') {
            out.appendAscii("\\t");
        } else {
            out.appendAscii("\\u00").appendHex(new byte[] {b}, 0, 1);
        }
    }

    /** How many bytes the character takes that begins with this byte above 127; 0 if none does. */
    private static int sequenceLength(byte[] data, int position, int end) {
        int first = data[position] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || position + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((data[position + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = data[position + 1] & 0xFF;
        boolean overlong = first == 0xE0 && second < 0xA0 || first == 0xF0 && second < 0x90;
        boolean surrogate = first == 0xED && second >= 0xA0;
        boolean tooLarge = first == 0xF4 && second >= 0x90;
        return overlong || surrogate || tooLarge ? 0 : length;
    }
}
