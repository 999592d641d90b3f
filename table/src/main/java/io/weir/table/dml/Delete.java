package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorBuilder;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.deletion.FileRecords;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the rows for which a condition is true. One thread at a time.
 *
 * <p>Files of which the log says that all rows match are removed without being read.
 */
public final class Delete {
    private final Target target;
    private final Expression condition;
    private final StructType schema;
    private final Timer timer;
    private final Metrics metrics = new Metrics(
            "numDeletedRows",
            "numCopiedRows",
            "numRemovedFiles",
            "numRemovedBytes",
            "numAddedFiles",
            "numAddedBytes",
            "numAddedChangeFiles",
            "numDeletionVectorsAdded",
            "numDeletionVectorsRemoved",
            "numDeletionVectorsUpdated");

    private Delete(Target target, Expression condition) {
        this.target = target;
        this.schema = target.snapshot().schema();
        this.condition = Evaluator.ofCondition(condition, schema).resolved();
        this.timer = new Timer(target.environment().clock());
    }

    /**
     * Deletes rows.
     *
     * @param target with a transaction of its own, on the newest version
     * @throws io.weir.format.expression.InvalidExpressionException if the condition is none, or names a column that is not there
     * @throws io.weir.log.error.ConstraintViolationException if the table only takes new rows
     * @throws io.weir.log.error.CommitConflictException if another writer changed rows that match
     */
    public static DmlResult run(Target target, Expression condition) {
        return new Delete(target, condition).run();
    }

    private DmlResult run() {
        target.requireRowsMayLeave("DELETE");
        try (RowChange change = new RowChange(target, target.snapshot().shape(), metrics)) {
            fill(change);
            if (change.isEmpty()) {
                return DmlResult.of(target.snapshot().version(), false, metrics.all());
            }
            TransactionOutcome outcome = change.commit(transaction -> {
                timer.lap("rewriteTimeMs", metrics);
                timer.total("executionTimeMs", metrics);
                transaction.parameter("predicate", Predicates.text(condition));
                metrics.all().forEach(transaction::metric);
            });
            return DmlResult.of(outcome.version(), true, metrics.all());
        }
    }

    /**
     * Puts the deletion into a transaction that does something else, too, and that somebody else commits.
     *
     * @return files that were written and are part of the transaction; to be deleted if it comes to nothing
     */
    public static List<WrittenFile> join(Target target, Expression condition) {
        target.requireRowsMayLeave("WRITE");
        Delete delete = new Delete(target, condition);
        try (RowChange change = new RowChange(target, target.snapshot().shape(), delete.metrics)) {
            delete.fill(change);
            return change.handOver();
        }
    }

    /** Does what a deletion does to rows have to be said in files of its own? Then so does all that its transaction does. */
    public static boolean recordsChanges(Target target, Expression condition) {
        Expression bound =
                Evaluator.ofCondition(condition, target.snapshot().schema()).resolved();
        return target.recordsChanges()
                && !target.deletesByVector()
                && !Candidates.of(target.snapshot(), bound).part().isEmpty();
    }

    private void fill(RowChange change) {
        target.transaction().reads(condition).rowByRow();
        Candidates candidates = Candidates.of(target.snapshot(), condition);
        boolean records = !candidates.part().isEmpty() && target.recordsChanges() && !target.deletesByVector();
        List<Found> partly = new ArrayList<>();
        List<AddFile> whole = new ArrayList<>(candidates.whole());
        for (Found found : target.each(candidates.part(), this::find)) {
            if (found.isWhole()) {
                whole.add(found.file);
            } else if (!found.rows.isEmpty()) {
                partly.add(found);
            }
            metrics.add("numDeletedRows", found.rows.cardinality());
        }
        timer.lap("scanTimeMs", metrics);
        candidates.whole().forEach(this::countRows);
        whole.forEach(change::remove);
        partly.forEach(found -> change.leave(found.file, found.rows));
        if (records) {
            // If some file has to say what changed, all have to: readers of changes look at nothing else then
            target.each(whole, file -> record(change, file, DeletionVector.EMPTY));
            target.each(partly, found -> record(change, found.file, found.rows));
        }
    }

    /**
     * What was found in a file.
     *
     * @param live how many rows of the file are in the table
     * @param rows those that match
     */
    private record Found(AddFile file, long live, DeletionVector rows) {
        boolean isWhole() {
            return !rows.isEmpty() && rows.cardinality() == live;
        }
    }

    private Found find(AddFile file) {
        FileScan scan = target.scan(List.of(), condition, false);
        DeletionVector gone = target.gone(file);
        DeletionVectorBuilder rows = new DeletionVectorBuilder();
        try (CloseableIterator<ColumnBatch> batches = scan.read(file, Target.excluded(gone))) {
            batches.forEachRemaining(batch -> Rows.addPlaces(batch, rows));
        }
        DeletionVector found = rows.build();
        long live = found.isEmpty() ? 0 : FileRecords.of(target.store(), file) - gone.cardinality();
        return new Found(file, live, found);
    }

    private void countRows(AddFile file) {
        long records = FileRecords.said(file);
        if (records == FileRecords.UNKNOWN) {
            metrics.forget("numDeletedRows");
            return;
        }
        DeletionVectorDescriptor gone = file.deletionVector();
        metrics.add("numDeletedRows", records - (gone == null ? 0 : DeletionVectorReader.cardinality(gone, records)));
    }

    /** Writes down the rows that leave a file; none is all. */
    private boolean record(RowChange change, AddFile file, DeletionVector rows) {
        FileScan scan = target.scan(schema.names(), null, false);
        change.write(lane -> {
            try (CloseableIterator<ColumnBatch> batches =
                    rows.isEmpty() ? target.read(scan, file) : scan.read(file, rows.others())) {
                batches.forEachRemaining(batch -> lane.change(Rows.columns(batch, schema), ChangeType.DELETE));
            }
        });
        return true;
    }
}
