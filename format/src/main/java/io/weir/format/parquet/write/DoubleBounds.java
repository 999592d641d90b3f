package io.weir.format.parquet.write;

import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;

/**
 * Bounds of floats and doubles. A NaN among the values takes the bounds away for good, as engines disagree on its place in the
 * order; a least zero is -0.0 and a greatest +0.0. (Parquet format, "ColumnOrder")
 */
final class DoubleBounds extends Bounds {
    private final int width;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean any;
    private boolean nan;

    /** @param width bytes of a value in the file, 4 or 8 */
    DoubleBounds(int width) {
        this.width = width;
    }

    @Override
    void clear() {
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        any = false;
        nan = false;
    }

    /** Takes in values given as their bits. */
    void add(long[] bits, int count) {
        double least = min;
        double greatest = max;
        if (width == Float.BYTES) {
            for (int i = 0; i < count; i++) {
                double value = Float.intBitsToFloat((int) bits[i]);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        } else {
            for (int i = 0; i < count; i++) {
                double value = Double.longBitsToDouble(bits[i]);
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        any |= count > 0;
        // Math.min and max keep a NaN, so that one look after the loop is enough
        if (Double.isNaN(least)) {
            nan = true;
        } else {
            min = least;
            max = greatest;
        }
    }

    @Override
    void merge(Bounds other) {
        DoubleBounds that = (DoubleBounds) other;
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
        any |= that.any;
        nan |= that.nan;
    }

    @Override
    boolean known() {
        return any && !nan;
    }

    @Override
    byte[] minBytes() {
        return bytes(least());
    }

    @Override
    byte[] maxBytes() {
        return bytes(greatest());
    }

    private double least() {
        return min == 0 ? -0.0 : min;
    }

    private double greatest() {
        return max == 0 ? 0.0 : max;
    }

    private byte[] bytes(double value) {
        long bits = width == Float.BYTES ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
        return LongBounds.bytes(bits, width);
    }

    @Override
    int compareMin(Bounds other) {
        return Double.compare(least(), ((DoubleBounds) other).least());
    }

    @Override
    int compareMax(Bounds other) {
        return Double.compare(greatest(), ((DoubleBounds) other).greatest());
    }

    @Override
    Object min(DataType type) {
        return value(type, least());
    }

    @Override
    Object max(DataType type) {
        return value(type, greatest());
    }

    private static Object value(DataType type, double value) {
        if (type == PrimitiveType.FLOAT) {
            return (float) value;
        }
        return value;
    }

    @Override
    DoubleBounds fresh() {
        return new DoubleBounds(width);
    }
}
