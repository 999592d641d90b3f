package io.weir.compaction.check;

import java.util.Arrays;

/** From hashes to the places where they were put, 0, 1, 2 …, without an object an entry. One thread at a time. */
public final class HashIndex {
    private long[] keys;
    private int[] places;
    private int size;

    public HashIndex(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, Math.min(expected, 1 << 28) * 2 - 1)) << 1;
        keys = new long[capacity];
        places = new int[capacity];
    }

    public int size() {
        return size;
    }

    /** The place of a hash, which is put last if it was not there. */
    public int put(long hash) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(hash);
        if (keys[slot] == 0) {
            keys[slot] = hash;
            places[slot] = size++;
        }
        return places[slot];
    }

    /** The place of a hash, or -1. */
    public int find(long hash) {
        int slot = slot(hash);
        return keys[slot] == 0 ? -1 : places[slot];
    }

    private int slot(long hash) {
        int slot = (int) (hash >>> 7) & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != hash) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldPlaces = places;
        keys = Arrays.copyOf(new long[0], oldKeys.length * 2);
        places = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
