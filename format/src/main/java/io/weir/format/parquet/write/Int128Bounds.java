package io.weir.format.parquet.write;

import io.weir.format.batch.Int128Vector;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import java.math.BigDecimal;

/** Bounds of decimals of 19 to 38 digits. */
final class Int128Bounds extends Bounds {
    private final int width;
    private long minHigh = Long.MAX_VALUE;
    private long minLow = -1;
    private long maxHigh = Long.MIN_VALUE;
    private long maxLow;

    /** @param width bytes of a value in the file */
    Int128Bounds(int width) {
        this.width = width;
    }

    @Override
    void clear() {
        minHigh = Long.MAX_VALUE;
        minLow = -1;
        maxHigh = Long.MIN_VALUE;
        maxLow = 0;
    }

    void add(long[] highs, long[] lows, int count) {
        for (int i = 0; i < count; i++) {
            takeMin(highs[i], lows[i]);
            takeMax(highs[i], lows[i]);
        }
    }

    private void takeMin(long high, long low) {
        if (compare(high, low, minHigh, minLow) < 0) {
            minHigh = high;
            minLow = low;
        }
    }

    private void takeMax(long high, long low) {
        if (compare(high, low, maxHigh, maxLow) > 0) {
            maxHigh = high;
            maxLow = low;
        }
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high != otherHigh ? Long.compare(high, otherHigh) : Long.compareUnsigned(low, otherLow);
    }

    @Override
    void merge(Bounds other) {
        Int128Bounds that = (Int128Bounds) other;
        takeMin(that.minHigh, that.minLow);
        takeMax(that.maxHigh, that.maxLow);
    }

    @Override
    boolean known() {
        return compare(minHigh, minLow, maxHigh, maxLow) <= 0;
    }

    @Override
    byte[] minBytes() {
        return bytes(minHigh, minLow);
    }

    @Override
    byte[] maxBytes() {
        return bytes(maxHigh, maxLow);
    }

    private byte[] bytes(long high, long low) {
        ByteSink sink = new ByteSink(width);
        Int128Values.put(high, low, width, sink);
        return sink.toByteArray();
    }

    @Override
    int compareMin(Bounds other) {
        Int128Bounds that = (Int128Bounds) other;
        return compare(minHigh, minLow, that.minHigh, that.minLow);
    }

    @Override
    int compareMax(Bounds other) {
        Int128Bounds that = (Int128Bounds) other;
        return compare(maxHigh, maxLow, that.maxHigh, that.maxLow);
    }

    @Override
    Object min(DataType type) {
        return new BigDecimal(Int128Vector.unscaled(minHigh, minLow), ((DecimalType) type).scale());
    }

    @Override
    Object max(DataType type) {
        return new BigDecimal(Int128Vector.unscaled(maxHigh, maxLow), ((DecimalType) type).scale());
    }

    @Override
    Int128Bounds fresh() {
        return new Int128Bounds(width);
    }
}
