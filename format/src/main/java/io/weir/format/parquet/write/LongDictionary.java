package io.weir.format.parquet.write;

import java.util.Arrays;

/** Distinct numbers in order of appearance, by open addressing. One thread at a time. */
final class LongDictionary {
    /** Small, as most files of a stream are. */
    private static final int INITIAL_BITS = 6;

    private static final int INITIAL_SLOTS = 1 << INITIAL_BITS;
    private static final int GROWTH_BITS = 2;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] entries = new long[INITIAL_SLOTS / 2];
    private int size;
    /** Key and id + 1 of a slot; 0 is a free slot. */
    private long[] slotKeys = new long[INITIAL_SLOTS];

    private int[] slotIds = new int[INITIAL_SLOTS];
    private int shift = Long.SIZE - INITIAL_BITS;

    int size() {
        return size;
    }

    /** The distinct values; the first {@link #size()} count. */
    long[] entries() {
        return entries;
    }

    void clear() {
        size = 0;
        Arrays.fill(slotIds, 0);
    }

    /** Forgets entries from {@code newSize} on; ids can be asked for no longer, until {@link #clear()}. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** The ids of {@code values[from .. to)} into {@code ids}, same positions. */
    void ids(long[] values, int from, int to, int[] ids) {
        if (from == to) {
            return;
        }
        long last = values[from];
        int lastId = id(last);
        ids[from] = lastId;
        for (int i = from + 1; i < to; i++) {
            long value = values[i];
            if (value != last) {
                last = value;
                lastId = id(value);
            }
            ids[i] = lastId;
        }
    }

    private int id(long value) {
        long[] keys = slotKeys;
        int[] taken = slotIds;
        int mask = taken.length - 1;
        int slot = (int) ((value ^ value >>> 32) * GOLDEN >>> shift);
        while (true) {
            int id = taken[slot];
            if (id == 0) {
                return add(value, slot);
            }
            if (keys[slot] == value) {
                return id - 1;
            }
            slot = slot + 1 & mask;
        }
    }

    private int add(long value, int slot) {
        if (size == entries.length) {
            grow();
            entries[size++] = value;
            place(value, size);
            return size - 1;
        }
        entries[size++] = value;
        slotKeys[slot] = value;
        slotIds[slot] = size;
        return size - 1;
    }

    private void grow() {
        entries = Arrays.copyOf(entries, entries.length << GROWTH_BITS);
        slotKeys = new long[slotKeys.length << GROWTH_BITS];
        slotIds = new int[slotKeys.length];
        shift -= GROWTH_BITS;
        for (int i = 0; i < size; i++) {
            place(entries[i], i + 1);
        }
    }

    private void place(long value, int idPlusOne) {
        int mask = slotIds.length - 1;
        int slot = (int) ((value ^ value >>> 32) * GOLDEN >>> shift);
        while (slotIds[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slotKeys[slot] = value;
        slotIds[slot] = idPlusOne;
    }
}
