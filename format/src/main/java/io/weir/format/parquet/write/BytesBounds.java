package io.weir.format.parquet.write;

import io.weir.format.stats.StringBounds;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bounds of strings and binary values by their unsigned bytes. Keeps copies. */
final class BytesBounds extends Bounds {
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NONE = {};

    private byte[] min = NONE;
    private byte[] max = NONE;
    private boolean known;
    /** The first eight bytes, filled up with zeros, flipped so that they compare as signed numbers. */
    private long minPrefix;

    private long maxPrefix;

    @Override
    void clear() {
        known = false;
    }

    void add(byte[] source, int from, int to) {
        long prefix = prefix(source, from, to);
        if (!known) {
            known = true;
            min = Arrays.copyOfRange(source, from, to);
            max = min;
            minPrefix = prefix;
            maxPrefix = prefix;
            return;
        }
        // most values are between the bounds and are settled by these two comparisons
        if (prefix <= minPrefix
                && (prefix < minPrefix || Arrays.compareUnsigned(source, from, to, min, 0, min.length) < 0)) {
            min = Arrays.copyOfRange(source, from, to);
            minPrefix = prefix;
        }
        if (prefix >= maxPrefix
                && (prefix > maxPrefix || Arrays.compareUnsigned(source, from, to, max, 0, max.length) > 0)) {
            max = Arrays.copyOfRange(source, from, to);
            maxPrefix = prefix;
        }
    }

    private static long prefix(byte[] source, int from, int to) {
        long bits;
        if (to - from >= Long.BYTES) {
            bits = (long) BIG_ENDIAN.get(source, from);
        } else {
            bits = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                bits = bits << Byte.SIZE | (from + i < to ? source[from + i] & 0xff : 0);
            }
        }
        return bits ^ Long.MIN_VALUE;
    }

    @Override
    void merge(Bounds other) {
        BytesBounds that = (BytesBounds) other;
        if (that.known) {
            add(that.min, 0, that.min.length);
            add(that.max, 0, that.max.length);
        }
    }

    @Override
    boolean known() {
        return known;
    }

    @Override
    byte[] minBytes() {
        return min;
    }

    @Override
    byte[] maxBytes() {
        return max;
    }

    @Override
    int compareMin(Bounds other) {
        return Arrays.compareUnsigned(min, ((BytesBounds) other).min);
    }

    @Override
    int compareMax(Bounds other) {
        return Arrays.compareUnsigned(max, ((BytesBounds) other).max);
    }

    @Override
    @Nullable
    Object min(DataType type) {
        return type == PrimitiveType.STRING ? StringBounds.min(min) : null;
    }

    @Override
    @Nullable
    Object max(DataType type) {
        return type == PrimitiveType.STRING ? StringBounds.max(max) : null;
    }

    @Override
    BytesBounds fresh() {
        return new BytesBounds();
    }
}
