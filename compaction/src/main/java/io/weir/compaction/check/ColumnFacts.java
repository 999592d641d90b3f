package io.weir.compaction.check;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the values of one column in some rows. Immutable.
 *
 * @param min the least value that is neither null nor NaN; null if there is none, or it is not known
 * @param max the greatest
 * @param nulls how many rows have a null; null if that is not known
 */
record ColumnFacts(
        @Nullable Object min,
        @Nullable Object max,
        @Nullable Long nulls) {
    static final ColumnFacts UNKNOWN = new ColumnFacts(null, null, null);
}
