package io.weir.suite.concurrency;

/**
 * Which rows of the table of pairs an operation is about.
 *
 * @param part the partition
 * @param low the first of their ids
 * @param high behind the last of their ids
 * @param fresh the first id of the rows it adds
 * @param name tells what it leaves in the table's metadata and transactions from what another one leaves there
 */
record Place(String part, long low, long high, long fresh, String name) {
    /** Where the operation is that comes first. */
    static final Place FIRST = new Place("a", 0, 5, 1000, "first");

    /** The same rows again. */
    static final Place SAME_ROWS = new Place("a", 0, 5, 2000, "second");

    /** Other rows of the same file. */
    static final Place SAME_FILE = new Place("a", 5, 10, 2000, "second");

    /** Another partition. */
    static final Place ELSEWHERE = new Place("b", 0, 5, 2000, "second");

    String condition() {
        return "part = '" + part + "' AND id >= " + low + " AND id < " + high;
    }
}
