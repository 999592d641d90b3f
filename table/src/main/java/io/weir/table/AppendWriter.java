package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.state.TableShape;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.SharedRows;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import io.weir.table.dml.Delete;
import io.weir.table.dml.PartitionCondition;
import io.weir.table.dml.Target;
import io.weir.table.protocol.GrownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of one append batch by batch. One thread at a time. Closing it without a commit deletes what it wrote.
 */
public final class AppendWriter implements AutoCloseable {
    /** More rows than this are worth a file of their own. */
    private static final int MAX_SHARED_ROWS = 1024;

    private final Table table;
    /** Null if nothing is overwritten. */
    private final @Nullable Overwritten overwritten;

    private final boolean mergeSchema;
    private final WriteOptions options;
    private final Transaction transaction;
    private final Snapshot snapshot;
    private TableShape shape;
    private DataFileWriter files;

    /** Says which rows came, where it must be said which rows went; else null. */
    private @Nullable DataFileWriter changes;

    /** Files of changes that are finished, and not yet in the table. */
    private final List<WrittenFile> recorded = new ArrayList<>();

    /** Finished, and not yet in the table. */
    private final List<WrittenFile> finished = new ArrayList<>();

    /** Rows that are not written yet, because they may share a file with those of others. */
    private final List<ColumnBatch> unwritten = new ArrayList<>();

    private boolean mayShare;
    private long rows;
    private boolean ended;

    AppendWriter(Table table, @Nullable Overwritten overwritten, boolean mergeSchema, WriteOptions options) {
        this.table = table;
        this.overwritten = overwritten;
        this.mergeSchema = mergeSchema;
        this.options = options;
        this.transaction = overwritten != null ? table.transactionOnLatest("WRITE") : table.transaction("WRITE");
        this.snapshot = transaction.snapshot();
        this.shape = snapshot.shape();
        this.files = newFiles();
        this.changes = recordsChanges() ? newChanges() : null;
    }

    private DataFileWriter newChanges() {
        return DataFileWriter.createForChanges(table.store(), shape, options, table.environment());
    }

    private boolean recordsChanges() {
        return overwritten != null
                && overwritten.condition() != null
                && Delete.recordsChanges(target(), overwritten.condition());
    }

    private Target target() {
        return new Target(table.store(), table.environment(), transaction);
    }

    /** Lets few rows share a file with those that others append at the same moment. What is wrong with them is said by the commit then. */
    AppendWriter sharing() {
        // numbers that a column gives out must be told in the same version
        mayShare = overwritten == null
                && !mergeSchema
                && snapshot.schema().fields().stream()
                        .allMatch(field -> field.metadata().json("delta.identity.step") == null);
        return this;
    }

    private void writeUnwritten() {
        mayShare = false;
        unwritten.forEach(files::write);
        unwritten.clear();
    }

    private DataFileWriter newFiles() {
        return DataFileWriter.create(table.store(), shape, options, table.environment())
                .countingFrom(rows);
    }

    /**
     * Writes rows that fit the table; all of the batch or none.
     *
     * @throws io.weir.log.error.SchemaMismatchException if columns do not fit
     * @throws io.weir.log.error.ConstraintViolationException if a row breaks a rule; rows are counted over the whole append
     */
    public void write(ColumnBatch batch) {
        if (ended) {
            throw new IllegalStateException("The append has ended {table=" + table.location() + "}");
        }
        if (mayShare && rows + batch.rowCount() <= MAX_SHARED_ROWS) {
            unwritten.add(batch);
            rows += batch.rowCount();
            return;
        }
        writeUnwritten();
        if (mergeSchema) {
            merge(batch.schema());
        }
        Overwritten goes = overwritten;
        ColumnBatch fitting =
                goes == null ? files.write(batch) : files.write(batch, filled -> goes.check(filled, rows));
        if (changes != null) {
            changes.writeChanges(fitting, "insert");
        }
        rows += batch.rowCount();
    }

    private void merge(StructType batchSchema) {
        TableShape grown = GrownTable.of(shape, batchSchema, table.environment().ids());
        if (grown != shape) {
            shape = grown;
            finished.addAll(files.finish());
            countIdentities();
            files = newFiles();
            if (changes != null) {
                recorded.addAll(changes.finish());
                changes = newChanges();
            }
        }
    }

    /** Identity columns have counted the rows of files that are finished. */
    private void countIdentities() {
        Metadata counted = files.metadataAfter(shape.metadata());
        if (!counted.equals(shape.metadata())) {
            shape = TableShape.of(shape.protocol(), counted);
        }
    }

    /** The columns of the table as this append leaves it. */
    StructType schema() {
        return shape.schema();
    }

    /**
     * Makes all rows part of the table, in one version. If there are none, and nothing to replace, no version is made.
     *
     * @throws io.weir.log.error.CommitConflictException if another commit made it impossible; the files are deleted
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether they are in the table; the files are kept
     */
    public CommitResult commit() {
        boolean shared = rows > 0 && !unwritten.isEmpty();
        if (!shared) {
            writeUnwritten();
        }
        finished.addAll(files.finish());
        countIdentities();
        transaction
                .textParameter("mode", overwritten != null ? "Overwrite" : "Append")
                .textParameter("partitionBy", PropertyText.list(snapshot.partitionColumns()));
        if (shared) {
            transaction.add(new SharedRows(unwritten, options));
        } else {
            transaction
                    .metric("numFiles", finished.size())
                    .metric("numOutputRows", rows)
                    .metric(
                            "numOutputBytes",
                            finished.stream().mapToLong(WrittenFile::sizeBytes).sum())
                    .add(finished);
        }
        if (!shape.metadata().equals(snapshot.metadata())) {
            transaction.metadata(shape.metadata());
        }
        if (!shape.protocol().equals(snapshot.protocol())) {
            transaction.protocol(shape.protocol());
        }
        if (overwritten != null) {
            overwrite(overwritten);
        }
        ended = true;
        TransactionOutcome outcome;
        try {
            outcome = transaction.commit();
        } catch (RuntimeException | Error e) {
            if (transaction.mayBeCommitted()) {
                finished.clear(); // they are part of the table, or will be
            } else {
                deleteFinished();
            }
            throw e;
        }
        finished.clear();
        return outcome instanceof TransactionOutcome.Committed committed
                ? committed.result()
                : new CommitResult(outcome.version(), 0, 0, 0);
    }

    private void overwrite(Overwritten which) {
        if (which.condition() != null) {
            transaction.textParameter("predicate", which.condition().toString());
            recordInserts();
            finished.addAll(Delete.join(target(), which.condition()));
        } else if (which.partitions()) {
            List<AddFile> added = finished.stream().map(WrittenFile::action).toList();
            finished.addAll(Delete.join(target(), PartitionCondition.of(snapshot.shape(), added)));
        } else {
            transaction.readsAll();
            for (AddFile file : snapshot.files().all()) {
                transaction.remove(file);
            }
        }
    }

    private void recordInserts() {
        if (changes != null) {
            recorded.addAll(changes.finish());
            finished.addAll(recorded);
            recorded.forEach(file -> transaction.add(new AddCdcFile(
                    file.action().path(), file.action().partitionValues(), file.sizeBytes(), Map.of(), Map.of())));
            recorded.clear();
        }
    }

    private void deleteFinished() {
        WrittenFile.abandon(table.store(), finished);
        WrittenFile.abandon(table.store(), recorded);
        finished.clear();
        recorded.clear();
    }

    @Override
    public void close() {
        ended = true;
        files.abort();
        if (changes != null) {
            changes.abort();
        }
        deleteFinished();
    }
}
