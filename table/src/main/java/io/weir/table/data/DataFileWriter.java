package io.weir.table.data;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.parallel.Parallel;
import io.weir.format.parquet.write.ParquetFileInfo;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.Metadata;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.storage.PendingSync;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.rules.TableRules;
import io.weir.table.schema.ConstantVectors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into Parquet files of about the target size, one open file a partition.
 *
 * <p>One thread at a time. Files are invisible to readers until a commit names them, so abandoning a writer costs storage
 * and nothing else; {@link #abort} saves that too. Of partitions that are open at the same time beyond the limit, the
 * one not written to for the longest time is closed, and begun anew if more comes.
 */
public final class DataFileWriter implements AutoCloseable {
    /** The column of change files that says what happened to the row. (PROTOCOL.md, "Change Data Files") */
    public static final String CHANGE_TYPE = "_change_type";

    private static final String CHANGES_DIRECTORY = "_change_data/";

    /** Larger batches are written in parts, so that a file can end between them. */
    private static final int ROWS_AT_ONCE = 1 << 17;

    private final ObjectStore store;
    private final DataFileFormat format;
    /** Are the files those that tell of changes? */
    private final boolean changes;

    private final WriteOptions options;
    private final TableEnvironment environment;
    private final Supplier<TableRules> newRules;

    /** Made for the first rows that are held against them; rows that stay what they are do not need them. */
    private @Nullable TableRules rules;

    private @Nullable TableRules types;
    private final int[] partitionPositions;
    private final int[] dataPositions;

    /** Files being written, by partition; the one written to last is last. */
    private final LinkedHashMap<List<@Nullable String>, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

    private final List<WrittenFile> written = new ArrayList<>();

    /** Files of those written that may still be on their way to the disk. */
    private final List<PendingSync> pending = Collections.synchronizedList(new ArrayList<>());

    private long writtenBytes;
    private long firstRow;
    private long rowCount;
    private int nextPart;

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
        this.changes = changes;
        this.options = options;
        this.environment = environment;
        this.newRules = newRules;
        this.partitionPositions = positions(format.partitionFields(), 0);
        this.dataPositions = positions(
                format.dataFields(),
                format.fileSchema().size() - format.dataFields().size());
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

    private record OpenFile(String name, Map<String, @Nullable String> partitionValues, ParquetFileWriter parquet) {}

    /**
     * A writer of files for the table at the store's root, for rows that are new.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table has a rule for its rows that cannot be computed here
     */
    public static DataFileWriter create(
            ObjectStore store, TableShape shape, WriteOptions options, TableEnvironment environment) {
        TableRules rules = TableRules.of(shape, environment.clock().instant(), false);
        return new DataFileWriter(
                store, DataFileFormat.of(shape, List.of(), options), false, () -> rules, options, environment);
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
                environment);
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
        List<PartitionSplitter.Part> parts = PartitionSplitter.split(fitting, partitionPositions, dataPositions);
        for (PartitionSplitter.Part part : parts) {
            checkNotNull(part);
        }
        torn = true;
        for (PartitionSplitter.Part part : parts) {
            write(part);
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
                throw new ConstraintViolationException(
                        "A row has an empty string, which a partition column cannot tell from null",
                        Facts.of("column", format.partitionFields().get(i).name())
                                .and("row", firstRow + rowCount + part.firstRow())
                                .and("rule", "NOT NULL"));
            }
        }
    }

    private void write(PartitionSplitter.Part part) {
        ColumnBatch rows = new ColumnBatch(
                format.fileSchema(), part.rows().rowCount(), part.rows().columns());
        for (int from = 0; from < rows.rowCount(); from += ROWS_AT_ONCE) {
            OpenFile file = open.get(part.values());
            if (file == null) {
                file = begin(part.values());
            }
            file.parquet().write(rows.slice(from, Math.min(rows.rowCount(), from + ROWS_AT_ONCE)));
            if (file.parquet().estimatedSizeBytes() >= format.targetFileBytes()) {
                open.remove(part.values());
                end(file);
            }
        }
    }

    private OpenFile begin(List<@Nullable String> values) {
        if (open.size() >= options.maxOpenFiles()) {
            Iterator<OpenFile> eldest = open.values().iterator();
            OpenFile least = eldest.next();
            eldest.remove();
            end(least);
        }
        List<String> columns = format.partitionNames();
        Map<String, @Nullable String> partitionValues = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            partitionValues.put(columns.get(i), values.get(i));
        }
        String name = (changes ? CHANGES_DIRECTORY : "")
                + directory(values)
                + (changes ? "cdc-" : "part-")
                + partNumber()
                + "-"
                + environment.ids().get()
                + "-c000"
                + suffix()
                + ".parquet";
        OpenFile file = new OpenFile(
                name,
                partitionValues,
                ParquetFileWriter.create(
                        store.create(name),
                        format.fileSchema(),
                        format.parquet(),
                        environment.executor(),
                        environment.parallelism()));
        open.put(values, file);
        return file;
    }

    /** With a slash behind it; empty if the files are in the table's own. */
    private String directory(List<@Nullable String> values) {
        if (format.prefixLength() == 0) {
            return PartitionPath.of(format.partitionNames(), values);
        }
        String digits = environment.ids().get().toString().replace("-", "");
        // the last ones are random in every kind of id
        return digits.substring(digits.length() - format.prefixLength()) + "/";
    }

    /** Five digits, or more. */
    private String partNumber() {
        String digits = Integer.toString(nextPart++);
        return "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }

    private String suffix() {
        return switch (format.codecName()) {
            case "none", "uncompressed" -> "";
            case "gzip" -> ".gz";
            default -> "." + format.codecName();
        };
    }

    private void end(OpenFile file) {
        WrittenFile finished = finish(file);
        written.add(finished);
        writtenBytes += finished.sizeBytes();
    }

    private WrittenFile finish(OpenFile file) {
        ParquetFileInfo info = file.parquet().finish(pending);
        AddFile action = AddFile.builder(DataPath.encode(file.name()))
                .partitionValues(file.partitionValues())
                .sizeBytes(info.sizeBytes())
                .modificationTime(environment.clock().millis())
                .dataChange(true)
                .stats(info.statistics().toJson(format.statistics(), false))
                .build();
        return new WrittenFile(file.name(), info.rowCount(), action);
    }

    /** About how many bytes the files have that were written or begun since the last {@link #finish}. */
    public long estimatedBytes() {
        long bytes = writtenBytes;
        for (OpenFile file : open.values()) {
            bytes += file.parquet().estimatedSizeBytes();
        }
        return bytes;
    }

    /** How many rows were written since the last {@link #finish}. */
    public long rowCount() {
        return rowCount;
    }

    /** Makes all files durable and lists them. The writer is empty afterwards and can be used again. */
    public List<WrittenFile> finish() {
        PendingFiles finished = finishSoon();
        try {
            PendingSync.awaitAll(finished.pending());
        } catch (StorageException e) {
            finished.files().forEach(file -> delete(file.name()));
            throw e;
        }
        return finished.files();
    }

    /** The same, but files may still be on their way to the disk. */
    public PendingFiles finishSoon() {
        requireWhole();
        torn = true;
        List<OpenFile> rest = new ArrayList<>(open.values());
        List<WrittenFile> last = Parallel.map(rest, this::finish, environment.executor(), environment.parallelism());
        List<WrittenFile> all = new ArrayList<>(written);
        all.addAll(last);
        PendingFiles finished = new PendingFiles(all, pending);
        forget();
        return finished;
    }

    private void forget() {
        open.clear();
        written.clear();
        pending.clear();
        writtenBytes = 0;
        firstRow = 0;
        rowCount = 0;
        nextPart = 0;
        torn = false;
    }

    /** Deletes the files written since the last {@link #finish}. Never throws. */
    public void abort() {
        for (OpenFile file : open.values()) {
            file.parquet().abort();
            delete(file.name());
        }
        written.forEach(file -> delete(file.name()));
        forget();
    }

    /** A file that stays behind is invisible, and vacuum finds it. */
    private void delete(String name) {
        try {
            store.delete(name);
        } catch (StorageException e) {
            return;
        }
    }

    /** Aborts what was not finished. */
    @Override
    public void close() {
        abort();
    }
}
