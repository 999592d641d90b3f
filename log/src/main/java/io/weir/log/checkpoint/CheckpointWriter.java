package io.weir.log.checkpoint;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.LogNames;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes a state as a checkpoint: a classic one of the first specification, which every reader knows, or where the table's {@code
 * delta.checkpointPolicy} is {@code v2} one of the second, by {@link SecondCheckpoint}. One thread at a time. (PROTOCOL.md,
 * "Checkpoints", "V1 Spec", "Checkpoint Schema")
 *
 * <p>Files go from packed columns, or from the checkpoint before, straight into the new one, a few thousand rows at a time. A
 * checkpoint of the same version that is there already stays.
 */
public final class CheckpointWriter {
    private static final int BATCH_ROWS = 4096;
    /** A row group is what one thread reads at a time; a million files make about a dozen. */
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private static final ParquetWriteOptions OPTIONS = ParquetWriteOptions.DEFAULT.withRowGroupBytes(ROW_GROUP_BYTES);
    /** Up to so many files the checkpoint is made in memory and put if absent; beyond, it is streamed. */
    static final int MAX_BUFFERED_FILES = 20_000;

    private final TableState state;
    private final StructType schema;
    private final NullVectors nulls = new NullVectors(BATCH_ROWS);
    private final AddColumns adds;
    private final CheckpointSettings settings;
    private final long nowMillis;
    private long rows;

    CheckpointWriter(
            TableState state, CheckpointSettings settings, long nowMillis, Function<DataType, StructType> schema) {
        this.state = state;
        this.settings = settings;
        this.nowMillis = nowMillis;
        this.adds = new AddColumns(state.shape(), state.files(), settings, nulls, BATCH_ROWS);
        this.schema = schema.apply(adds.schema());
    }

    /**
     * Writes the checkpoint of a state and points {@code _last_checkpoint} at it. Requests: one for the checkpoint, one for the
     * hint; for large tables one more, to see if it is there. If one is there, two more, to see what the hint is to say of it.
     *
     * @param nowMillis by which tombstones and transactions have expired; milliseconds since the epoch
     * @throws io.weir.storage.ObjectNotFoundException if the checkpoint that the state was loaded from is gone; load it again
     */
    public static LastCheckpoint write(ObjectStore store, TableState state, long nowMillis) {
        return write(store, state, nowMillis, KnownSidecars.NONE).hint();
    }

    /**
     * What a checkpoint was.
     *
     * @param sidecars those that this process knows of now
     */
    public record Written(LastCheckpoint hint, KnownSidecars sidecars) {}

    /** The same for who writes several, each knowing what sidecars there are from the last one. */
    public static Written write(ObjectStore store, TableState state, long nowMillis, KnownSidecars sidecars) {
        CheckpointSettings settings = CheckpointSettings.of(state.shape().metadata());
        return SecondCheckpoint.isWanted(state.shape())
                ? new SecondCheckpoint(store, state, settings, nowMillis, sidecars).write()
                : new Written(writeClassic(store, state, settings, nowMillis), sidecars);
    }

    private static LastCheckpoint writeClassic(
            ObjectStore store, TableState state, CheckpointSettings settings, long nowMillis) {
        CheckpointWriter writer = new CheckpointWriter(state, settings, nowMillis, CheckpointSchema::rows);
        String name = LogNames.classicCheckpoint(state.version());
        long sizeBytes =
                state.files().count() <= MAX_BUFFERED_FILES ? writer.putTo(store, name) : writer.streamTo(store, name);
        LastCheckpoint hint = new LastCheckpoint(
                state.version(), writer.rows, sizeBytes, state.files().count());
        hint.store(store);
        return hint;
    }

    private long putTo(ObjectStore store, String name) {
        BufferedObject object = new BufferedObject(store, name);
        long sizeBytes = writeTo(object);
        return object.isStored() ? sizeBytes : measure(store, store.info(name));
    }

    private long streamTo(ObjectStore store, String name) {
        ObjectInfo found;
        try {
            found = store.info(name);
        } catch (ObjectNotFoundException e) {
            return writeTo(store.create(name));
        }
        return measure(store, found);
    }

    /** Somebody else's checkpoint says the same in other bytes, such as of tombstones that have not expired yet. */
    private long measure(ObjectStore store, ObjectInfo found) {
        try (CheckpointObject object = CheckpointObject.open(store, found)) {
            rows = object.rowCount(); // the hint says how many, whoever wrote them
        } catch (ParquetException e) {
            throw UnreadableCheckpointException.damaged(CheckpointFiles.single(state.version(), found, false), e);
        }
        return found.sizeBytes();
    }

    private long writeTo(ObjectWriter object) {
        return writeTo(object, List.of(), true);
    }

    /**
     * Writes one file.
     *
     * @param extra rows of other kinds than every checkpoint has, by column
     * @param withFiles false: the files are in sidecars
     */
    long writeTo(ObjectWriter object, List<Row> extra, boolean withFiles) {
        try (ParquetFileWriter file = ParquetFileWriter.create(object, schema, OPTIONS)) {
            Consumer<ColumnBatch> sink = sink(file);
            writeTable(sink, extra);
            if (withFiles) {
                writeFiles(sink);
            }
            return file.finish().sizeBytes();
        }
    }

    /** Writes a file that has nothing but the files of some chunks. */
    void writeChunksTo(ObjectWriter object, List<Integer> chunks) {
        try (ParquetFileWriter file = ParquetFileWriter.create(object, schema, OPTIONS)) {
            Consumer<ColumnBatch> sink = sink(file);
            chunks.forEach(chunk -> adds.forChunk(chunk, add -> sink.accept(only("add", add))));
            file.finish();
        }
    }

    /** Writes a file that has nothing but what is remembered of removed files, if there is anything. */
    void writeTombstonesTo(Supplier<ObjectWriter> object) {
        List<ParquetFileWriter> open = new ArrayList<>(1);
        try {
            writeTombstones(batch -> {
                if (open.isEmpty()) {
                    open.add(ParquetFileWriter.create(object.get(), schema, OPTIONS));
                }
                sink(open.get(0)).accept(batch);
            });
            open.forEach(ParquetFileWriter::finish);
        } finally {
            open.forEach(ParquetFileWriter::close);
        }
    }

    /** What is said of a file. */
    StructType fileColumns() {
        return adds.schema();
    }

    /** A row that has one column and nothing else. */
    record Row(String column, Consumer<ColumnBuilder> value) {}

    /** How many rows were written. */
    long rows() {
        return rows;
    }

    private Consumer<ColumnBatch> sink(ParquetFileWriter file) {
        return batch -> {
            rows += batch.rowCount();
            file.write(batch);
        };
    }

    private void writeFiles(Consumer<ColumnBatch> sink) {
        adds.forEach(add -> sink.accept(only("add", add)));
        writeTombstones(sink);
    }

    private void writeTable(Consumer<ColumnBatch> sink, List<Row> extra) {
        BatchBuilder row = new BatchBuilder(schema);
        for (Row other : extra) {
            other.value().accept(column(row, other.column()));
            endRow(row, other.column());
        }
        ActionRows.append(column(row, "protocol"), state.shape().protocol());
        endRow(row, "protocol");
        ActionRows.append(column(row, "metaData"), state.shape().metadata());
        endRow(row, "metaData");
        for (SetTransaction transaction : state.transactions().values()) {
            if (isAlive(transaction)) {
                ActionRows.append(column(row, "txn"), transaction);
                endRow(row, "txn");
            }
        }
        for (DomainMetadata domain : state.domains().values()) {
            ActionRows.append(column(row, "domainMetadata"), domain);
            endRow(row, "domainMetadata");
        }
        sink.accept(row.build());
    }

    private boolean isAlive(SetTransaction transaction) {
        Long updated = transaction.lastUpdated();
        return updated == null
                || settings.transactionRetention() == null
                || updated > nowMillis - settings.transactionRetention().toMillis();
    }

    private ColumnBuilder column(BatchBuilder row, String name) {
        return row.column(schema.indexOf(name));
    }

    private void endRow(BatchBuilder row, String name) {
        for (int i = 0; i < schema.size(); i++) {
            if (!schema.field(i).name().equals(name)) {
                row.column(i).appendNull();
            }
        }
        row.endRow();
    }

    private void writeTombstones(Consumer<ColumnBatch> sink) {
        ColumnBuilder removes = ColumnBuilder.of(CheckpointSchema.REMOVE);
        state.tombstones().forEach(settings.tombstonesExpiredMillis(nowMillis), state.files(), remove -> {
            ActionRows.append(removes, remove);
            if (removes.length() == BATCH_ROWS) {
                sink.accept(only("remove", (StructVector) removes.build()));
            }
        });
        if (removes.length() > 0) {
            sink.accept(only("remove", (StructVector) removes.build()));
        }
    }

    /** Rows that all hold the same kind of action. */
    private ColumnBatch only(String kind, StructVector actions) {
        List<ColumnVector> columns = new ArrayList<>(schema.size());
        for (StructField field : schema.fields()) {
            columns.add(field.name().equals(kind) ? actions : nulls.of(field.type(), actions.length()));
        }
        return new ColumnBatch(schema, actions.length(), columns);
    }
}
