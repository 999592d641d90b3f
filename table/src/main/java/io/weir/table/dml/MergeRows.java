package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.dml.BoundClauses.Bound;
import io.weir.table.dml.MergeClause.Action;
import org.jspecify.annotations.Nullable;

/** Does to rows what the clauses of a merge say. Safe for many threads; each file is in the hands of one at a time. */
final class MergeRows {
    private final Target target;
    private final MergePlan plan;
    private final Metrics metrics;
    private final RowChange change;
    private final boolean records;

    MergeRows(Target target, MergePlan plan, Metrics metrics, RowChange change) {
        this.target = target;
        this.plan = plan;
        this.metrics = metrics;
        this.change = change;
        // Files that only come say themselves what they do
        this.records = !plan.matched.isEmpty() || !plan.notMatchedBySource.isEmpty();
    }

    /**
     * Rows of a file beside rows of the source that match them, in pairs.
     *
     * @param origin all columns of the table, and what the scan knows of each row
     */
    void changeMatched(MergeFile state, ColumnBatch origin, ColumnBatch sources) {
        ColumnBatch before = Rows.columns(origin, plan.table);
        ColumnBatch pairs = plan.names.join(before, sources);
        int[] chosen = located(state, () -> plan.matched.choose(pairs));
        LongVector places = Rows.places(origin);
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] != BoundClauses.NONE && state.changed.contains(places.value(i))) {
                if (!plan.matched.onlyDeletes()) {
                    throw severalSources(state, before, sources, i);
                }
                chosen[i] = BoundClauses.NONE;
            } else if (chosen[i] != BoundClauses.NONE) {
                state.changed.add(places.value(i));
            }
        }
        for (int clause = 0; clause < plan.matched.size(); clause++) {
            apply(state, plan.matched.get(clause), BoundClauses.rowsOf(clause, chosen), origin, pairs, "Matched");
        }
    }

    private ConstraintViolationException severalSources(
            MergeFile state, ColumnBatch before, ColumnBatch sources, int row) {
        return new ConstraintViolationException(
                "Several rows of the source match a row of the table that changes, and it is not clear which counts; make the"
                        + " source have one row a key",
                Facts.of("dataFile", state.file.path(), "on", plan.on, "row", before.row(row))
                        .and("source", sources.row(row))
                        .and("table", target.store().root()));
    }

    /** Rows of a file that no row of the source matches. */
    void changeUnmatched(MergeFile state, ColumnBatch origin) {
        ColumnBatch rows = plan.names.target(Rows.columns(origin, plan.table));
        int[] chosen = located(state, () -> plan.notMatchedBySource.choose(rows));
        LongVector places = Rows.places(origin);
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] != BoundClauses.NONE) {
                state.changed.add(places.value(i));
            }
        }
        for (int clause = 0; clause < plan.notMatchedBySource.size(); clause++) {
            Bound bound = plan.notMatchedBySource.get(clause);
            apply(state, bound, BoundClauses.rowsOf(clause, chosen), origin, rows, "NotMatchedBySource");
        }
    }

    private void apply(
            MergeFile state, Bound clause, int[] selected, ColumnBatch origin, ColumnBatch input, String kind) {
        if (selected.length == 0) {
            return;
        }
        ColumnBatch rows = selected.length == origin.rowCount() ? origin : origin.take(selected, selected.length);
        ColumnBatch before = Rows.columns(rows, plan.table);
        boolean deletes = clause.clause().action() == Action.DELETE;
        metrics.add("numTargetRows" + (deletes ? "Deleted" : "Updated"), selected.length);
        metrics.add("numTargetRows" + kind + (deletes ? "Deleted" : "Updated"), selected.length);
        @Nullable Assignments values = clause.values();
        if (values == null) {
            change.write(lane -> lane.change(plan.fitted(before), ChangeType.DELETE));
            return;
        }
        located(state, () -> {
            ColumnBatch after =
                    values.apply(selected.length == input.rowCount() ? input : input.take(selected, selected.length));
            change.write(lane -> {
                lane.rewrite(after, rows);
                lane.change(plan.fitted(before), ChangeType.UPDATE_PREIMAGE);
                lane.change(after, ChangeType.UPDATE_POSTIMAGE);
            });
            return true;
        });
    }

    /** Rows of the source that match none of the table. */
    void insert(ColumnBatch sources) {
        if (sources.rowCount() == 0) {
            return;
        }
        ColumnBatch rows = plan.names.source(sources);
        int[] chosen = plan.notMatched.choose(rows);
        for (int clause = 0; clause < plan.notMatched.size(); clause++) {
            int[] selected = BoundClauses.rowsOf(clause, chosen);
            Assignments values = plan.notMatched.get(clause).values();
            if (selected.length == 0 || values == null) {
                continue;
            }
            ColumnBatch after = values.apply(rows.take(selected, selected.length));
            metrics.add("numTargetRowsInserted", after.rowCount());
            change.write(lane -> {
                lane.insert(after);
                if (records) {
                    lane.change(after, ChangeType.INSERT);
                }
            });
        }
    }

    /** Whoever comes to a row that cannot be says in which file. */
    static <T> T located(MergeFile state, java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (TableException e) {
            throw e.with("dataFile", state.file.path());
        }
    }
}
