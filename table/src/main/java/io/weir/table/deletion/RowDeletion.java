package io.weir.table.deletion;

import io.weir.log.action.AddFile;

/**
 * Rows of one data file that leave the table. Immutable.
 *
 * @param file as the log has it, with the vector of rows that left before
 * @param rows by their places in the file from 0, over all its row groups; those that left before may be among them
 */
public record RowDeletion(AddFile file, DeletionVector rows) {
    public RowDeletion {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("No row is deleted {file=" + file.path() + "}");
        }
    }

    /** These rows and more of the same file. */
    public RowDeletion and(DeletionVector more) {
        return new RowDeletion(file, rows.union(more));
    }
}
