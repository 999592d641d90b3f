package io.weir.pipeline.decode;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.read.RowGroupInfo;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A Parquet file as an input of rows. Its values have types, so no record is bad: what does not fit the schema stops the file. One thread at a time. */
public final class ParquetInput implements InputFile {
    private static final int LARGEST_BATCH_ROWS = 1 << 14;

    private final String name;
    private final ObjectStore store;
    private final ObjectReader bytes;
    private final ParquetFile file;
    private final ColumnNaming naming;
    private final UnknownFields unknownFields;
    private final long check;

    private StructType rowSchema = StructType.EMPTY;
    private @Nullable BatchReader reader;
    private @Nullable ColumnBatch batch;
    private long rows;
    private long toSkip;

    private ParquetInput(
            String name, ObjectStore store, ObjectReader bytes, ColumnNaming naming, UnknownFields unknownFields) {
        this.name = name;
        this.store = store;
        this.bytes = bytes;
        this.file = ParquetFile.open(bytes);
        this.naming = naming;
        this.unknownFields = unknownFields;
        int checked = (int) Math.min(FilePosition.CHECKED_BYTES, bytes.sizeBytes());
        CRC32C crc = new CRC32C();
        crc.update(bytes.read(bytes.sizeBytes() - checked, checked));
        this.check = crc.getValue();
    }

    /** @param name what messages call it */
    public static ParquetInput open(String name, Path path, ColumnNaming naming, UnknownFields unknownFields) {
        Path absolute = path.toAbsolutePath();
        ObjectStore store = ObjectStores.open(String.valueOf(absolute.getParent()));
        @Nullable ObjectReader bytes = null;
        try {
            bytes = store.open(absolute.getFileName().toString(), -1);
            return new ParquetInput(name, store, bytes, naming, unknownFields);
        } catch (RuntimeException e) {
            if (bytes != null) {
                bytes.close();
            }
            store.close();
            throw e;
        }
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public StructType infer() {
        return naming.apply(file.schema());
    }

    @Override
    public void start(StructType schema, FilePosition from) {
        if (from.rows() > 0 && from.check() != check) {
            throw new SourceException(
                    "The source is not the one that was read before; give it another name, or another --app-id if all of it is"
                            + " to be read {rows=" + from.rows() + ", source=" + name + "}");
        }
        List<StructField> asked = new ArrayList<>();
        List<StructField> given = new ArrayList<>();
        for (StructField field : file.schema().fields()) {
            String column = naming.columnName(field.name());
            int index = schema.indexOf(column);
            if (index >= 0) {
                StructField target = schema.field(index);
                DataType type =
                        naming == ColumnNaming.STRICT || target.type().isPrimitive() ? target.type() : field.type();
                asked.add(new StructField(field.name(), type));
                given.add(new StructField(target.name(), target.type(), target.nullable()));
            } else if (unknownFields != UnknownFields.IGNORE) {
                throw new SourceException(ReferenceJson.UNKNOWN_FIELD + " {column=" + column + ", columns="
                        + schema.names() + ", source=" + name + "}");
            }
        }
        rowSchema = new StructType(given);
        List<Integer> groups = new ArrayList<>();
        toSkip = from.rows();
        for (RowGroupInfo group : file.rowGroups()) {
            if (groups.isEmpty() && toSkip >= group.rowCount()) {
                toSkip -= group.rowCount();
            } else {
                groups.add(group.index());
            }
        }
        rows = from.rows();
        reader = file.read(
                ReadRequest.of(new StructType(asked)).rowGroups(groups).batchRows(LARGEST_BATCH_ROWS));
    }

    @Override
    public State next(int maxRows, Consumer<BadRecord> bad) {
        if (reader == null) {
            throw new IllegalStateException("Not started {source=" + name + "}");
        }
        @Nullable ColumnBatch read = reader.next();
        while (read != null && toSkip >= read.rowCount()) {
            toSkip -= read.rowCount();
            read = reader.next();
        }
        if (read == null) {
            return State.END;
        }
        if (toSkip > 0) {
            read = read.slice((int) toSkip, read.rowCount());
            toSkip = 0;
        }
        rows += read.rowCount();
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < rowSchema.size(); i++) {
            DataType type = rowSchema.field(i).type();
            ColumnVector column = read.column(i);
            columns.add(column.type().equals(type) ? column : column.withType(type));
        }
        batch = new ColumnBatch(rowSchema, read.rowCount(), columns);
        return State.MORE;
    }

    @Override
    public ColumnBatch take() {
        ColumnBatch taken = batch == null ? new BatchBuilder(rowSchema).build() : batch;
        batch = null;
        return taken;
    }

    @Override
    public FilePosition position() {
        return new FilePosition(0, rows, check);
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
        bytes.close();
        store.close();
    }
}
