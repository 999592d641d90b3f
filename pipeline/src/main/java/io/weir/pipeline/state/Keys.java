package io.weir.pipeline.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Distinct keys, numbered from 0 in the order in which they came. A key is some bytes, as {@link KeyEncoder} makes them; all are in one array, and
 * found by a table of numbers with open addressing: a key costs its bytes and some twenty more. One thread at a time.
 */
public final class Keys {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Hash in the upper half, number + 1 in the lower; 0 is empty. */
    private long[] slots;

    private int[] ends;
    private byte[] bytes;
    private int size;

    public Keys() {
        this(6);
    }

    /** With room for so many. */
    public Keys(int expected) {
        int capacity = 8;
        while (capacity / 4 * 3 < expected) {
            capacity <<= 1;
        }
        slots = new long[capacity];
        ends = new int[Math.max(4, expected)];
        bytes = new byte[8 * ends.length];
    }

    public int size() {
        return size;
    }

    /** The memory taken, in bytes. */
    public long sizeBytes() {
        return (long) Long.BYTES * slots.length + (long) Integer.BYTES * ends.length + bytes.length;
    }

    /** The number of a key; if it was not there, it is now, as the last. */
    public int add(int hash, byte[] source, int from, int to) {
        int mask = slots.length - 1;
        long wanted = (long) hash << Integer.SIZE;
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            long found = slots[slot];
            if (found == 0) {
                slots[slot] = wanted | (size + 1);
                return append(source, from, to);
            }
            int key = (int) found - 1;
            if ((int) (found >>> Integer.SIZE) == hash
                    && Arrays.equals(bytes, start(key), ends[key], source, from, to)) {
                return key;
            }
        }
    }

    /** The bytes of all keys, each from {@link #start} to {@link #end}. Not to be written to. */
    public byte[] data() {
        return bytes;
    }

    public int start(int key) {
        return key == 0 ? 0 : ends[key - 1];
    }

    public int end(int key) {
        return ends[key];
    }

    /** Brings keys into the order of their bytes, which is that of their values. */
    public void sort(int[] keys, int count) {
        sort(keys, new int[count], 0, count);
    }

    private void sort(int[] keys, int[] scratch, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(keys, scratch, from, middle);
        sort(keys, scratch, middle, to);
        if (compare(keys[middle - 1], keys[middle]) <= 0) {
            return;
        }
        System.arraycopy(keys, from, scratch, from, middle - from);
        int left = from;
        int right = middle;
        for (int i = from; left < middle; i++) {
            keys[i] = right < to && compare(scratch[left], keys[right]) > 0 ? keys[right++] : scratch[left++];
        }
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(bytes, start(a), ends[a], bytes, start(b), ends[b]);
    }

    private int append(byte[] source, int from, int to) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, grown(ends.length + 1L, ends.length));
        }
        int start = size == 0 ? 0 : ends[size - 1];
        long needed = (long) start + to - from;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(needed, bytes.length));
        }
        System.arraycopy(source, from, bytes, start, to - from);
        ends[size++] = (int) needed;
        if (size > slots.length / 4 * 3) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        if (slots.length > MAX_ARRAY / 2) {
            throw StateTooLargeException.beyondArrays((long) Long.BYTES * slots.length);
        }
        long[] old = slots;
        slots = new long[2 * old.length];
        int mask = slots.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> Integer.SIZE) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = entry;
            }
        }
    }

    private static int grown(long needed, int now) {
        if (needed > MAX_ARRAY) {
            throw StateTooLargeException.beyondArrays(needed);
        }
        return (int) Math.min(MAX_ARRAY, Math.max(needed, now + (now >> 1)));
    }

    /** The same for the same bytes. */
    public static int hash(byte[] source, int from, int to) {
        long hash = (to - from) * MIX;
        int position = from;
        for (; to - position >= Long.BYTES; position += Long.BYTES) {
            hash = mixed(hash ^ (long) LONG.get(source, position));
        }
        long rest = 0;
        for (; position < to; position++) {
            rest = rest << 8 | (source[position] & 0xFF);
        }
        return (int) (mixed(hash ^ rest) >>> Integer.SIZE);
    }

    private static long mixed(long value) {
        long mixed = value * MIX;
        return mixed ^ (mixed >>> Integer.SIZE);
    }
}
