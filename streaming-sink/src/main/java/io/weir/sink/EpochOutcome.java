package io.weir.sink;

import org.jspecify.annotations.Nullable;

/** What became of an epoch. */
public sealed interface EpochOutcome {
    /** It is in the table, by this commit. */
    record Committed(long version, long rows) implements EpochOutcome {}

    /**
     * It was in the table before; nothing was written.
     *
     * @param version the version that was looked at; the epoch came with it or an earlier one
     * @param epoch the application's epoch there
     */
    record AlreadyIn(long version, long epoch) implements EpochOutcome {}

    /**
     * Somebody else goes on in the application's name; nothing was written.
     *
     * @param found the application's epoch in the table, or null if it has none
     * @param expected what it should have been, or null for none
     */
    record Fenced(
            long version, @Nullable Long expected, @Nullable Long found) implements EpochOutcome {}

    /** There was nothing to commit: no rows and no position that moved. No version was made. */
    record Empty(long version) implements EpochOutcome {}
}
