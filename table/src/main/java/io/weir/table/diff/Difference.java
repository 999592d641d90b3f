package io.weir.table.diff;

import org.jspecify.annotations.Nullable;

/**
 * One thing of what a table is that two versions do not have in common. Immutable.
 *
 * @param name of the column, property or feature; of a nested column with dots
 * @param before null if there was none
 * @param after null if there is none
 */
public record Difference(
        Subject subject,
        String name,
        Change change,
        @Nullable String before,
        @Nullable String after) {
    /** What it is about. */
    public enum Subject {
        /** Name and description. */
        TABLE,
        COLUMN,
        PARTITIONING,
        CLUSTERING,
        PROPERTY,
        /** The least versions of readers and writers. */
        PROTOCOL,
        FEATURE
    }

    /** What became of it. */
    public enum Change {
        ADDED,
        REMOVED,
        /** To another value. */
        CHANGED,
        /** The same column under another name. */
        RENAMED,
        /** To another type. */
        TYPE,
        NULLABILITY,
        COMMENT
    }
}
