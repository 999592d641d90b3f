package io.weir.table.schema;

import io.weir.format.batch.ColumnVector;

/** Brings the vector of a batch's column to the table's type for it. Safe for many threads. */
@FunctionalInterface
interface ColumnFit {
    ColumnVector fit(ColumnVector vector);
}
