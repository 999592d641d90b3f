package io.weir.pipeline.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateOutput} wrote; {@link CorruptStateException} at an end that comes too early. One thread at a time. */
public final class StateInput {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;

    StateInput(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    public int readByte() {
        need(1);
        return bytes[position++];
    }

    public long readLong() {
        need(Long.BYTES);
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    public long readNumber() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new CorruptStateException("A number in a state does not end {position=" + position + "}");
    }

    /** A number of things each of which takes at least a byte. */
    public int readCount() {
        long count = readNumber();
        if (count < 0 || count > end - position) {
            throw new CorruptStateException("A state says that it has more than its bytes can hold {bytes="
                    + (end - position) + ", count=" + count + ", position=" + position + "}");
        }
        return (int) count;
    }

    /** Passes over bytes that {@link StateOutput#writeBytes} wrote; they are at {@link #data()}, from {@link #position()} less their number. */
    public int skipBytes() {
        int length = readCount();
        position += length;
        return length;
    }

    /** All bytes; not to be written to. */
    public byte[] data() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public String readText() {
        int length = skipBytes();
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    void expectEnd() {
        if (position != end) {
            throw new CorruptStateException(
                    "A state goes on behind its end {bytes=" + end + ", position=" + position + "}");
        }
    }

    private void need(int count) {
        if (end - position < count) {
            throw new CorruptStateException("A state ends too early {bytes=" + end + ", position=" + position + "}");
        }
    }
}
