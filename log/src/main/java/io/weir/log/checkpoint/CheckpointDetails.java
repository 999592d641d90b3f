package io.weir.log.checkpoint;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.ChunkDetails;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Reads further columns of files from the row groups of a checkpoint. Safe for many threads; opens the object every time. */
final class CheckpointDetails implements ChunkDetails {
    private final ObjectStore store;
    private final ObjectInfo object;
    private final StructType columns;
    private final RowPositions positions;

    CheckpointDetails(ObjectStore store, ObjectInfo object, StructType columns, RowPositions positions) {
        this.store = store;
        this.object = object;
        this.columns = columns;
        this.positions = positions;
    }

    @Override
    public StructType columns() {
        return columns;
    }

    @Override
    public void scan(StructType wanted, int[] rows, Consumer<ColumnBatch> each) {
        if (rows.length == 0) {
            return;
        }
        try (CheckpointObject file = CheckpointObject.open(store, object);
                BatchReader reader = file.read(StructType.EMPTY.add("add", wanted), positions.rowGroups())) {
            int next = 0;
            long firstRow = 0;
            for (ColumnBatch batch = reader.next(); batch != null && next < rows.length; batch = reader.next()) {
                int[] chosen = new int[Math.min(batch.rowCount(), rows.length - next)];
                int count = 0;
                long end = firstRow + batch.rowCount();
                for (long at; next < rows.length && (at = positions.of(rows[next])) < end; next++) {
                    chosen[count++] = (int) (at - firstRow);
                }
                if (count > 0) {
                    StructVector adds = (StructVector) batch.column(0);
                    ColumnBatch all = new ColumnBatch(wanted, adds.length(), adds.fields());
                    each.accept(count == batch.rowCount() ? all : all.take(Arrays.copyOf(chosen, count), count));
                }
                firstRow = end;
            }
            if (next < rows.length) {
                throw new CorruptTableException(
                        "A checkpoint has fewer rows than before; open the table again",
                        Facts.of("file", object.name(), "found", firstRow, "row", positions.of(rows[next])));
            }
        } catch (ParquetException e) {
            throw new CorruptTableException(
                    "A checkpoint cannot be read",
                    Facts.of("file", object.name(), "columns", wanted.names(), "reason", e.getMessage()),
                    e);
        }
    }

    @Override
    public List<AddFile> files(int[] rows) {
        List<AddFile> files = new ArrayList<>(rows.length);
        scan(CheckpointSchema.ADD, rows, batch -> {
            for (int row = 0; row < batch.rowCount(); row++) {
                files.add(RowActions.add(batch.row(row)));
            }
        });
        return files;
    }
}
