package io.weir.format.parquet.write;

import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Bounds of integers, dates, timestamps and decimals of up to 18 digits. */
final class LongBounds extends Bounds {
    private final int width;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    /** @param width bytes of a value in the file, 4 or 8 */
    LongBounds(int width) {
        this.width = width;
    }

    @Override
    void clear() {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    void add(long[] values, int count) {
        long least = min;
        long greatest = max;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        min = least;
        max = greatest;
    }

    @Override
    void merge(Bounds other) {
        LongBounds that = (LongBounds) other;
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
    }

    @Override
    boolean known() {
        return min <= max;
    }

    @Override
    byte[] minBytes() {
        return bytes(min, width);
    }

    @Override
    byte[] maxBytes() {
        return bytes(max, width);
    }

    static byte[] bytes(long value, int width) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >>> (i * Byte.SIZE));
        }
        return bytes;
    }

    @Override
    int compareMin(Bounds other) {
        return Long.compare(min, ((LongBounds) other).min);
    }

    @Override
    int compareMax(Bounds other) {
        return Long.compare(max, ((LongBounds) other).max);
    }

    @Override
    Object min(DataType type) {
        return value(type, min);
    }

    @Override
    Object max(DataType type) {
        return value(type, max);
    }

    private static Object value(DataType type, long value) {
        if (type instanceof DecimalType decimal) {
            return BigDecimal.valueOf(value, decimal.scale());
        }
        return switch ((PrimitiveType) type) {
            case BYTE -> (byte) value;
            case SHORT -> (short) value;
            case INTEGER -> (int) value;
            case DATE -> LocalDate.ofEpochDay(value);
            case TIMESTAMP -> Values.instant(value);
            case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(Values.instant(value), ZoneOffset.UTC);
            default -> value;
        };
    }

    @Override
    LongBounds fresh() {
        return new LongBounds(width);
    }
}
