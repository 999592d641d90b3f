package io.weir.pipeline.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what a step remembers; {@link StateInput} reads it. One thread at a time. */
public final class StateOutput {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[256];
    private int size;

    StateOutput() {}

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    public void writeByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /** Eight bytes. */
    public void writeLong(long value) {
        room(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    /** One to ten bytes, fewer for numbers near zero. */
    public void writeNumber(long value) {
        room(10);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** The length, then the bytes. */
    public void writeBytes(byte[] source, int from, int to) {
        writeNumber(to - from);
        writeRaw(source, from, to);
    }

    public void writeText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeBytes(utf8, 0, utf8.length);
    }

    void writeRaw(byte[] source, int from, int to) {
        room(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            long needed = (long) size + more;
            if (needed > MAX_ARRAY) {
                throw StateTooLargeException.beyondArrays(needed);
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_ARRAY, Math.max(needed, 2L * bytes.length)));
        }
    }
}
