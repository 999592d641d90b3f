package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Map;

/** DELTA_BINARY_PACKED: differences in blocks of miniblocks. (Parquet format, "Delta Encoding") */
final class DeltaDecoder extends ValueDecoder {
    /** Miniblocks have a multiple of this many values, and are unpacked in such steps. */
    private static final int STEP = 32;

    /** Usual are 128; what is far more lets a few bytes stand for too many values. */
    private static final int MAX_BLOCK_VALUES = 1 << 14;

    private final long[] deltas = new long[STEP];
    private final long[] wide = new long[256];
    private byte[] bytes = {};
    private int position;
    private int limit;
    private int miniblocks;
    private int stepsPerMiniblock;
    /** Values not handed out yet, the first one included. */
    private int left;

    private boolean firstPending;
    private long last;
    private long minDelta;
    /** Where the widths of the block's miniblocks are, and which miniblock is current. */
    private int widths;

    private int miniblock;
    private int step;
    private int width;
    /** Values in {@link #deltas} that are not used yet begin here. */
    private int used;

    @Override
    void reset(byte[] source, int from, int to, int valueCount) {
        bytes = source;
        position = from;
        limit = to;
        if (valueCount == 0 && from >= to) {
            left = 0;
            return;
        }
        long blockValues = varint();
        long miniblockCount = varint();
        long total = varint();
        last = zigzag();
        if (blockValues <= 0
                || blockValues > MAX_BLOCK_VALUES
                || miniblockCount <= 0
                || miniblockCount > blockValues / STEP
                || blockValues % miniblockCount != 0
                || blockValues / miniblockCount % STEP != 0
                || total < 0
                || total > Integer.MAX_VALUE) {
            throw new CorruptParquetException(
                    "Header of delta-encoded values makes no sense",
                    Map.of("blockValues", blockValues, "miniblocks", miniblockCount, "total", total));
        }
        miniblocks = (int) miniblockCount;
        stepsPerMiniblock = (int) (blockValues / miniblockCount / STEP);
        left = (int) total;
        firstPending = total > 0;
        miniblock = miniblocks;
        step = stepsPerMiniblock;
        used = STEP;
    }

    /** How many values are left. */
    int left() {
        return left;
    }

    @Override
    void skip(int count) {
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, wide.length);
            longs(wide, 0, n);
            done += n;
        }
    }

    @Override
    void ints(int[] target, int offset, int count) {
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, wide.length);
            longs(wide, 0, n);
            for (int i = 0; i < n; i++) {
                target[offset + done + i] = (int) wide[i];
            }
            done += n;
        }
    }

    @Override
    void longs(long[] target, int offset, int count) {
        if (count > left) {
            throw truncated(count, left);
        }
        int at = offset;
        int end = offset + count;
        if (firstPending && at < end) {
            target[at++] = last;
            firstPending = false;
        }
        while (at < end) {
            if (used == STEP) {
                nextStep();
            }
            int n = Math.min(STEP - used, end - at);
            long value = last;
            for (int i = 0; i < n; i++) {
                value += deltas[used + i] + minDelta;
                target[at + i] = value;
            }
            last = value;
            used += n;
            at += n;
        }
        left -= count;
    }

    /** Where the bytes behind all values are; only after the last value was taken. */
    int end() {
        if (miniblock < miniblocks) {
            // the rest of the current miniblock is padding that was written; later ones were not
            return position + (stepsPerMiniblock - step) * (STEP / 8) * width;
        }
        return position;
    }

    private void nextStep() {
        if (step == stepsPerMiniblock) {
            step = 0;
            miniblock++;
            if (miniblock >= miniblocks) {
                nextBlock();
            }
            width = bytes[widths + miniblock] & 0xff;
            if (width > Long.SIZE) {
                throw new CorruptParquetException("Bit width of a miniblock is wrong", Map.of("bitWidth", width));
            }
        }
        int packed = STEP / 8 * width;
        if (packed > limit - position) {
            throw truncated(packed, limit - position);
        }
        BitPacking.unpack(bytes, position, 0, width, deltas, 0, STEP);
        position += packed;
        step++;
        used = 0;
    }

    private void nextBlock() {
        minDelta = zigzag();
        if (miniblocks > limit - position) {
            throw truncated(miniblocks, limit - position);
        }
        widths = position;
        position += miniblocks;
        miniblock = 0;
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position >= limit) {
                throw truncated(1, 0);
            }
            int b = bytes[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new CorruptParquetException("Number in a page is too long", Map.of());
    }
}
