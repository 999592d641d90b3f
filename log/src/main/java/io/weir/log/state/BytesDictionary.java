package io.weir.log.state;

import java.util.Arrays;

/** Collects distinct byte strings and numbers them from 0 in the order they come. One thread at a time. */
final class BytesDictionary {
    private byte[] data = new byte[256];
    private int[] offsets = new int[17];
    private int[] hashes = new int[16];
    private int[] slots = new int[32];
    private int size;

    int size() {
        return size;
    }

    /** All entries, one after the other; not to be written to. */
    byte[] data() {
        return data;
    }

    /** Where each entry begins; one more than there are entries. */
    int[] offsets() {
        return offsets;
    }

    /** The number of a byte string, which is copied if it is new. */
    int idOf(byte[] source, int from, int to) {
        int hash = PathBytes.hash(source, from, to, "");
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && Arrays.equals(data, offsets[id], offsets[id + 1], source, from, to)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
        return append(source, from, to, hash, slot);
    }

    private int append(byte[] source, int from, int to, int hash, int slot) {
        int id = size++;
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        int start = offsets[id];
        int end = Math.addExact(start, to - from);
        if (end > data.length) {
            data = Arrays.copyOf(data, grown(end));
        }
        System.arraycopy(source, from, data, start, to - from);
        offsets[id + 1] = end;
        hashes[id] = hash;
        slots[slot] = size;
        if (size * 2 > slots.length) {
            slots = index(hashes, size);
        }
        return id;
    }

    /** An array at least this long, with room to grow. */
    static int grown(int needed) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, needed + (long) (needed >> 1) + 16);
    }

    /** A hash table over the first {@code count} rows: row + 1 or 0, next slot when taken, at most half full. */
    static int[] index(int[] hashes, int count) {
        return index(hashes, count, Integer.highestOneBit(Math.max(8, count)) * 4);
    }

    /** The same in fewer slots, at most three quarters full, for what does not grow any more. */
    static int[] denseIndex(int[] hashes, int count) {
        int slots = Integer.highestOneBit(Math.max(8, count)) * 2;
        return index(hashes, count, count > slots / 4 * 3 ? slots * 2 : slots);
    }

    private static int[] index(int[] hashes, int count, int slots) {
        int[] table = new int[slots];
        int mask = table.length - 1;
        for (int row = 0; row < count; row++) {
            int slot = hashes[row] & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = row + 1;
        }
        return table;
    }
}
