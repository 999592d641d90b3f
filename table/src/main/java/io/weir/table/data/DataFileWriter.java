package io.weir.table.data;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.rules.TableRules;
import io.weir.table.schema.ConstantVectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into Parquet files of about the target size, one open file a partition.
 *
 * <p>One thread at a time. Files are invisible to readers until a commit names them, so abandoning a writer costs storage
 * and nothing else; {@link #abort} saves that too. Where the table asks for few files by {@code delta.autoOptimize.optimizeWrite}, rows wait for
 * others of their partition, in memory and then in spilled files; else partitions beyond those that may be open at the same time get several files.
 */
public final class DataFileWriter implements AutoCloseable {
    /** The column of change files that says what happened to the row. (PROTOCOL.md, "Change Data Files") */
    public static final String CHANGE_TYPE = "_change_type";

    private final ObjectStore store;
    private final DataFileFormat format;
    private final WriteOptions options;
    private final TableEnvironment environment;
    private final Supplier<TableRules> newRules;

    /** Made for the first rows that are held against them; rows that stay what they are do not need them. */
    private @Nullable TableRules rules;

    private @Nullable TableRules types;
    private final int[] partitionPositions;
    private final int[] dataPositions;

    private FileSeries series;
    private OpenFiles files;

    /** Null if rows are written as they come. */
    private @Nullable Gathering gathering;

    private long firstRow;
    private long rowCount;

    /** Has a batch been written in part? Then the files must not be committed, nor the batch written again. */
    private boolean torn;

    private DataFileWriter(
            ObjectStore store,
            DataFileFormat format,
            boolean changes,
            Supplier<TableRules> newRules,
            WriteOptions options,
            TableEnvironment environment) {
        this.store = store;
        this.format = format;
        this.options = options;
        this.environment = environment;
        this.newRules = newRules;
        this.partitionPositions = positions(format.partitionFields(), 0);
        this.dataPositions = positions(
                format.dataFields(),
                format.fileSchema().size() - format.dataFields().size());
        this.series = new FileSeries(store, format, changes, environment);
        this.files = new OpenFiles(series, options.maxOpenFiles());
    }

    /** Where fields are in the table's schema, and so many columns that come behind those of the table. */
    private int[] positions(List<StructField> fields, int behind) {
        int[] positions = new int[fields.size() + behind];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = i < fields.size()
                    ? format.tableSchema().indexOf(fields.get(i).name())
                    : format.tableSchema().size() + i - fields.size();
        }
        return positions;
    }

    /**
     * A writer of files for the table at the store's root, for rows that are new.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table has a rule for its rows that cannot be computed here
     */
    public static DataFileWriter create(
            ObjectStore store, TableShape shape, WriteOptions options, TableEnvironment environment) {
        TableRules rules = TableRules.of(shape, environment.clock().instant(), false);
        return new DataFileWriter(
                        store, DataFileFormat.of(shape, List.of(), options), false, () -> rules, options, environment)
                .gatheringPartitions();
    }

    /**
     * The same for rows that were in the table before, and others: if the table tracks its rows, they keep their ids; they bring the values of
     * identity columns with them. A rule that cannot be computed here is in the way of rows that change, and not of those that stay. (PROTOCOL.md,
     * "Writer Requirements for Row Tracking")
     */
    public static DataFileWriter createForRewrites(
            ObjectStore store, TableShape shape, WriteOptions options, TableEnvironment environment) {
        Instant now = environment.clock().instant();
        return new DataFileWriter(
                store,
                DataFileFormat.of(shape, RowIdColumns.of(shape), options).inLittleMemory(),
                false,
                () -> TableRules.of(shape, now, true),
                options,
                environment);
    }

    /** A writer of files that tell what happened to rows; only {@link #writeChanges} puts rows into them. */
    public static DataFileWriter createForChanges(
            ObjectStore store, TableShape shape, WriteOptions options, TableEnvironment environment) {
        return new DataFileWriter(
                        store,
                        DataFileFormat.of(shape, List.of(), options).withChangeType(),
                        true,
                        () -> TableRules.ofTypes(shape.schema()),
                        options,
                        environment)
                .gatheringPartitions();
    }

    /** Who writes alone needs not gather rows that all come into one file. */
    private DataFileWriter gatheringPartitions() {
        if (format.gathers() && partitionPositions.length > 0) {
            gathering = new Gathering(series, partitionPositions, dataPositions, options, 1);
        }
        return this;
    }

    /**
     * Has the rows of each partition wait for those that other writers of the same change have of it, if the table asks for that by {@code
     * delta.autoOptimize.optimizeWrite}; call it before the first row. What comes of it is to be taken by {@link #handOver}, and finished together.
     *
     * @param writers so many there are, which share what may be held in memory
     */
    public DataFileWriter sharedBy(int writers) {
        if (format.gathers() && writers > 1) {
            gathering = new Gathering(series, partitionPositions, dataPositions, options, writers);
        }
        return this;
    }

    /** Do rows wait until {@link #handOver}? */
    public boolean gathers() {
        return gathering != null;
    }

    /**
     * The metadata that must be committed with the files: its identity columns have counted the rows since this writer was made. The same if
     * they have not.
     */
    public Metadata metadataAfter(Metadata metadata) {
        return rules().metadataAfter(metadata);
    }

    private TableRules rules() {
        TableRules known = rules;
        if (known == null) {
            known = newRules.get();
            rules = known;
        }
        return known;
    }

    private TableRules types() {
        TableRules known = types;
        if (known == null) {
            known = TableRules.ofTypes(format.tableSchema());
            types = known;
        }
        return known;
    }

    /** Do the files have columns for the ids of rows? */
    public boolean keepsRowIds() {
        return !format.rowIdColumns().isEmpty();
    }

    /** Has messages count rows from this number on. */
    public DataFileWriter countingFrom(long row) {
        firstRow = row;
        return this;
    }

    /**
     * Writes rows that fit the table; all or none. After an error of the store only {@link #abort} is left.
     *
     * @return the rows as the table has them: all columns, with the values of those that were left out
     * @throws io.weir.log.error.SchemaMismatchException if columns do not fit
     * @throws ConstraintViolationException if a row breaks a rule; rows are counted from the first one written
     */
    public ColumnBatch write(ColumnBatch batch) {
        return write(batch, rows -> {});
    }

    /**
     * The same for rows that must satisfy more than the table's rules.
     *
     * @param check gets the rows as the table will have them, and refuses them by an exception; none is written then
     */
    public ColumnBatch write(ColumnBatch batch, Consumer<ColumnBatch> check) {
        requireWhole();
        ColumnBatch fitting = rules().apply(batch, firstRow + rowCount);
        check.accept(fitting);
        writeWithoutIds(fitting);
        return fitting;
    }

    private void writeWithoutIds(ColumnBatch fitting) {
        if (keepsRowIds()) {
            ColumnVector none = ConstantVectors.nulls(PrimitiveType.LONG, fitting.rowCount());
            writeFitting(withRowIds(fitting, none, none));
        } else {
            writeFitting(fitting);
        }
    }

    /**
     * Writes rows that were in the table before, and fit it; all or none.
     *
     * @param ids of the rows, LONG; null where a row gets a new one
     * @param commitVersions that last changed the rows, LONG; null where that is the version which the file becomes part of
     * @throws IllegalStateException if the writer does not {@linkplain #keepsRowIds() keep ids}
     */
    public void write(ColumnBatch batch, ColumnVector ids, ColumnVector commitVersions) {
        requireWhole();
        requireRowIds();
        writeFitting(withRowIds(rules().apply(batch, firstRow + rowCount), ids, commitVersions));
    }

    private void requireRowIds() {
        if (!keepsRowIds()) {
            throw new IllegalStateException(
                    "The files have no columns for the ids of rows {table=" + store.root() + "}");
        }
    }

    /**
     * Writes rows of the table that stay what they are: they are brought to its types, and not held against its other rules, which may be newer
     * than they are; all or none.
     */
    public void writeUnchanged(ColumnBatch batch) {
        requireWhole();
        writeWithoutIds(types().apply(batch, firstRow + rowCount));
    }

    /** The same with the ids of the rows, as in {@link #write(ColumnBatch, ColumnVector, ColumnVector)}. */
    public void writeUnchanged(ColumnBatch batch, ColumnVector ids, ColumnVector commitVersions) {
        requireWhole();
        requireRowIds();
        writeFitting(withRowIds(types().apply(batch, firstRow + rowCount), ids, commitVersions));
    }

    /**
     * Writes rows to which something happened; all or none. They are not held against the table's rules.
     *
     * @param batch the table's columns, as they are
     * @param type what happened
     */
    public void writeChanges(ColumnBatch batch, String type) {
        requireWhole();
        if (batch.rowCount() == 0) {
            return;
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        ColumnBuilder text = ColumnBuilder.of(PrimitiveType.STRING);
        PartitionValues.append(type, text);
        columns.add(ConstantVectors.repeat(text.build(), batch.rowCount()));
        writeFitting(new ColumnBatch(
                format.tableSchema().add(CHANGE_TYPE, PrimitiveType.STRING), batch.rowCount(), columns));
    }

    private ColumnBatch withRowIds(ColumnBatch batch, ColumnVector ids, ColumnVector commitVersions) {
        StructType schema = batch.schema();
        for (String column : format.rowIdColumns()) {
            schema = schema.add(column, PrimitiveType.LONG);
        }
        List<ColumnVector> columns = new ArrayList<>(batch.columns());
        columns.add(ids);
        columns.add(commitVersions);
        return new ColumnBatch(schema, batch.rowCount(), columns);
    }

    private void writeFitting(ColumnBatch fitting) {
        if (fitting.rowCount() == 0) {
            return;
        }
        Gathering waiting = gathering;
        if (waiting != null) {
            gather(waiting, fitting);
            return;
        }
        List<PartitionSplitter.Part> parts = PartitionSplitter.split(fitting, partitionPositions, dataPositions);
        for (PartitionSplitter.Part part : parts) {
            checkNotNull(part);
        }
        torn = true;
        for (PartitionSplitter.Part part : parts) {
            files.write(part.values(), part.rows());
        }
        torn = false;
        rowCount += fitting.rowCount();
    }

    private void requireWhole() {
        if (torn) {
            throw new IllegalStateException(
                    "An earlier write failed when a part of its rows was written; abort, and write all rows again {table="
                            + store.root() + "}");
        }
    }

    /** The log has one spelling for null and the empty string. */
    private void checkNotNull(PartitionSplitter.Part part) {
        for (int i = 0; i < part.values().size(); i++) {
            if (part.values().get(i) == null && !format.partitionFields().get(i).nullable()) {
                throw emptyPartition(i, part.firstRow());
            }
        }
    }

    private ConstraintViolationException emptyPartition(int field, int row) {
        return new ConstraintViolationException(
                "A row has an empty string, which a partition column cannot tell from null",
                Facts.of("column", format.partitionFields().get(field).name())
                        .and("row", firstRow + rowCount + row)
                        .and("rule", "NOT NULL"));
    }

    /** Rows wait until there are so many that splitting them by partition pays. */
    private void gather(Gathering waiting, ColumnBatch fitting) {
        requirePartitionsNotNull(fitting);
        torn = true;
        waiting.add(fitting, files);
        torn = false;
        rowCount += fitting.rowCount();
    }

    /** The same check as that of a part, of rows that are not split yet. */
    private void requirePartitionsNotNull(ColumnBatch fitting) {
        for (int i = 0; i < partitionPositions.length; i++) {
            if (!format.partitionFields().get(i).nullable()
                    && fitting.column(partitionPositions[i]) instanceof BytesVector texts) {
                for (int row = 0; row < texts.length(); row++) {
                    if (texts.isNull(row) || texts.start(row) == texts.end(row)) {
                        throw emptyPartition(i, row);
                    }
                }
            }
        }
    }

    /** About how many bytes the files have that were written or begun since the last {@link #finish}, and the rows that wait for one. */
    public long estimatedBytes() {
        return files.estimatedBytes() + (gathering == null ? 0 : gathering.estimatedBytes());
    }

    /** How many rows were written since the last {@link #finish}. */
    public long rowCount() {
        return rowCount;
    }

    /** Makes all files durable and lists them. The writer is empty afterwards and can be used again. */
    public List<WrittenFile> finish() {
        return UnfinishedFiles.finish(List.of(handOver()));
    }

    /** The same, but files may still be on their way to the disk. */
    public PendingFiles finishSoon() {
        return UnfinishedFiles.finishSoon(List.of(handOver()));
    }

    /**
     * Hands over what was written, to be {@linkplain UnfinishedFiles#finish finished} together with what other writers of the same change have. The writer
     * is empty afterwards and can be used again.
     */
    public UnfinishedFiles handOver() {
        requireWhole();
        torn = true;
        GatheredRows rows = gathering == null ? new GatheredRows(store, environment.ids()) : gathering.handOver(files);
        try {
            UnfinishedFiles unfinished = new UnfinishedFiles(series, files.finish(), rows);
            forget();
            return unfinished;
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private void forget() {
        series = series.anew();
        files = new OpenFiles(series, options.maxOpenFiles());
        firstRow = 0;
        rowCount = 0;
        torn = false;
    }

    /** Deletes the files written since the last {@link #finish}. Never throws. */
    public void abort() {
        files.abort();
        if (gathering != null) {
            gathering.abort();
        }
        forget();
    }

    /** Aborts what was not finished. */
    @Override
    public void close() {
        abort();
    }
}
