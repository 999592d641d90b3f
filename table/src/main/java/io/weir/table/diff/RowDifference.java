package io.weir.table.diff;

import io.weir.format.batch.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of which the same became. Immutable.
 *
 * @param before the rows as the version before has them; null if they were added
 * @param after the same rows, in the same order, as the version after has them; null if they were removed
 */
public record RowDifference(
        @Nullable ColumnBatch before, @Nullable ColumnBatch after) {
    public RowDifference {
        if (before == null && after == null
                || before != null && after != null && before.rowCount() != after.rowCount()) {
            throw new IllegalArgumentException("A difference has rows of one version, or pairs of rows");
        }
    }

    static RowDifference removed(ColumnBatch rows) {
        return new RowDifference(rows, null);
    }

    static RowDifference added(ColumnBatch rows) {
        return new RowDifference(null, rows);
    }

    /** How many rows, or pairs of rows. */
    public int count() {
        return before != null ? before.rowCount() : after == null ? 0 : after.rowCount();
    }
}
