package io.weir.table.data;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that an operation puts aside because they do not fit into its memory, in sections, each of which is read on its own. Safe for many threads
 * that read; close it to delete it.
 *
 * <p>No version ever names such a file, and nobody waits until it is on the disk. It lies in the root of the table, or of another store: if the
 * process stops before it is deleted, vacuum finds it there as it finds any file that no version needs.
 */
public final class SpillFile implements AutoCloseable {
    /** Stands for the row group of a section that has none. */
    private static final int NO_ROWS = -1;

    private final ObjectStore store;
    private final String name;
    private final long sizeBytes;
    private final StructType schema;
    private final StructType stored;
    private final List<Integer> rowGroups;
    private @Nullable Opened opened;

    private SpillFile(
            ObjectStore store,
            String name,
            long sizeBytes,
            StructType schema,
            StructType stored,
            List<Integer> rowGroups) {
        this.store = store;
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.schema = schema;
        this.stored = stored;
        this.rowGroups = List.copyOf(rowGroups);
    }

    private record Opened(ObjectReader object, ParquetFile parquet) {}

    /**
     * Begins a file.
     *
     * @param id makes the name; must never repeat
     * @param schema of the rows; may be anything that Parquet has, names of columns may be too
     */
    public static Writer create(ObjectStore store, UUID id, StructType schema) {
        return new Writer(store, "spill-" + id + ".parquet", schema);
    }

    /** Writes sections one after the other. One thread at a time; gives the file up if it is closed before it is finished. */
    public static final class Writer implements AutoCloseable {
        private final ObjectStore store;
        private final String name;
        private final StructType schema;
        private final StructType stored;
        private final ParquetFileWriter parquet;
        private final List<Integer> rowGroups = new ArrayList<>();
        private int rowGroupCount;

        private Writer(ObjectStore store, String name, StructType schema) {
            this.store = store;
            this.name = name;
            this.schema = schema;
            this.stored = byPlace(schema);
            this.parquet = ParquetFileWriter.create(
                    store.create(name), stored, ParquetWriteOptions.DEFAULT.withRowGroupBytes(Long.MAX_VALUE));
        }

        /** Names that the rows' columns have in a table may be those of its metadata, or differ by their case only. */
        private static StructType byPlace(StructType schema) {
            StructType stored = StructType.EMPTY;
            for (int i = 0; i < schema.size(); i++) {
                stored = stored.add(new StructField("c" + i, schema.field(i).type(), true));
            }
            return stored;
        }

        /** Writes the next section, which may have no rows. */
        public void section(List<ColumnBatch> batches) {
            if (batches.isEmpty()) {
                rowGroups.add(NO_ROWS);
                return;
            }
            ColumnBatch rows = ColumnBatch.concat(schema, batches); // a row group of a few large pages
            parquet.write(new ColumnBatch(stored, rows.rowCount(), rows.columns()));
            parquet.endRowGroup();
            rowGroups.add(rowGroupCount++);
        }

        /** Makes the sections readable. */
        public SpillFile finish() {
            long size = parquet.finish(new ArrayList<>()).sizeBytes();
            return new SpillFile(store, name, size, schema, stored, rowGroups);
        }

        @Override
        public void close() {
            parquet.abort();
        }
    }

    /** The rows of a section, counted from 0, in the order in which they were written. */
    public List<ColumnBatch> section(int section) {
        int rowGroup = rowGroups.get(section);
        if (rowGroup == NO_ROWS) {
            return List.of();
        }
        List<ColumnBatch> batches = new ArrayList<>();
        ReadRequest request = ReadRequest.of(stored).rowGroups(List.of(rowGroup));
        try (BatchReader reader = opened().parquet().read(request)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                batches.add(new ColumnBatch(schema, batch.rowCount(), batch.columns()));
            }
        }
        return batches;
    }

    private synchronized Opened opened() {
        Opened known = opened;
        if (known == null) {
            ObjectReader object = store.open(name, sizeBytes);
            known = new Opened(object, ParquetFile.open(object));
            opened = known;
        }
        return known;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /** Deletes the file. One that cannot be deleted stays behind. */
    @Override
    public synchronized void close() {
        try {
            if (opened != null) {
                opened.object().close();
                opened = null;
            }
            store.delete(name);
        } catch (StorageException e) {
            return;
        }
    }
}
