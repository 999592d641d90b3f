package io.weir.table.diff;

/**
 * How many files two versions do not have in common. A file is the same if its path and its deletion vector are.
 *
 * @param removed files that only the version before has
 * @param added files that only the version after has
 * @param marked files that both have, of which other rows are deleted; not among the two
 * @param common files that are the same
 */
public record FileDifference(int removed, long removedBytes, int added, long addedBytes, int marked, int common) {
    /** Are they the same files with the same rows? */
    public boolean isEmpty() {
        return removed == 0 && added == 0 && marked == 0;
    }
}
