package io.weir.format.parquet.read;

/** Rows of a file that are not to be read, by their places from 0 over all row groups. Safe for many threads. */
public interface ExcludedRows {
    /** How many there are among the rows from {@code start} (inclusive) to {@code end} (exclusive). */
    long count(long start, long end);

    /**
     * Finds the rows that are not excluded among some.
     *
     * @param firstRow the place of the row that {@code rows} calls 0
     * @param rows ascending, of which {@code rowCount} are looked at
     * @param kept takes the indexes into {@code rows} of those that are left, ascending; may be {@code rows} itself if nobody
     *     needs that any more
     * @return how many are left
     */
    int keep(long firstRow, int[] rows, int rowCount, int[] kept);
}
