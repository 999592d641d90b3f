package io.weir.log.checkpoint;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.type.StructType;
import io.weir.log.action.RemoveFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.Tombstones;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.List;
import java.util.function.Consumer;

/** The removed files that a checkpoint remembers, read when they are asked for. Safe for many threads. */
final class CheckpointTombstones implements Tombstones.Source {
    private final ObjectStore store;
    private final List<ObjectInfo> files;
    private final long checkpointMillis;

    /** @param checkpointMillis when the checkpoint was written, in milliseconds since the epoch */
    CheckpointTombstones(ObjectStore store, List<ObjectInfo> files, long checkpointMillis) {
        this.store = store;
        this.files = files;
        this.checkpointMillis = checkpointMillis;
    }

    @Override
    public long checkpointMillis() {
        return checkpointMillis;
    }

    @Override
    public void forEach(Consumer<RemoveFile> consumer) {
        for (ObjectInfo info : files) {
            try (CheckpointObject object = CheckpointObject.open(store, info)) {
                if (object.columns("remove").size() > 0) {
                    for (List<Integer> rowGroups : object.tasks(1)) {
                        forEach(object, rowGroups, consumer);
                    }
                }
            } catch (ParquetException e) {
                throw new CorruptTableException(
                        "The removed files of a checkpoint cannot be read",
                        Facts.of("file", info.name(), "reason", e.getMessage()),
                        e);
            }
        }
    }

    private static void forEach(CheckpointObject object, List<Integer> rowGroups, Consumer<RemoveFile> consumer) {
        StructType request = StructType.EMPTY.add("remove", CheckpointSchema.REMOVE);
        try (BatchReader reader = object.read(request, rowGroups)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                StructVector removes = (StructVector) batch.column(0);
                ColumnBatch rows = new ColumnBatch(CheckpointSchema.REMOVE, removes.length(), removes.fields());
                for (int row = 0; row < rows.rowCount(); row++) {
                    if (!removes.isNull(row) && !rows.column(0).isNull(row)) {
                        consumer.accept(RowActions.remove(rows.row(row)));
                    }
                }
            }
        }
    }
}
