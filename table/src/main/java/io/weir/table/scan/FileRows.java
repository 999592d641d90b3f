package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ExcludedRows;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.read.RowGroupInfo;
import io.weir.format.type.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file, or of one of its row groups, as a scan wants them. One thread at a time, but not always the same. */
final class FileRows implements RowSource {
    private final ScanShape shape;
    private final OpenDataFile file;
    private final @Nullable Integer rowGroup;
    private final List<@Nullable ColumnVector> partitionValues;
    private @Nullable BatchReader reader;
    private long rowsLeft = -1;

    /** @param rowGroup null: all */
    FileRows(ScanShape shape, OpenDataFile file, @Nullable Integer rowGroup) {
        this.shape = shape;
        this.file = file;
        this.rowGroup = rowGroup;
        this.partitionValues = shape.partitionValues(file.task());
    }

    @Override
    public @Nullable ColumnBatch next() {
        while (true) {
            ColumnBatch rows = shape.needsOnlyRowCounts() ? nextWithoutColumns() : nextOfFile();
            if (rows == null) {
                return null;
            }
            ColumnBatch wanted = shape.apply(rows, partitionValues);
            if (wanted.rowCount() > 0) {
                return wanted;
            }
        }
    }

    private @Nullable ColumnBatch nextOfFile() {
        BatchReader rows = reader;
        if (rows == null) {
            ReadRequest request = shape.request();
            ExcludedRows excluded = file.excluded();
            if (excluded != null && excluded.count(0, Long.MAX_VALUE) == Long.MAX_VALUE) {
                return null; // whatever rows the file has
            }
            if (excluded != null) {
                request = request.excluding(excluded);
            }
            rows = file.parquet().read(rowGroup == null ? request : request.rowGroups(List.of(rowGroup)));
            reader = rows;
        }
        return rows.next();
    }

    /** Nothing of the file is needed but how many rows it has. */
    private @Nullable ColumnBatch nextWithoutColumns() {
        if (rowsLeft < 0) {
            ParquetFile parquet = file.parquet();
            RowGroupInfo group = rowGroup == null ? null : parquet.rowGroups().get(rowGroup);
            long start = group == null ? 0 : group.firstRow();
            rowsLeft = group == null ? parquet.rowCount() : group.rowCount();
            ExcludedRows excluded = file.excluded();
            if (excluded != null) {
                rowsLeft -= excluded.count(start, start + rowsLeft);
            }
        }
        int count = (int) Math.min(rowsLeft, ReadRequest.DEFAULT_BATCH_ROWS);
        rowsLeft -= count;
        return count == 0 ? null : new ColumnBatch(StructType.EMPTY, count, List.of());
    }

    @Override
    public void close() {
        BatchReader rows = reader;
        reader = null;
        try {
            if (rows != null) {
                rows.close();
            }
        } finally {
            file.release();
        }
    }
}
