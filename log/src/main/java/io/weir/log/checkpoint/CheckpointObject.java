package io.weir.log.checkpoint;

import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.read.RowGroupInfo;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One opened file of a checkpoint. Safe for many threads. Close it. */
final class CheckpointObject implements AutoCloseable {
    /** Objects up to this length are read at once: a request costs more than the bytes. */
    private static final long MAX_READ_WHOLE = 1 << 20;

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

    /** Reads the footer, or all of a small object. Another length than was said is asked for if there is no Parquet file of that length. */
    static CheckpointObject open(ObjectStore store, ObjectInfo info) {
        try {
            return openAs(store, info);
        } catch (ParquetException | StorageException e) {
            if (e instanceof ObjectNotFoundException || e instanceof StorageException s && s.retryable()) {
                throw e;
            }
            ObjectInfo found = store.info(info.name());
            if (found.sizeBytes() == info.sizeBytes()) {
                throw e;
            }
            return openAs(store, found);
        }
    }

    private static CheckpointObject openAs(ObjectStore store, ObjectInfo info) {
        boolean small = info.sizeBytes() >= 0 && info.sizeBytes() <= MAX_READ_WHOLE;
        ObjectReader reader = small
                ? new WholeObject(info.name(), store.read(info.name()))
                : store.open(info.name(), info.sizeBytes());
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
        StructField field = find(schema, kind);
        if (field == null || !(field.type() instanceof StructType struct)) {
            return StructType.EMPTY;
        }
        return kind.equals("add") ? named(struct) : struct;
    }

    /** Does a kind of action have a field of this name? */
    boolean has(String kind, String field) {
        return find(columns(kind), field) != null;
    }

    /** The same columns under the names of the protocol, if they only differ in the case of letters. */
    private static StructType named(StructType struct) {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : struct.fields()) {
            StructField known = find(CheckpointSchema.ADD_NAMES, field.name());
            fields.add(
                    known == null
                            ? field
                            : new StructField(known.name(), field.type(), field.nullable(), field.metadata()));
        }
        return new StructType(fields);
    }

    private static @Nullable StructField find(StructType struct, String name) {
        int exact = struct.indexOf(name);
        if (exact >= 0) {
            return struct.field(exact);
        }
        return struct.fields().stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
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

    /** Tells this content from another under the same name: row groups and their lengths, which the footer has anyway. */
    int identity() {
        return 31 * file.rowGroups().hashCode() + schema.hashCode();
    }

    /** All rows of the file. */
    long rowCount() {
        return file.rowCount();
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
