package io.weir.format.parquet.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Distinct byte strings in order of appearance, by open addressing. One thread at a time. */
final class BytesDictionary {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Small, as most files of a stream are. */
    private static final int INITIAL_SLOTS = 1 << 6;

    private static final int GROWTH = 4;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private byte[] data = new byte[INITIAL_SLOTS * Long.BYTES];
    /** Entry i is data[offsets[i] .. offsets[i + 1]). */
    private int[] offsets = new int[INITIAL_SLOTS / 2 + 1];

    private int size;
    /** Id + 1 and hash of a slot; 0 is a free slot. */
    private int[] slotIds = new int[INITIAL_SLOTS];

    private int[] slotHashes = new int[INITIAL_SLOTS];
    private int[] hashes = new int[INITIAL_SLOTS / 2];

    int size() {
        return size;
    }

    byte[] data() {
        return data;
    }

    int[] offsets() {
        return offsets;
    }

    /** Bytes of all entries together. */
    int dataBytes() {
        return offsets[size];
    }

    int length(int id) {
        return offsets[id + 1] - offsets[id];
    }

    void clear() {
        size = 0;
        Arrays.fill(slotIds, 0);
    }

    /** Forgets entries from {@code newSize} on; ids can be asked for no longer, until {@link #clear()}. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** The id of a value, new if it was not there. */
    int id(byte[] source, int from, int to) {
        int hash = hash(source, from, to);
        int mask = slotIds.length - 1;
        int slot = hash & mask;
        while (true) {
            int id = slotIds[slot];
            if (id == 0) {
                return add(source, from, to, hash, slot);
            }
            if (slotHashes[slot] == hash && isEntry(id - 1, source, from, to)) {
                return id - 1;
            }
            slot = slot + 1 & mask;
        }
    }

    /** Is a value the entry? By eights, as most values are too short for anything cleverer to pay. */
    private boolean isEntry(int id, byte[] source, int from, int to) {
        int start = offsets[id];
        int length = to - from;
        if (offsets[id + 1] - start != length) {
            return false;
        }
        byte[] entries = data;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if ((long) LONGS.get(entries, start + i) != (long) LONGS.get(source, from + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (entries[start + i] != source[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] source, int from, int to) {
        long hash = to - from;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(source, i)) * GOLDEN;
            hash ^= hash >>> 29;
        }
        if (i < to) {
            long rest = 0;
            for (; i < to; i++) {
                rest = rest << Byte.SIZE | source[i] & 0xff;
            }
            hash = (hash ^ rest) * GOLDEN;
            hash ^= hash >>> 29;
        }
        hash *= GOLDEN;
        return (int) (hash >>> 32);
    }

    private int add(byte[] source, int from, int to, int hash, int freeSlot) {
        int slot = freeSlot;
        if (size == hashes.length) {
            grow();
            int mask = slotIds.length - 1;
            slot = hash & mask;
            while (slotIds[slot] != 0) {
                slot = slot + 1 & mask;
            }
        }
        int start = offsets[size];
        int end = Math.addExact(start, to - from);
        if (end > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, end + (long) (end >> 1)));
        }
        System.arraycopy(source, from, data, start, to - from);
        hashes[size] = hash;
        offsets[++size] = end;
        slotIds[slot] = size;
        slotHashes[slot] = hash;
        return size - 1;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, hashes.length * GROWTH);
        offsets = Arrays.copyOf(offsets, hashes.length + 1);
        slotIds = new int[slotIds.length * GROWTH];
        slotHashes = new int[slotIds.length];
        int mask = slotIds.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = hashes[i] & mask;
            while (slotIds[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slotIds[slot] = i + 1;
            slotHashes[slot] = hashes[i];
        }
    }
}
