package io.weir.format.parquet.write;

/**
 * Encodes small numbers as Parquet's mix of runs and packed bits, for levels and dictionary ids. (Parquet format, "Run Length
 * Encoding / Bit-Packing Hybrid")
 */
final class RunLengths {
    private static final int GROUP = 8;
    /** Groups in one packed run whose header still is one byte, as parquet-java cuts them. */
    private static final int MAX_GROUPS = 63;

    private RunLengths() {}

    /** The least bits that hold every number up to {@code max}; at least one, which every reader takes. */
    static int bitWidth(int max) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(max));
    }

    /** A single run. */
    static void encodeRun(int value, int count, int bitWidth, ByteSink out) {
        out.putVarint(count << 1);
        out.putLow(value, (bitWidth + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** Encodes {@code values[0 .. count)}; at most 2^30 of them. */
    static void encode(int[] values, int count, int bitWidth, ByteSink out) {
        int packedFrom = 0;
        int i = 0;
        while (i + GROUP <= count) {
            int value = values[i];
            // one difference suffices to go on to the next group; equal groups are looked at to the end
            if (value != values[i + 1]
                    || value != values[i + 2]
                    || value != values[i + 3]
                    || value != values[i + 4]
                    || value != values[i + 5]
                    || value != values[i + 6]
                    || value != values[i + 7]) {
                i += GROUP;
                continue;
            }
            int end = i + GROUP;
            while (end < count && values[end] == value) {
                end++;
            }
            pack(values, packedFrom, i, bitWidth, out);
            encodeRun(value, end - i, bitWidth, out);
            i = end;
            packedFrom = end;
        }
        pack(values, packedFrom, count, bitWidth, out);
    }

    /** Packs values in groups of eight; the last group is filled up with zeros. */
    private static void pack(int[] values, int from, int to, int bitWidth, ByteSink out) {
        for (int start = from; start < to; start += MAX_GROUPS * GROUP) {
            int end = Math.min(to, start + MAX_GROUPS * GROUP);
            int groups = (end - start + GROUP - 1) / GROUP;
            out.write(groups << 1 | 1);
            int packedBytes = groups * bitWidth;
            out.reserve(packedBytes + Integer.BYTES);
            int before = out.size();
            long bits = 0;
            int bitCount = 0;
            for (int i = start; i < end; i++) {
                bits |= (long) values[i] << bitCount;
                bitCount += bitWidth;
                if (bitCount >= Integer.SIZE) {
                    out.putInt((int) bits);
                    bits >>>= Integer.SIZE;
                    bitCount -= Integer.SIZE;
                }
            }
            int rest = packedBytes - (out.size() - before);
            while (rest > 0) {
                out.write((int) bits);
                bits >>>= Byte.SIZE;
                rest--;
            }
        }
    }
}
