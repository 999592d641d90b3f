package io.weir.format.text;

/** UTF-8 as a JSON string. Pure. */
final class JsonStrings {
    private static final int DELETE = 0x7F;

    private JsonStrings() {}

    /**
     * Prints a string with its quotes.
     *
     * @param canonical escape control characters by their number always; otherwise the common ones by their letter
     */
    static void print(byte[] data, int start, int end, boolean canonical, Utf8Buffer out) {
        out.append('"');
        int clean = start;
        for (int i = start; i < end; i++) {
            byte b = data[i];
            if (b >= ' ' && b != '"' && b != '\\' && b != DELETE || b < 0) {
                continue;
            }
            out.append(data, clean, i);
            clean = i + 1;
            escape(b, canonical, out);
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
}
