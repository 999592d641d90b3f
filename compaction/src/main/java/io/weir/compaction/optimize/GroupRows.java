package io.weir.compaction.optimize;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.parquet.read.ExcludedRows;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.table.Table;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.scan.FileScan;
import io.weir.table.scan.ParallelScan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that files have left, and writes them as the rows they were: with their ids, where the table tracks them. Immutable and safe for many
 * threads.
 */
final class GroupRows {
    private final Table table;
    private final Snapshot snapshot;
    private final FileScan scan;
    private final StructType columns;
    private final StructType schema;
    private final boolean tracked;

    GroupRows(Table table, Snapshot snapshot) {
        this.table = table;
        this.snapshot = snapshot;
        this.columns = snapshot.schema();
        this.scan = FileScan.of(table.store(), table.environment(), snapshot, columns.names(), null, true);
        this.tracked = FileScan.tracksRows(snapshot);
        this.schema = tracked
                ? columns.add(FileScan.ROW_ID, PrimitiveType.LONG).add(FileScan.ROW_COMMIT_VERSION, PrimitiveType.LONG)
                : columns;
    }

    /** The table's columns, and behind them what is known of the rows' ids. */
    StructType schema() {
        return schema;
    }

    /**
     * Reads files in their order, several at once.
     *
     * @param rows gets each batch with the place of its file in the list
     */
    void read(List<AddFile> files, ObjIntConsumer<ColumnBatch> rows) {
        try (ParallelScan batches = scan.read(files, this::deleted)) {
            while (batches.hasNext()) {
                ColumnBatch batch = withoutPlace(batches.next());
                rows.accept(batch, batches.place());
            }
        }
    }

    private @Nullable ExcludedRows deleted(AddFile file) {
        @Nullable DeletionVectorDescriptor vector = file.deletionVector();
        return vector == null ? null : new DeletionVectorReader(table.store()).read(vector);
    }

    private ColumnBatch withoutPlace(ColumnBatch batch) {
        List<ColumnVector> kept = new ArrayList<>(batch.columns());
        kept.remove(columns.size());
        return new ColumnBatch(schema, batch.rowCount(), kept);
    }

    /** @param targetBytes about how long a file gets */
    DataFileWriter writer(long targetBytes) {
        return DataFileWriter.createForRewrites(
                table.store(),
                snapshot.shape(),
                WriteOptions.DEFAULT.withTargetFileBytes(targetBytes),
                table.environment());
    }

    /** @param rows with the columns of {@link #schema} */
    void write(ColumnBatch rows, DataFileWriter writer) {
        ColumnBatch data = tracked
                ? new ColumnBatch(columns, rows.rowCount(), rows.columns().subList(0, columns.size()))
                : rows;
        if (writer.keepsRowIds()) {
            writer.writeUnchanged(data, rows.column(columns.size()), rows.column(columns.size() + 1));
        } else {
            writer.writeUnchanged(data);
        }
    }
}
