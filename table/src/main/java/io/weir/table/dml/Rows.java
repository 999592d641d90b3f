package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.type.StructType;
import io.weir.table.deletion.DeletionVectorBuilder;
import io.weir.table.scan.FileScan;

/** Parts of batches that came from a {@link FileScan}. Pure functions. */
final class Rows {
    private Rows() {}

    /** The first columns of a batch: those of the table. */
    static ColumnBatch columns(ColumnBatch batch, StructType table) {
        return new ColumnBatch(table, batch.rowCount(), batch.columns().subList(0, table.size()));
    }

    /** Each row's place in its file. */
    static LongVector places(ColumnBatch batch) {
        return (LongVector) batch.column(FileScan.PLACE);
    }

    /** Puts the places of all rows to others. */
    static void addPlaces(ColumnBatch batch, DeletionVectorBuilder places) {
        LongVector values = places(batch);
        for (int i = 0; i < batch.rowCount(); i++) {
            places.add(values.value(i));
        }
    }
}
