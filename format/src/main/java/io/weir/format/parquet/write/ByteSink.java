package io.weir.format.parquet.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow, with numbers in Parquet's little-endian order. One thread at a time. */
final class ByteSink {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    /** The bytes themselves, valid until the next write. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    /** Makes room for so many more bytes. */
    void reserve(int more) {
        long needed = (long) size + more;
        if (needed > bytes.length) {
            if (needed > MAX_SIZE) {
                throw new IllegalArgumentException(
                        "A page grows beyond 2 GiB; write smaller values or smaller batches");
            }
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(MAX_SIZE, Math.max(needed, bytes.length + (long) (bytes.length >> 1))));
        }
    }

    void write(int b) {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    void write(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    void putInt(int value) {
        reserve(Integer.BYTES);
        INTS.set(bytes, size, value);
        size += Integer.BYTES;
    }

    /** A length and so many bytes, for which room was reserved. Returns where the bytes begin. */
    int putCounted(byte[] source, int from, int to) {
        INTS.set(bytes, size, to - from);
        int start = size + Integer.BYTES;
        System.arraycopy(source, from, bytes, start, to - from);
        size = start + to - from;
        return start;
    }

    /** Overwrites four bytes that were written before. */
    void setInt(int position, int value) {
        INTS.set(bytes, position, value);
    }

    /** The low four bytes of each value. */
    void putLowInts(long[] values, int from, int to) {
        reserve(Math.multiplyExact(to - from, Integer.BYTES));
        byte[] target = bytes;
        int position = size;
        for (int i = from; i < to; i++) {
            INTS.set(target, position, (int) values[i]);
            position += Integer.BYTES;
        }
        size = position;
    }

    void putLongs(long[] values, int from, int to) {
        reserve(Math.multiplyExact(to - from, Long.BYTES));
        byte[] target = bytes;
        int position = size;
        for (int i = from; i < to; i++) {
            LONGS.set(target, position, values[i]);
            position += Long.BYTES;
        }
        size = position;
    }

    /** The number in the low {@code byteCount} bytes. */
    void putLow(int value, int byteCount) {
        for (int i = 0; i < byteCount; i++) {
            write(value >>> (i * Byte.SIZE));
        }
    }

    /** An unsigned number, seven bits a byte. */
    void putVarint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        write(rest);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
