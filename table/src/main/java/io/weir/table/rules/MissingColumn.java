package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;

/** Where the values of a column come from if rows leave it out. One thread at a time. */
sealed interface MissingColumn permits DefaultColumn, GeneratedColumn, IdentityColumn {
    /**
     * A value for each row.
     *
     * @param rows with the table's columns
     * @param firstRow the number of the first of them, for messages
     */
    ColumnVector values(ColumnBatch rows, long firstRow);
}
