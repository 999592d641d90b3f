package io.weir.table.diff;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructType;
import io.weir.table.environment.TableEvents;
import io.weir.table.scan.ParallelScan;
import io.weir.table.scan.ScanShape;
import java.util.Arrays;
import java.util.List;

/** Reads the rows of one version that may differ, with their hashes, as often as they are asked for. One thread at a time. */
final class RowReader {
    private final DifferingFiles files;
    private final ScanShape shape;
    private final StructType schema;
    private final int[] keyColumns;

    /**
     * @param schema of the batches that are given out
     * @param keyColumns places of the columns that tell rows apart; none if there are no such
     */
    RowReader(DifferingFiles files, ScanShape shape, StructType schema, int[] keyColumns) {
        this.files = files;
        this.shape = shape;
        this.schema = schema;
        this.keyColumns = keyColumns.clone();
    }

    /** Rows with their hashes. */
    interface Consumer {
        /** @return false if no more rows are wanted */
        boolean accept(ColumnBatch batch, RowHashes rows, RowHashes keys);
    }

    /**
     * Reads them all, in the same order every time.
     *
     * @param step what it is for, as people are told
     * @param done bytes of other files that the step has read before
     * @param total bytes of all files of the step
     * @return false if the consumer wanted no more
     */
    boolean read(String step, long done, long total, Consumer consumer) {
        long read = done;
        int place = 0;
        try (ParallelScan scan = files.open(shape)) {
            while (scan.hasNext()) {
                ColumnBatch given = scan.next();
                ColumnBatch batch = new ColumnBatch(schema, given.rowCount(), given.columns());
                for (; place < scan.place(); place++) {
                    read += files.sizeBytes(place);
                    tell(step, read, total);
                }
                RowHashes rows = RowHashes.of(batch.columns(), batch.rowCount());
                if (!consumer.accept(batch, rows, keys(batch, rows))) {
                    return false;
                }
            }
        }
        tell(step, done + files.bytes(), total);
        return true;
    }

    private RowHashes keys(ColumnBatch batch, RowHashes rows) {
        if (keyColumns.length == 0) {
            return rows;
        }
        List<ColumnVector> columns =
                Arrays.stream(keyColumns).mapToObj(batch::column).toList();
        return RowHashes.of(columns, batch.rowCount());
    }

    private void tell(String step, long done, long total) {
        ComparedVersion version = files.version();
        version.environment()
                .tell(new TableEvents.Progressed(version.store().root(), step, done, total, TableEvents.Unit.BYTES));
    }

    DifferingFiles files() {
        return files;
    }
}
