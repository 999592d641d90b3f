package io.weir.table.diff;

/**
 * Hashes of 128 bits and a number with each, packed: 20 bytes a slot, 36 with labels. One thread at a time.
 *
 * <p>Slots stay where they are until the table grows. A label is another hash that goes with an entry.
 */
final class HashTable {
    static final int NONE = -1;

    private static final int FIRST_SLOTS = 1 << 10;

    private final int maxSlots;
    private long[] first = new long[FIRST_SLOTS];
    private long[] second = new long[FIRST_SLOTS];
    private int[] numbers = new int[FIRST_SLOTS];
    private final boolean labelled;
    private long[] firstOfLabel;
    private long[] secondOfLabel;
    private int size;

    /** @param maxSlots a power of two; three quarters of them can be used */
    HashTable(int maxSlots, boolean labelled) {
        this.maxSlots = Math.max(FIRST_SLOTS, maxSlots);
        this.labelled = labelled;
        this.firstOfLabel = new long[labelled ? FIRST_SLOTS : 0];
        this.secondOfLabel = new long[firstOfLabel.length];
    }

    int size() {
        return size;
    }

    /** How many slots there are, used or not. */
    int slots() {
        return numbers.length;
    }

    boolean isUsed(int slot) {
        return (first[slot] | second[slot]) != 0;
    }

    int number(int slot) {
        return numbers[slot];
    }

    void put(int slot, int number) {
        numbers[slot] = number;
    }

    void label(int slot, long one, long two) {
        firstOfLabel[slot] = one;
        secondOfLabel[slot] = two;
    }

    long firstOfLabel(int slot) {
        return firstOfLabel[slot];
    }

    long secondOfLabel(int slot) {
        return secondOfLabel[slot];
    }

    /** The slot of a hash; {@link #NONE} if it is not there. */
    int find(long one, long two) {
        int slot = slot(one, two);
        return isUsed(slot) ? slot : NONE;
    }

    /** The slot of a hash, which is used from now on, with 0 if it is new; {@link #NONE} if there is no room. */
    int findOrAdd(long one, long two) {
        int slot = slot(one, two);
        if (isUsed(slot)) {
            return slot;
        }
        if (size >= numbers.length / 4 * 3) {
            if (numbers.length >= maxSlots) {
                return NONE;
            }
            grow();
            slot = slot(one, two);
        }
        first[slot] = one;
        second[slot] = two(one, two);
        size++;
        return slot;
    }

    /** 0 and 0 is the mark of a free slot. */
    private static long two(long one, long two) {
        return one == 0 && two == 0 ? 1 : two;
    }

    private int slot(long one, long two) {
        long other = two(one, two);
        int mask = numbers.length - 1;
        int slot = (int) one & mask;
        while (isUsed(slot) && (first[slot] != one || second[slot] != other)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldFirst = first;
        long[] oldSecond = second;
        int[] oldNumbers = numbers;
        long[] oldFirstOfLabel = firstOfLabel;
        long[] oldSecondOfLabel = secondOfLabel;
        first = new long[2 * oldFirst.length];
        second = new long[first.length];
        numbers = new int[first.length];
        firstOfLabel = new long[labelled ? first.length : 0];
        secondOfLabel = new long[firstOfLabel.length];
        for (int old = 0; old < oldNumbers.length; old++) {
            if ((oldFirst[old] | oldSecond[old]) != 0) {
                int slot = slot(oldFirst[old], oldSecond[old]);
                first[slot] = oldFirst[old];
                second[slot] = oldSecond[old];
                numbers[slot] = oldNumbers[old];
                if (labelled) {
                    label(slot, oldFirstOfLabel[old], oldSecondOfLabel[old]);
                }
            }
        }
    }
}
