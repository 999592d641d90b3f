package io.weir.compaction.optimize;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parallel.Parallel;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.commit.Conflict;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a plan anew. One thread at a time.
 *
 * <p>Groups are written on all threads of the environment and committed together as soon as they are long enough, so that what was committed
 * stays if the process stops. A group of which somebody else changed a file in the meantime is left alone: nobody else's commit is ever
 * undone or made to fail.
 */
public final class OptimizeJob {
    /** So much is written before it is committed. */
    private static final long BYTES_A_COMMIT = 1L << 30;

    /** Others who change files of the same groups make what is left be committed again, so often. */
    private static final int MAX_ROUNDS = 10;

    private final Table table;
    private final Snapshot snapshot;
    private final OptimizePlan plan;
    private final String predicate;
    private final boolean auto;
    private final FileScan scan;
    private final StructType columns;
    private final Consumer<OptimizeResult> progress;
    private OptimizeResult result;

    /**
     * @param snapshot that the plan was made of
     * @param predicate as JSON, for the history
     * @param auto for the history: did nobody ask for it? Then only the calling thread works, and leaves the others to who did ask for something
     * @param progress told after every commit what was done so far
     */
    public OptimizeJob(
            Table table,
            Snapshot snapshot,
            OptimizePlan plan,
            String predicate,
            boolean auto,
            Consumer<OptimizeResult> progress) {
        this.table = table;
        this.snapshot = snapshot;
        this.plan = plan;
        this.predicate = predicate;
        this.auto = auto;
        this.columns = snapshot.schema();
        this.scan = FileScan.of(table.store(), table.environment(), snapshot, columns.names(), null, true);
        this.progress = progress;
        this.result = new OptimizeResult(snapshot.version(), 0, 0, 0, 0, 0, 0);
    }

    /** A group, and what its rows are in now. */
    private record Rewritten(FileGroup group, List<WrittenFile> files) {}

    /**
     * @throws CommitConflictException if the table's columns or properties were changed in the meantime; what was committed before stays
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether a commit is in the table
     */
    public OptimizeResult run() {
        List<FileGroup> together = new ArrayList<>();
        long bytes = 0;
        for (FileGroup group : plan.groups()) {
            together.add(group);
            bytes += group.sizeBytes();
            if (bytes >= BYTES_A_COMMIT) {
                rewrite(together);
                together.clear();
                bytes = 0;
            }
        }
        if (!together.isEmpty()) {
            rewrite(together);
        }
        return result;
    }

    private void rewrite(List<FileGroup> groups) {
        List<Rewritten> written = new ArrayList<>();
        try {
            written.addAll(Parallel.map(
                    groups,
                    this::write,
                    table.environment().executor(),
                    auto ? 1 : table.environment().parallelism()));
            commit(written);
        } finally {
            written.forEach(this::delete);
        }
    }

    private Rewritten write(FileGroup group) {
        // The bin may turn out somewhat longer than its files were; a second, tiny file would be no gain
        WriteOptions options = WriteOptions.DEFAULT.withTargetFileBytes(2 * plan.targetBytes());
        try (DataFileWriter writer =
                DataFileWriter.createForRewrites(table.store(), snapshot.shape(), options, table.environment())) {
            for (AddFile file : group.files()) {
                copy(file, writer);
            }
            return new Rewritten(group, writer.finish());
        }
    }

    private void copy(AddFile file, DataFileWriter writer) {
        @Nullable DeletionVectorDescriptor deleted = file.deletionVector();
        @Nullable DeletionVector gone = deleted == null ? null : new DeletionVectorReader(table.store()).read(deleted);
        try (CloseableIterator<ColumnBatch> batches = scan.read(file, gone)) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                ColumnBatch rows = new ColumnBatch(
                        columns, batch.rowCount(), batch.columns().subList(0, columns.size()));
                if (writer.keepsRowIds()) {
                    writer.writeUnchanged(
                            rows, batch.column(FileScan.ROW_ID), batch.column(FileScan.ROW_COMMIT_VERSION));
                } else {
                    writer.writeUnchanged(rows);
                }
            }
        }
    }

    /** Takes out of the list what became part of the table; what is left in it in the end is not. */
    private void commit(List<Rewritten> written) {
        for (int round = 1; !written.isEmpty(); round++) {
            table.latest();
            Transaction transaction = table.transaction("OPTIMIZE");
            requireSameTable(transaction.snapshot());
            leaveOutChanged(written, transaction.snapshot());
            if (written.isEmpty()) {
                return;
            }
            describe(transaction, written);
            try {
                TransactionOutcome outcome = transaction.commit();
                count(outcome.version(), written);
                written.clear();
                progress.accept(result);
            } catch (CommitConflictException e) {
                if (round == MAX_ROUNDS) {
                    throw e;
                }
                table.environment().backoff().pause(round);
            } catch (RuntimeException | Error e) {
                if (transaction.mayBeCommitted()) {
                    written.clear(); // their files are part of the table, or will be
                }
                throw e;
            }
        }
    }

    /** What was written is for the columns and properties of the version that was read. */
    private void requireSameTable(Snapshot now) {
        if (!now.metadata().equals(snapshot.metadata()) || !now.protocol().equals(snapshot.protocol())) {
            throw new CommitConflictException(
                    "Another commit changed the table's metadata; run it again",
                    Facts.of("kind", Conflict.Kind.METADATA_CHANGED, "readVersion", snapshot.version())
                            .and("table", table.location()));
        }
    }

    private void leaveOutChanged(List<Rewritten> written, Snapshot now) {
        List<Rewritten> changed = written.stream()
                .filter(rewritten -> !rewritten.group().files().stream().allMatch(now.files()::contains))
                .toList();
        written.removeAll(changed);
        changed.forEach(this::skip);
        changed.forEach(this::delete);
    }

    private void describe(Transaction transaction, List<Rewritten> written) {
        OptimizeMetrics metrics = new OptimizeMetrics();
        for (Rewritten rewritten : written) {
            rewritten.group().files().forEach(metrics::removed);
            rewritten.files().forEach(metrics::added);
            transaction.rearrange(rewritten.group().files(), rewritten.files());
        }
        metrics.all().forEach(transaction::metric);
        transaction
                .parameter("predicate", predicate)
                .parameter("auto", Boolean.toString(auto))
                .parameter("clusterBy", "[]")
                .parameter("zOrderBy", "[]");
    }

    private void count(long version, List<Rewritten> written) {
        int removed = 0;
        int added = 0;
        long bytesRemoved = 0;
        long bytesAdded = 0;
        for (Rewritten rewritten : written) {
            removed += rewritten.group().files().size();
            bytesRemoved += rewritten.group().sizeBytes();
            added += rewritten.files().size();
            bytesAdded +=
                    rewritten.files().stream().mapToLong(WrittenFile::sizeBytes).sum();
        }
        result = new OptimizeResult(
                version,
                result.commits() + 1,
                result.filesRemoved() + removed,
                result.bytesRemoved() + bytesRemoved,
                result.filesAdded() + added,
                result.bytesAdded() + bytesAdded,
                result.filesSkipped());
    }

    private void skip(Rewritten rewritten) {
        result = new OptimizeResult(
                result.version(),
                result.commits(),
                result.filesRemoved(),
                result.bytesRemoved(),
                result.filesAdded(),
                result.bytesAdded(),
                result.filesSkipped() + rewritten.group().files().size());
    }

    private void delete(Rewritten rewritten) {
        WrittenFile.abandon(table.store(), rewritten.files());
    }
}
