package io.weir.compaction.check;

import org.jspecify.annotations.Nullable;

/**
 * Where in a table something was found, as exactly as it is known. Immutable.
 *
 * @param version of the table, or null
 * @param file as the log spells it, or the name of a file of the log; null if it is not about one file
 * @param line of a commit, from 1; null if it is not about one
 * @param offset in the file, in bytes; null if it is not known
 * @param column by its path of names; null if it is not about one
 * @param rowGroup of a Parquet file, from 0; null if it is not about one
 */
public record Place(
        @Nullable Long version,
        @Nullable String file,
        @Nullable Integer line,
        @Nullable Long offset,
        @Nullable String column,
        @Nullable Integer rowGroup) {
    /** The table as a whole. */
    public static final Place TABLE = new Place(null, null, null, null, null, null);

    /** A version of the table. */
    public static Place of(long version) {
        return new Place(version, null, null, null, null, null);
    }

    /** A file. */
    public static Place of(String file) {
        return new Place(null, file, null, null, null, null);
    }

    /** A file that is needed at a version, or is of one. */
    public static Place of(long version, String file) {
        return new Place(version, file, null, null, null, null);
    }

    public Place line(int number, long atOffset) {
        return new Place(version, file, number, atOffset, column, rowGroup);
    }

    public Place column(String path) {
        return new Place(version, file, line, offset, path, rowGroup);
    }

    public Place rowGroup(int index) {
        return new Place(version, file, line, offset, column, index);
    }
}
