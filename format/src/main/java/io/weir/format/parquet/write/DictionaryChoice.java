package io.weir.format.parquet.write;

/**
 * Whether pages are still written as dictionary ids. Decided per column chunk by what the pages so far would have cost; once a
 * page was written plain, the following are, too. Pure arithmetic.
 */
final class DictionaryChoice {
    /** After so many values of a chunk a column of distinct values is recognised. */
    static final int SAMPLE = 2048;

    /** What a dictionary page costs beside its entries. */
    private static final int OVERHEAD_BYTES = 24;

    private DictionaryChoice() {}

    /** Is it hopeless: of {@code values} values seen first, are nearly all distinct? */
    static boolean hopeless(int values, int distinct) {
        return values >= SAMPLE && distinct > values - (values >> 3);
    }

    /**
     * Does a page pay as ids?
     *
     * @param newEntryBytes what the page added to the dictionary
     * @param firstPage is there no dictionary yet?
     */
    static boolean pays(long values, long plainBytes, long newEntryBytes, int dictionarySize, boolean firstPage) {
        long idBytes = values * RunLengths.bitWidth(dictionarySize - 1) / Byte.SIZE + 1;
        return idBytes + newEntryBytes + (firstPage ? OVERHEAD_BYTES : 0) < plainBytes;
    }
}
