package io.weir.format.parquet.write;

import io.weir.format.batch.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column that wait to become a page, and the dictionary of its column chunk. One thread at a time.
 *
 * <p>Values come as vectors, are measured and encoded by the page, and are never looked at one by one through this type.
 */
abstract sealed class PageValues permits NumberValues, BooleanValues, BytesValues, Int128Values {

    /** How many values wait. */
    abstract int count();

    /** How many bytes they take, about, not encoded. */
    abstract long bytes();

    /**
     * How many of the values at {@code positions[from .. to)}, or at {@code from .. to} if there are no positions, fit into so
     * many more bytes.
     */
    abstract int fit(ColumnVector vector, int @Nullable [] positions, int from, int to, long room);

    /** Takes values in. */
    abstract void append(ColumnVector vector, int @Nullable [] positions, int from, int to);

    /** Adds the waiting values to bounds. */
    abstract void measure(Bounds bounds);

    /** Encodes the waiting values behind what is in {@code out}, and forgets them. True if they are dictionary ids. */
    abstract boolean encode(ByteSink out);

    /** Entries of the dictionary that pages of this chunk use; 0 if none does. */
    abstract int dictionarySize();

    /** Writes the dictionary's entries, plain. */
    abstract void writeDictionary(ByteSink out);

    /** Begins a new column chunk. */
    abstract void endChunk();
}
