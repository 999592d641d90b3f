package io.weir.format.parquet.write;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.FileChecksums;
import io.weir.format.parquet.write.ColumnWriter.Chunk;
import io.weir.format.stats.ColumnStatistics;
import io.weir.format.stats.FileStatistics;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PendingSync;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TBase;

/**
 * Writes batches of rows into one Parquet file, column by column.
 *
 * <p>One thread at a time. Memory is bounded by the row group, whose pages are held compressed. {@link #finish} makes the file
 * visible; after {@link #abort}, or {@link #close} without finishing, it never was. A batch that is refused for what it holds
 * ({@link IllegalArgumentException}) leaves the writer as it was; after any other error only {@code abort} is left.
 */
public final class ParquetFileWriter implements AutoCloseable {
    /** What the footer says of the program, in the form that readers parse to recognise old faults. */
    static final String CREATED_BY = "weir version 0.1.0 (build 1)";

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    /** More rows at once are taken in parts, so that a row group can end between them. */
    private static final int MAX_ROWS_AT_ONCE = 1 << 20;

    private final ChecksummedOutput out;
    private final StructType schema;
    private final ParquetSchema parquetSchema;
    private final ParquetWriteOptions options;
    private final ColumnWriters columns;
    private final long[] nullCounts;

    private final List<RowGroup> rowGroups = new ArrayList<>();
    private final List<List<Chunk>> chunks = new ArrayList<>();
    private @Nullable StructType checkedSchema;
    private long rowCount;
    private long rowsInGroup;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        BROKEN,
        CLOSED
    }

    private ParquetFileWriter(
            ObjectWriter out, StructType schema, ParquetWriteOptions options, Executor executor, int parallelism) {
        this.out = new ChecksummedOutput(out);
        this.schema = schema;
        this.parquetSchema = ParquetSchema.of(schema);
        this.options = options;
        this.columns = new ColumnWriters(parquetSchema, options, executor, parallelism);
        this.nullCounts = new long[parquetSchema.statisticsNodes().size()];
    }

    /**
     * Begins a file.
     *
     * @param out where to; it belongs to the writer from now on
     * @throws IllegalArgumentException if Parquet has no place for the schema; {@code out} is given up
     */
    public static ParquetFileWriter create(ObjectWriter out, StructType schema, ParquetWriteOptions options) {
        return create(out, schema, options, Runnable::run, 1);
    }

    /**
     * The same for a file whose columns are encoded and compressed by several threads where a batch is large enough for that. The file is the same, byte
     * by byte.
     *
     * @param executor may be busy: the calling thread does what nobody else does
     * @param parallelism at most so many columns at once
     */
    public static ParquetFileWriter create(
            ObjectWriter out, StructType schema, ParquetWriteOptions options, Executor executor, int parallelism) {
        ParquetFileWriter writer;
        try {
            writer = new ParquetFileWriter(out, schema, options, executor, parallelism);
        } catch (RuntimeException e) {
            out.abort();
            throw e;
        }
        try {
            writer.out.write(MAGIC, 0, MAGIC.length);
            return writer;
        } catch (RuntimeException e) {
            writer.abort();
            throw e;
        }
    }

    public StructType schema() {
        return schema;
    }

    /** How many rows were taken. */
    public long rowCount() {
        return rowCount;
    }

    /** How large the file would be, about, if it were finished now. */
    public long estimatedSizeBytes() {
        return out.position() + columns.bufferedBytes();
    }

    /** How much of the row group is in memory. */
    public long bufferedBytes() {
        return columns.bufferedBytes();
    }

    /**
     * Writes all rows of a batch, whose columns are those of the schema in the same order.
     *
     * @throws IllegalArgumentException if the columns differ, or a value is null where none may be; nothing is written of the
     *     batch, or of its part if it has more than a million rows
     */
    public void write(ColumnBatch batch) {
        requireOpen();
        requireSameColumns(batch.schema());
        for (int from = 0; from < batch.rowCount(); from += MAX_ROWS_AT_ONCE) {
            writePart(batch.slice(from, Math.min(batch.rowCount(), from + MAX_ROWS_AT_ONCE)));
        }
    }

    private void writePart(ColumnBatch batch) {
        Shredder shredder = new Shredder(parquetSchema);
        Slots rows = Slots.rows(batch.rowCount());
        for (int i = 0; i < schema.size(); i++) {
            shredder.shred(parquetSchema.columns().get(i), batch.column(i), rows);
        }
        state = State.BROKEN;
        columns.write(shredder.leaves());
        for (int i = 0; i < nullCounts.length; i++) {
            nullCounts[i] += shredder.nullCount(i);
        }
        rowCount += batch.rowCount();
        rowsInGroup += batch.rowCount();
        if (columns.bufferedBytes() >= options.rowGroupBytes()) {
            endRowGroup();
        }
        state = State.OPEN;
    }

    /**
     * Writes what is left and the footer, and makes the file durable and visible.
     *
     * @throws io.weir.storage.StorageException if that failed; the file is given up
     */
    public ParquetFileInfo finish() {
        return finish(ObjectWriter::close);
    }

    /**
     * The same, but the file may still be on its way to the disk.
     *
     * @param pending gets what has to be waited for before anything names the file
     */
    public ParquetFileInfo finish(List<PendingSync> pending) {
        return finish((ObjectWriter file) -> pending.add(file.complete()));
    }

    private ParquetFileInfo finish(Consumer<ObjectWriter> end) {
        requireOpen();
        state = State.BROKEN;
        try {
            endRowGroup();
            int dataChecksum = out.next();
            long indexStart = out.position();
            writePageIndex();
            writeFooter(new FileChecksums(0, (int) (out.position() - indexStart), out.next(), dataChecksum));
            long size = out.position();
            end.accept(out);
            state = State.CLOSED;
            return new ParquetFileInfo(rowCount, size, statistics());
        } finally {
            close();
        }
    }

    /** Gives the file up. Does nothing after {@link #finish}. Never throws. */
    public void abort() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            out.abort();
        }
        columns.close();
    }

    /** The same as {@link #abort}. */
    @Override
    public void close() {
        abort();
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw new IllegalStateException(
                    state == State.CLOSED
                            ? "The file is finished or given up {file=" + out.name() + "}"
                            : "The file is broken by an earlier error; only abort is left {file=" + out.name() + "}");
        }
    }

    private void requireSameColumns(StructType found) {
        if (found == checkedSchema || found == schema) {
            return;
        }
        if (!sameShape(schema, found)) {
            throw new IllegalArgumentException(
                    "Batch has other columns than the file {expected=" + schema + ", found=" + found + "}");
        }
        checkedSchema = found;
    }

    /** The same names and types at every depth; what may be null is seen from the values. */
    private static boolean sameShape(DataType expected, DataType found) {
        if (expected instanceof StructType struct) {
            if (!(found instanceof StructType other) || !struct.names().equals(other.names())) {
                return false;
            }
            for (int i = 0; i < struct.size(); i++) {
                if (!sameShape(struct.field(i).type(), other.field(i).type())) {
                    return false;
                }
            }
            return true;
        }
        if (expected instanceof ArrayType array) {
            return found instanceof ArrayType other && sameShape(array.element(), other.element());
        }
        if (expected instanceof MapType map) {
            return found instanceof MapType other
                    && sameShape(map.key(), other.key())
                    && sameShape(map.value(), other.value());
        }
        return expected.equals(found);
    }

    /** Ends the row group here, if it has rows: what follows begins another one, and can be read without what went before. */
    public void endRowGroup() {
        if (rowsInGroup == 0) {
            return;
        }
        long start = out.position();
        List<Chunk> written = new ArrayList<>();
        List<ColumnChunk> metadata = new ArrayList<>();
        long uncompressed = 0;
        columns.endChunks(rowsInGroup);
        for (ColumnWriter column : columns.all()) {
            Chunk chunk = column.writeChunk(out);
            written.add(chunk);
            metadata.add(chunk.metadata());
            uncompressed += chunk.metadata().getMeta_data().getTotal_uncompressed_size();
        }
        RowGroup rowGroup = new RowGroup(metadata, uncompressed, rowsInGroup);
        rowGroup.setFile_offset(start);
        rowGroup.setTotal_compressed_size(out.position() - start);
        if (rowGroups.size() <= Short.MAX_VALUE) {
            rowGroup.setOrdinal((short) rowGroups.size());
        }
        rowGroups.add(rowGroup);
        chunks.add(written);
        rowsInGroup = 0;
    }

    /** All column indexes, then all offset indexes, between the last row group and the footer. */
    private void writePageIndex() {
        for (List<Chunk> rowGroup : chunks) {
            for (Chunk chunk : rowGroup) {
                if (chunk.columnIndex() != null) {
                    long offset = out.position();
                    int length = write(chunk.columnIndex());
                    chunk.metadata().setColumn_index_offset(offset);
                    chunk.metadata().setColumn_index_length(length);
                }
            }
        }
        for (List<Chunk> rowGroup : chunks) {
            for (Chunk chunk : rowGroup) {
                long offset = out.position();
                int length = write(chunk.offsetIndex());
                chunk.metadata().setOffset_index_offset(offset);
                chunk.metadata().setOffset_index_length(length);
            }
        }
    }

    private void writeFooter(FileChecksums checksums) {
        FileMetaData footer = new FileMetaData(FORMAT_VERSION, parquetSchema.elements(), rowCount, rowGroups);
        footer.setCreated_by(CREATED_BY);
        List<ColumnOrder> orders = new ArrayList<>();
        for (int i = 0; i < columns.all().size(); i++) {
            orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
        }
        footer.setColumn_orders(orders);
        options.keyValues().forEach((key, value) -> {
            KeyValue pair = new KeyValue(key);
            pair.setValue(value);
            footer.addToKey_value_metadata(pair);
        });
        // The last entry, because it is looked for from the end
        KeyValue signature = new KeyValue(FileChecksums.KEY);
        signature.setValue(checksums.value());
        footer.addToKey_value_metadata(signature);
        ByteSink bytes = new ByteSink(1024);
        ThriftSink.write(footer, bytes);
        int length = bytes.size();
        checksums.signed(bytes.array(), 0, length);
        out.write(bytes.array(), 0, length);
        ByteSink tail = new ByteSink(Integer.BYTES + MAGIC.length);
        tail.putInt(length);
        tail.write(MAGIC, 0, MAGIC.length);
        out.write(tail.array(), 0, tail.size());
    }

    private int write(TBase<?, ?> structure) {
        ByteSink bytes = new ByteSink(1024);
        ThriftSink.write(structure, bytes);
        out.write(bytes.array(), 0, bytes.size());
        return bytes.size();
    }

    private FileStatistics statistics() {
        List<ColumnStatistics> measured = new ArrayList<>();
        for (ParquetNode node : parquetSchema.statisticsNodes()) {
            Object min = null;
            Object max = null;
            if (node.leaf() >= 0) {
                Bounds bounds = columns.all().get(node.leaf()).fileBounds();
                min = bounds.known() ? bounds.min(node.type()) : null;
                max = bounds.known() ? bounds.max(node.type()) : null;
            }
            measured.add(new ColumnStatistics(node.path(), node.type(), nullCounts[node.statistic()], min, max));
        }
        return new FileStatistics(rowCount, measured);
    }
}
