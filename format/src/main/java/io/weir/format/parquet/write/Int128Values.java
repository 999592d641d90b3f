package io.weir.format.parquet.write;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Int128Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decimals of 19 to 38 digits: two's complement, big-endian, in as few bytes as the precision needs; never a dictionary. */
final class Int128Values extends PageValues {
    private final int width;
    private long[] highs = {};
    private long[] lows = {};
    private int count;

    /** @param width bytes of a value in the file, 9 to 16 */
    Int128Values(int width) {
        this.width = width;
    }

    @Override
    int count() {
        return count;
    }

    @Override
    long bytes() {
        return (long) count * width;
    }

    @Override
    int fit(ColumnVector vector, int @Nullable [] positions, int from, int to, long room) {
        return (int) Math.min(to - from, room / width);
    }

    @Override
    void append(ColumnVector vector, int @Nullable [] positions, int from, int to) {
        Int128Vector source = (Int128Vector) vector;
        long[] sourceHighs = source.highs();
        long[] sourceLows = source.lows();
        int length = to - from;
        if (count + length > highs.length) {
            int capacity = Math.max(count + length, highs.length * 2);
            highs = Arrays.copyOf(highs, capacity);
            lows = Arrays.copyOf(lows, capacity);
        }
        for (int i = 0; i < length; i++) {
            int position = positions == null ? from + i : positions[from + i];
            highs[count + i] = sourceHighs[position];
            lows[count + i] = sourceLows[position];
        }
        count += length;
    }

    @Override
    void measure(Bounds bounds) {
        ((Int128Bounds) bounds).add(highs, lows, count);
    }

    @Override
    boolean encode(ByteSink out) {
        out.reserve(Math.multiplyExact(count, width));
        for (int i = 0; i < count; i++) {
            put(highs[i], lows[i], width, out);
        }
        count = 0;
        return false;
    }

    /** Writes the low {@code width} bytes of a number, the highest first. */
    static void put(long high, long low, int width, ByteSink out) {
        for (int i = width - 1; i >= Long.BYTES; i--) {
            out.write((int) (high >> ((i - Long.BYTES) * Byte.SIZE)));
        }
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            out.write((int) (low >>> (i * Byte.SIZE)));
        }
    }

    @Override
    int dictionarySize() {
        return 0;
    }

    @Override
    void writeDictionary(ByteSink out) {
        throw new IllegalStateException("Wide decimals have no dictionary");
    }

    @Override
    void endChunk() {
        // nothing outlives a page
    }
}
