package io.weir.log.checkpoint;

import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.read.RowGroupInfo;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** One opened file of a checkpoint. Safe for many threads. Close it. */
final class CheckpointObject implements AutoCloseable {
    private final ObjectInfo info;
    private final ObjectReader reader;
    private final ParquetFile file;
    private final StructType schema;

    private CheckpointObject(ObjectInfo info, ObjectReader reader, ParquetFile file) {
        this.info = info;
        this.reader = reader;
        this.file = file;
        this.schema = file.schema();
    }

    /** Reads the footer. */
    static CheckpointObject open(ObjectStore store, ObjectInfo info) {
        ObjectReader reader = store.open(info.name(), info.sizeBytes());
        try {
            return new CheckpointObject(info, reader, ParquetFile.open(reader));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    ObjectInfo info() {
        return info;
    }

    StructType schema() {
        return schema;
    }

    /** The columns of one kind of action that the file has; none if it has no such action. */
    StructType columns(String kind) {
        return schema.field(kind)
                .map(field -> field.type() instanceof StructType struct ? struct : StructType.EMPTY)
                .orElse(StructType.EMPTY);
    }

    /** All row groups, in order, in lists of about so many rows. */
    List<List<Integer>> tasks(int rowsATask) {
        List<List<Integer>> tasks = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        long rows = 0;
        for (RowGroupInfo group : file.rowGroups()) {
            open.add(group.index());
            rows += group.rowCount();
            if (rows >= rowsATask) {
                tasks.add(List.copyOf(open));
                open.clear();
                rows = 0;
            }
        }
        if (!open.isEmpty()) {
            tasks.add(List.copyOf(open));
        }
        return tasks;
    }

    long rowCount(int rowGroup) {
        return file.rowGroups().get(rowGroup).rowCount();
    }

    BatchReader read(StructType columns, List<Integer> rowGroups) {
        return file.read(ReadRequest.of(columns).rowGroups(rowGroups));
    }

    @Override
    public void close() {
        reader.close();
    }
}
