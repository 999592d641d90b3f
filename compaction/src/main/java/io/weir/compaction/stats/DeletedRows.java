package io.weir.compaction.stats;

import io.weir.format.batch.LongVector;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.LiveFiles;
import org.jspecify.annotations.Nullable;

/**
 * How many rows the files of a version have, and how many of them are deleted by vectors. Immutable.
 *
 * @param files that have a deletion vector
 * @param deletedRows rows in files that are deleted
 * @param rows that are not deleted, or null if statistics do not say of every file how many it has
 */
public record DeletedRows(
        int files, long deletedRows, @Nullable Long rows) {
    static DeletedRows of(LiveFiles live, int[] ids) {
        LongVector records = live.recordCounts(ids);
        int files = 0;
        long deleted = 0;
        long all = 0;
        boolean known = true;
        for (int i = 0; i < ids.length; i++) {
            DeletionVectorDescriptor vector = live.deletionVector(ids[i]);
            if (vector != null) {
                files++;
                deleted += vector.cardinality();
            }
            known &= !records.isNull(i);
            all += records.isNull(i) ? 0 : records.value(i);
        }
        return new DeletedRows(files, deleted, known ? (Long) (all - deleted) : null);
    }

    /** Which part of the rows in files is deleted, from 0 to 1; 0 if it is not known. */
    public double deletedShare() {
        return rows == null || rows + deletedRows == 0 ? 0 : (double) deletedRows / (rows + deletedRows);
    }
}
