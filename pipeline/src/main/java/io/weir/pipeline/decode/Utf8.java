package io.weir.pipeline.decode;

/** Is it UTF-8? */
final class Utf8 {
    private Utf8() {}

    /** Are the bytes well-formed UTF-8: shortest forms, no surrogates, nothing beyond U+10FFFF? (RFC 3629) */
    static boolean isValid(byte[] text, int start, int end) {
        int p = start;
        while (p < end) {
            int first = text[p];
            if (first >= 0) {
                p++;
                continue;
            }
            first &= 0xff;
            int more = first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
            if (more < 0 || end - p <= more) {
                return false;
            }
            int second = text[p + 1] & 0xff;
            if ((first == 0xe0 && second < 0xa0)
                    || (first == 0xed && second > 0x9f)
                    || (first == 0xf0 && second < 0x90)
                    || (first == 0xf4 && second > 0x8f)) {
                return false;
            }
            for (int i = 1; i <= more; i++) {
                if ((text[p + i] & 0xc0) != 0x80) {
                    return false;
                }
            }
            p += more + 1;
        }
        return true;
    }
}
