package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.util.ArrayList;
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
        this.partitionValues = partitionValues(shape.readSchema(), shape.fileSchema(), file.task());
    }

    private static List<@Nullable ColumnVector> partitionValues(
            StructType readSchema, StructType fileSchema, ScanTask task) {
        List<@Nullable ColumnVector> values = new ArrayList<>(readSchema.size());
        for (StructField field : readSchema.fields()) {
            if (fileSchema.names().contains(field.name())) {
                values.add(null);
                continue;
            }
            ColumnBuilder column = ColumnBuilder.of(field.type());
            try {
                PartitionValues.append(task.partitionValues().get(field.name()), column);
            } catch (IllegalArgumentException e) {
                throw new CorruptTableException(
                        "A partition value is none of the column's type",
                        Facts.of("column", field.name(), "file", task.path())
                                .and("type", field.type())
                                .and("value", task.partitionValues().get(field.name())),
                        e);
            }
            values.add(column.build());
        }
        return values;
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
            rows = file.parquet().read(rowGroup == null ? request : request.rowGroups(List.of(rowGroup)));
            reader = rows;
        }
        return rows.next();
    }

    /** Nothing of the file is needed but how many rows it has. */
    private @Nullable ColumnBatch nextWithoutColumns() {
        if (rowsLeft < 0) {
            rowsLeft = rowGroup == null
                    ? file.parquet().rowCount()
                    : file.parquet().rowGroups().get(rowGroup).rowCount();
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
