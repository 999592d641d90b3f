package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Literal;
import io.weir.log.action.AddFile;
import io.weir.log.error.TableException;
import io.weir.log.state.LiveFiles;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.BatchSize;
import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.FileRecords;
import io.weir.table.dml.MergeClause.Kind;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Carries out one merge. One thread at a time.
 *
 * <p>The source is read in parts that fit into memory. For each part the files that can match are looked at: first the columns that decide,
 * then the others of rows that match. What matched is kept as sets of places, a bit a row.
 */
final class MergeRun {
    private static final Map<String, String> NAMES_IN_HISTORY = Map.of(
            "numCopiedRows", "numTargetRowsCopied",
            "numAddedFiles", "numTargetFilesAdded",
            "numRemovedFiles", "numTargetFilesRemoved",
            "numAddedBytes", "numTargetBytesAdded",
            "numRemovedBytes", "numTargetBytesRemoved",
            "numAddedChangeFiles", "numTargetChangeFilesAdded",
            "numDeletionVectorsAdded", "numTargetDeletionVectorsAdded",
            "numDeletionVectorsRemoved", "numTargetDeletionVectorsRemoved",
            "numDeletionVectorsUpdated", "numTargetDeletionVectorsUpdated");

    private final Target target;
    private final MergeSource source;
    private final long memoryBytes;
    private final MergePlan plan;
    private final Timer timer;
    private final Metrics metrics = new Metrics(
            "numSourceRows",
            "numTargetRowsInserted",
            "numTargetRowsUpdated",
            "numTargetRowsDeleted",
            "numTargetRowsMatchedUpdated",
            "numTargetRowsMatchedDeleted",
            "numTargetRowsNotMatchedBySourceUpdated",
            "numTargetRowsNotMatchedBySourceDeleted",
            "numCopiedRows",
            "numAddedFiles",
            "numRemovedFiles",
            "numAddedBytes",
            "numRemovedBytes",
            "numAddedChangeFiles",
            "numDeletionVectorsAdded",
            "numDeletionVectorsRemoved",
            "numDeletionVectorsUpdated");
    private final Map<String, MergeFile> files = new ConcurrentSkipListMap<>();

    MergeRun(
            Target target,
            MergeSource source,
            MergeNames names,
            Expression on,
            List<MergeClause> clauses,
            boolean schemaEvolution,
            long memoryBytes) {
        this.target = target;
        this.source = source;
        this.memoryBytes = memoryBytes;
        this.timer = new Timer(target.environment().clock());
        this.plan = MergePlan.of(target, source.schema(), names, on, clauses, schemaEvolution);
    }

    DmlResult run() {
        if (!plan.matched.isEmpty() || !plan.notMatchedBySource.isEmpty()) {
            target.requireRowsMayLeave("MERGE");
        }
        try (RowChange change = new RowChange(target, plan.after, metrics)) {
            fill(change);
            if (change.isEmpty()) {
                return DmlResult.of(target.snapshot().version(), false, renamed());
            }
            if (!plan.after.metadata().equals(target.snapshot().metadata())) {
                target.transaction().metadata(plan.after.metadata());
                if (!plan.after.protocol().equals(target.snapshot().protocol())) {
                    target.transaction().protocol(plan.after.protocol());
                }
            }
            TransactionOutcome outcome = change.commit(transaction -> {
                timer.lap("rewriteTimeMs", metrics);
                timer.total("executionTimeMs", metrics);
                transaction
                        .parameter("predicate", Predicates.text(plan.on))
                        .parameter("matchedPredicates", plan.text(Kind.MATCHED))
                        .parameter("notMatchedPredicates", plan.text(Kind.NOT_MATCHED))
                        .parameter("notMatchedBySourcePredicates", plan.text(Kind.NOT_MATCHED_BY_SOURCE));
                renamed().forEach(transaction::metric);
            });
            return DmlResult.of(outcome.version(), true, renamed());
        } catch (TableException e) {
            throw e.with("table", target.store().root());
        }
    }

    /** Puts the merge into the target's transaction, which somebody else commits. */
    JoinedChange join() {
        try (RowChange change = new RowChange(target, plan.after, metrics)) {
            fill(change);
            List<WrittenFile> written = change.handOver();
            timer.lap("rewriteTimeMs", metrics);
            return new JoinedChange(written, new TreeMap<>(metrics.all()));
        } catch (TableException e) {
            throw e.with("table", target.store().root());
        }
    }

    private void fill(RowChange change) {
        MergeRows rows = new MergeRows(target, plan, metrics, change);
        try (CloseableIterator<ColumnBatch> batches = source.batches()) {
            while (batches.hasNext()) {
                merge(part(batches), rows);
            }
        }
        if (!plan.notMatchedBySource.isEmpty()) {
            changeUnmatched(rows);
        }
        timer.lap("scanTimeMs", metrics);
        for (MergeFile file : files.values()) {
            change.leave(file.file, file.changed.build());
            long records = FileRecords.said(file.file);
            if (records != FileRecords.UNKNOWN) {
                change.liveRows(file.file, records - file.gone.cardinality());
            }
        }
    }

    /** As many rows of the source as fit into memory; at least a batch. */
    private ColumnBatch part(CloseableIterator<ColumnBatch> batches) {
        List<ColumnBatch> taken = new ArrayList<>();
        long bytes = 0;
        while (batches.hasNext() && bytes < memoryBytes) {
            ColumnBatch batch = batches.next();
            bytes += BatchSize.of(batch);
            taken.add(new ColumnBatch(source.schema(), batch.rowCount(), batch.columns()));
        }
        return ColumnBatch.concat(source.schema(), taken);
    }

    private void merge(ColumnBatch part, MergeRows rows) {
        metrics.add("numSourceRows", part.rowCount());
        SourcePart sources = SourcePart.of(part, plan, target.snapshot().partitionColumns());
        if (sources.canMatch()) {
            Expression condition = sources.targetCondition();
            target.transaction().reads(condition);
            LiveFiles live = target.snapshot().files();
            FileScan scan = target.scan(plan.join.targetColumns(plan.names), condition, false);
            target.each(live.files(live.matching(condition)), file -> {
                MergeFile state = state(file);
                return MergeRows.located(state, () -> {
                    new MergeProbe(target, plan, sources, rows, state).run(scan);
                    return true;
                });
            });
        }
        if (!plan.notMatched.isEmpty()) {
            rows.insert(sources.unmatched());
        }
    }

    private MergeFile state(AddFile file) {
        return files.computeIfAbsent(file.path(), path -> new MergeFile(file, target.gone(file)));
    }

    private void changeUnmatched(MergeRows rows) {
        Expression condition = unmatchedCondition();
        target.transaction().reads(condition);
        LiveFiles live = target.snapshot().files();
        FileScan scan = target.scan(plan.table.names(), condition, true);
        target.each(live.files(live.matching(condition)), file -> {
            MergeFile state = state(file);
            DeletionVector without = state.gone.union(state.matched.build());
            try (CloseableIterator<ColumnBatch> batches = scan.read(file, Target.excluded(without))) {
                batches.forEachRemaining(batch -> rows.changeUnmatched(state, batch));
            }
            return true;
        });
    }

    /** True for rows that a clause can be about. */
    private Expression unmatchedCondition() {
        List<Expression> conditions = new ArrayList<>();
        for (int i = 0; i < plan.notMatchedBySource.size(); i++) {
            BoundClauses.Bound clause = plan.notMatchedBySource.get(i);
            if (clause.condition() == null) {
                return Literal.TRUE;
            }
            conditions.add(MergeNames.plain(clause.condition().resolved()));
        }
        return Expressions.or(conditions);
    }

    private Map<String, Long> renamed() {
        Map<String, Long> all = new TreeMap<>();
        metrics.all().forEach((name, count) -> all.put(NAMES_IN_HISTORY.getOrDefault(name, name), count));
        all.put(
                "numOutputRows",
                metrics.get("numTargetRowsInserted")
                        + metrics.get("numTargetRowsUpdated")
                        + metrics.get("numCopiedRows"));
        return all;
    }
}
