package io.weir.format.parquet.write;

/**
 * Whether pages are still written as dictionary ids. Decided per column chunk by what the pages so far would have cost; once a
 * page was written plain, the following are, too. Pure arithmetic.
 */
final class DictionaryChoice {
    /** After so many values of a chunk a column of nothing but distinct values is recognised … */
    private static final int FIRST_LOOK = 256;

    /** … and after so many a column of nearly such. */
    private static final int SECOND_LOOK = 2048;

    /** What a dictionary page costs beside its entries. */
    private static final int OVERHEAD_BYTES = 24;

    private DictionaryChoice() {}

    /** How many more values to look up before asking whether it is {@link #hopeless}. */
    static int untilNextLook(int values) {
        return values < FIRST_LOOK ? FIRST_LOOK - values : SECOND_LOOK - values % SECOND_LOOK;
    }

    /** Is it hopeless: of {@code values} values, the first of a chunk, are nearly all distinct? */
    static boolean hopeless(int values, int distinct) {
        return values == FIRST_LOOK && distinct == values || values >= SECOND_LOOK && distinct > values - (values >> 3);
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
