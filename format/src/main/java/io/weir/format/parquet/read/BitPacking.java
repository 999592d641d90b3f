package io.weir.format.parquet.read;

import static io.weir.format.parquet.read.LittleEndian.LONG;

/**
 * Unpacks numbers of a fixed width in bits, lowest bit first. Loads eight bytes at a time, so the arrays have {@link
 * LittleEndian#SLACK} bytes behind the last packed one.
 */
final class BitPacking {
    private static final int GROUP = 8;

    private BitPacking() {}

    /** Unpacks {@code count} values of at most 32 bits, the first being number {@code index} of those packed from {@code start}. */
    static void unpack(byte[] source, int start, int index, int width, int[] target, int offset, int count) {
        if (width == 0) {
            java.util.Arrays.fill(target, offset, offset + count, 0);
            return;
        }
        int at = offset;
        int end = offset + count;
        int i = index;
        long mask = (1L << width) - 1;
        while (at < end && (i & (GROUP - 1)) != 0) {
            target[at++] = one(source, start, i++, width, mask);
        }
        int groups = (end - at) / GROUP;
        int from = start + (i >>> 3) * width;
        if (width <= 8) {
            groupsOfOneLoad(source, from, width, target, at, groups);
        } else if (width <= 15) {
            groupsOfTwoLoads(source, from, width, target, at, groups);
        } else if (width <= 29) {
            groupsOfFourLoads(source, from, width, target, at, groups);
        } else {
            groups = 0;
        }
        at += groups * GROUP;
        i += groups * GROUP;
        while (at < end) {
            target[at++] = one(source, start, i++, width, mask);
        }
    }

    private static int one(byte[] source, int start, int index, int width, long mask) {
        long bit = (long) index * width;
        return (int) (((long) LONG.get(source, start + (int) (bit >>> 3)) >>> (bit & 7)) & mask);
    }

    private static void groupsOfOneLoad(byte[] source, int from, int width, int[] target, int offset, int groups) {
        int mask = (1 << width) - 1;
        int position = from;
        int at = offset;
        for (int group = 0; group < groups; group++, at += GROUP, position += width) {
            long bits = (long) LONG.get(source, position);
            target[at] = (int) bits & mask;
            target[at + 1] = (int) (bits >>> width) & mask;
            target[at + 2] = (int) (bits >>> (2 * width)) & mask;
            target[at + 3] = (int) (bits >>> (3 * width)) & mask;
            target[at + 4] = (int) (bits >>> (4 * width)) & mask;
            target[at + 5] = (int) (bits >>> (5 * width)) & mask;
            target[at + 6] = (int) (bits >>> (6 * width)) & mask;
            target[at + 7] = (int) (bits >>> (7 * width)) & mask;
        }
    }

    private static void groupsOfTwoLoads(byte[] source, int from, int width, int[] target, int offset, int groups) {
        int mask = (1 << width) - 1;
        int second = (4 * width) >>> 3;
        int shift = (4 * width) & 7;
        int position = from;
        int at = offset;
        for (int group = 0; group < groups; group++, at += GROUP, position += width) {
            long low = (long) LONG.get(source, position);
            long high = (long) LONG.get(source, position + second) >>> shift;
            target[at] = (int) low & mask;
            target[at + 1] = (int) (low >>> width) & mask;
            target[at + 2] = (int) (low >>> (2 * width)) & mask;
            target[at + 3] = (int) (low >>> (3 * width)) & mask;
            target[at + 4] = (int) high & mask;
            target[at + 5] = (int) (high >>> width) & mask;
            target[at + 6] = (int) (high >>> (2 * width)) & mask;
            target[at + 7] = (int) (high >>> (3 * width)) & mask;
        }
    }

    private static void groupsOfFourLoads(byte[] source, int from, int width, int[] target, int offset, int groups) {
        int mask = (1 << width) - 1;
        int second = (2 * width) >>> 3;
        int secondShift = (2 * width) & 7;
        int third = (4 * width) >>> 3;
        int thirdShift = (4 * width) & 7;
        int fourth = (6 * width) >>> 3;
        int fourthShift = (6 * width) & 7;
        int position = from;
        int at = offset;
        for (int group = 0; group < groups; group++, at += GROUP, position += width) {
            long a = (long) LONG.get(source, position);
            long b = (long) LONG.get(source, position + second) >>> secondShift;
            long c = (long) LONG.get(source, position + third) >>> thirdShift;
            long d = (long) LONG.get(source, position + fourth) >>> fourthShift;
            target[at] = (int) a & mask;
            target[at + 1] = (int) (a >>> width) & mask;
            target[at + 2] = (int) b & mask;
            target[at + 3] = (int) (b >>> width) & mask;
            target[at + 4] = (int) c & mask;
            target[at + 5] = (int) (c >>> width) & mask;
            target[at + 6] = (int) d & mask;
            target[at + 7] = (int) (d >>> width) & mask;
        }
    }

    /** Unpacks values of at most 64 bits. */
    static void unpack(byte[] source, int start, int index, int width, long[] target, int offset, int count) {
        long mask = width == Long.SIZE ? -1 : (1L << width) - 1;
        long bit = (long) index * width;
        for (int i = 0; i < count; i++, bit += width) {
            int position = start + (int) (bit >>> 3);
            int shift = (int) bit & 7;
            long value = (long) LONG.get(source, position) >>> shift;
            if (shift + width > Long.SIZE) {
                value |= (long) source[position + Long.BYTES] << (Long.SIZE - shift);
            }
            target[offset + i] = value & mask;
        }
    }

    /** Unpacks levels, whose width is at most 8. */
    static void unpack(byte[] source, int start, int index, int width, byte[] target, int offset, int count) {
        int mask = (1 << width) - 1;
        int at = offset;
        int end = offset + count;
        int i = index;
        while (at < end && (i & (GROUP - 1)) != 0) {
            target[at++] = (byte) one(source, start, i++, width, mask);
        }
        int position = start + (i >>> 3) * width;
        for (; at + GROUP <= end; at += GROUP, i += GROUP, position += width) {
            long bits = (long) LONG.get(source, position);
            for (int k = 0; k < GROUP; k++) {
                target[at + k] = (byte) ((bits >>> (k * width)) & mask);
            }
        }
        while (at < end) {
            target[at++] = (byte) one(source, start, i++, width, mask);
        }
    }

    /** Unpacks single bits; a bit that is not set is a null. Returns how many are set. */
    static int unpackNulls(byte[] source, int start, int index, boolean[] nulls, int offset, int count) {
        int present = 0;
        for (int k = 0; k < count; k++) {
            int i = index + k;
            int bit = (source[start + (i >>> 3)] >>> (i & 7)) & 1;
            nulls[offset + k] = bit == 0;
            present += bit;
        }
        return present;
    }

    /** Unpacks single bits. */
    static void unpackBits(byte[] source, int start, int index, boolean[] target, int offset, int count) {
        for (int k = 0; k < count; k++) {
            int i = index + k;
            target[offset + k] = ((source[start + (i >>> 3)] >>> (i & 7)) & 1) != 0;
        }
    }
}
