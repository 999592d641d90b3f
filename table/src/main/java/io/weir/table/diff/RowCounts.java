package io.weir.table.diff;

/**
 * How many rows two versions do not have in common. Rows are told apart by hashes of 128 bits.
 *
 * @param removed rows of the version before that have no counterpart
 * @param added rows of the version after that have none
 * @param changed pairs of rows of one key with other values; 0 where no key was given
 * @param ambiguousKeys keys that several of the differing rows of one version have; these rows are told as removed and added
 */
public record RowCounts(long removed, long added, long changed, long ambiguousKeys) {
    public static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

    /** Are all rows the same? */
    public boolean isEmpty() {
        return removed == 0 && added == 0 && changed == 0;
    }

    RowCounts plus(RowCounts other) {
        return new RowCounts(
                removed + other.removed,
                added + other.added,
                changed + other.changed,
                ambiguousKeys + other.ambiguousKeys);
    }
}
