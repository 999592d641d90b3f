package io.weir.format.parquet.read;

import java.util.Arrays;

/** BIT_PACKED levels of old writers: no length, highest bit first. (Parquet format, "Bit-packed (Deprecated)") */
final class LegacyLevels {
    private LegacyLevels() {}

    /** The levels as one bit-packed run of the hybrid that replaced them, with slack behind. */
    static byte[] asRun(byte[] source, int from, int count, int width) {
        int groups = (count + 7) / 8;
        byte[] run = new byte[5 + groups * width + LittleEndian.SLACK];
        int at = 0;
        int header = groups << 1 | 1;
        while ((header & ~0x7f) != 0) {
            run[at++] = (byte) (header | 0x80);
            header >>>= 7;
        }
        run[at++] = (byte) header;
        for (int i = 0; i < count; i++) {
            for (int bit = 0; bit < width; bit++) {
                long read = (long) i * width + bit;
                int set = (source[from + (int) (read >>> 3)] >>> (7 - (read & 7))) & 1;
                // the highest bit of a level comes first there and last here
                long write = (long) i * width + (width - 1 - bit);
                run[at + (int) (write >>> 3)] |= (byte) (set << (write & 7));
            }
        }
        return Arrays.copyOf(run, at + groups * width + LittleEndian.SLACK);
    }
}
