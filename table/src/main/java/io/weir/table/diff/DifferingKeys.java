package io.weir.table.diff;

/** The keys of rows that differ, and how many of each version have them. Made once; reading is safe for many threads. */
final class DifferingKeys {
    /** More than one. */
    private static final int SEVERAL = 2;
    /** Numbers of the two versions in one number. */
    private static final int BITS = 2;

    private final HashTable keys;
    private long changed;
    private long ambiguous;

    private DifferingKeys(HashTable keys) {
        this.keys = keys;
    }

    /** @param rows by their hashes how many more the version before has, with the hashes of their keys */
    static DifferingKeys of(HashTable rows, int maxSlots) {
        DifferingKeys found = new DifferingKeys(new HashTable(maxSlots, false));
        for (int slot = 0; slot < rows.slots(); slot++) {
            if (rows.number(slot) != 0) {
                found.add(rows.firstOfLabel(slot), rows.secondOfLabel(slot), rows.number(slot));
            }
        }
        for (int slot = 0; slot < found.keys.slots(); slot++) {
            int state = found.keys.number(slot);
            found.changed += state == state(1, 1) ? 1 : 0;
            found.ambiguous += before(state) >= SEVERAL || after(state) >= SEVERAL ? 1 : 0;
        }
        return found;
    }

    private void add(long one, long two, int number) {
        int slot = keys.findOrAdd(one, two); // there is room: no more keys than rows
        int state = keys.number(slot);
        int before = Math.min(SEVERAL, before(state) + Math.max(0, number));
        int after = Math.min(SEVERAL, after(state) + Math.max(0, -number));
        keys.put(slot, state(before, after));
    }

    private static int state(int before, int after) {
        return before | after << BITS;
    }

    private static int before(int state) {
        return state & (1 << BITS) - 1;
    }

    private static int after(int state) {
        return state >>> BITS;
    }

    /** Keys of one row of each version. */
    long changed() {
        return changed;
    }

    /** Keys of several rows of a version. */
    long ambiguous() {
        return ambiguous;
    }

    /** Does exactly one differing row of each version have the key of a row? */
    boolean isChanged(RowHashes hashes, int row) {
        int slot = keys.find(hashes.first()[row], hashes.second()[row]);
        return slot != HashTable.NONE && keys.number(slot) == state(1, 1);
    }
}
