package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.state.TableShape;
import io.weir.storage.StorageException;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import io.weir.table.protocol.Enablement;
import io.weir.table.protocol.ProtocolRules;
import io.weir.table.schema.SchemaRules;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes the rows of one append batch by batch. One thread at a time. Closing it without a commit deletes what it wrote.
 */
public final class AppendWriter implements AutoCloseable {
    private final Table table;
    private final boolean overwrite;
    private final boolean mergeSchema;
    private final WriteOptions options;
    private final Transaction transaction;
    private final Snapshot snapshot;
    private Metadata metadata;
    private DataFileWriter files;

    /** Finished, and not yet in the table. */
    private final List<WrittenFile> finished = new ArrayList<>();

    private long rows;
    private boolean ended;

    AppendWriter(Table table, boolean overwrite, boolean mergeSchema, WriteOptions options) {
        this.table = table;
        this.overwrite = overwrite;
        this.mergeSchema = mergeSchema;
        this.options = options;
        this.transaction = overwrite ? table.transactionOnLatest("WRITE") : table.transaction("WRITE");
        this.snapshot = transaction.snapshot();
        this.metadata = snapshot.metadata();
        this.files = newFiles();
    }

    private DataFileWriter newFiles() {
        return DataFileWriter.create(
                        table.store(), TableShape.of(snapshot.protocol(), metadata), options, table.environment())
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
        if (mergeSchema) {
            merge(batch.schema());
        }
        files.write(batch);
        rows += batch.rowCount();
    }

    private void merge(StructType batchSchema) {
        StructType merged = SchemaRules.merge(
                metadata.schema(), batchSchema, TableProperties.mapsColumns(metadata.configuration()));
        if (!merged.equals(metadata.schema())) {
            Metadata wanted = metadata.toBuilder().schema(merged).build();
            metadata = Enablement.of(metadata, wanted, table.environment().ids());
            finished.addAll(files.finish());
            files = newFiles();
        }
    }

    /** The columns of the table as this append leaves it. */
    StructType schema() {
        return metadata.schema();
    }

    /**
     * Makes all rows part of the table, in one version. If there are none, and nothing to replace, no version is made.
     *
     * @throws io.weir.log.error.CommitConflictException if another commit made it impossible; the files are deleted
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether they are in the table; the files are kept
     */
    public CommitResult commit() {
        finished.addAll(files.finish());
        transaction
                .textParameter("mode", overwrite ? "Overwrite" : "Append")
                .textParameter("partitionBy", PropertyText.list(snapshot.partitionColumns()))
                .metric("numFiles", finished.size())
                .metric("numOutputRows", rows)
                .metric(
                        "numOutputBytes",
                        finished.stream().mapToLong(WrittenFile::sizeBytes).sum())
                .add(finished);
        if (!metadata.equals(snapshot.metadata())) {
            transaction.metadata(metadata);
            Protocol needed = ProtocolRules.upgraded(snapshot.protocol(), metadata, Map.of());
            if (!needed.equals(snapshot.protocol())) {
                transaction.protocol(needed);
            }
        }
        if (overwrite) {
            transaction.readsAll();
            for (AddFile file : snapshot.files().all()) {
                transaction.remove(file);
            }
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

    private void deleteFinished() {
        for (WrittenFile file : finished) {
            try {
                table.store().delete(file.name());
            } catch (StorageException e) {
                continue; // invisible, and vacuum finds it
            }
        }
        finished.clear();
    }

    @Override
    public void close() {
        ended = true;
        files.abort();
        deleteFinished();
    }
}
