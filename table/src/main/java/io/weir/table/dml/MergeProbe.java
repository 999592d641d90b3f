package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expressions;
import io.weir.format.type.StructType;
import io.weir.table.deletion.DeletionVectorBuilder;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the rows of one file that match rows of a part of the source, and hands them on in pairs. One thread at a time. */
final class MergeProbe {
    /** Pairs that are compared, or handed on, together. */
    private static final int PAIRS_AT_ONCE = 1 << 16;

    private final Target target;
    private final MergePlan plan;
    private final SourcePart sources;
    private final MergeRows rows;
    private final MergeFile state;

    /** Pairs of rows of the batch that is looked at and rows of the source, whose keys are equal. */
    private int[] ours = new int[1024];

    private int[] theirs = new int[1024];
    private int candidates;

    /** Pairs that match: places in the file, ascending, and rows of the source. */
    private long[] places = new long[1024];

    private int[] partners = new int[1024];
    private int pairs;

    private @Nullable MergeExpression rest;

    MergeProbe(Target target, MergePlan plan, SourcePart sources, MergeRows rows, MergeFile state) {
        this.target = target;
        this.plan = plan;
        this.sources = sources;
        this.rows = rows;
        this.state = state;
    }

    /** @param scan of the columns that decide */
    void run(FileScan scan) {
        StructType schema =
                new StructType(scan.schema().fields().subList(0, scan.schema().size() - 1)); // all but the place
        List<MergeExpression> keys = new ArrayList<>();
        for (JoinCondition.Key key : plan.join.keys()) {
            keys.add(MergeExpression.of(MergeExpression.ON, key.target(), plan.names.ofTarget(schema)));
        }
        if (!plan.join.rest().isEmpty()) {
            rest = MergeExpression.ofCondition(
                    MergeExpression.ON,
                    Expressions.and(plan.join.rest()),
                    plan.names.joined(schema, sources.rows().schema()));
        }
        try (CloseableIterator<ColumnBatch> batches = scan.read(state.file, Target.excluded(state.gone))) {
            while (batches.hasNext()) {
                probe(batches.next(), schema, keys);
            }
        }
        handOn();
    }

    private void probe(ColumnBatch batch, StructType schema, List<MergeExpression> evaluators) {
        ColumnBatch columns = Rows.columns(batch, schema);
        ColumnBatch named = plan.names.target(columns);
        List<ColumnVector> keys = new ArrayList<>(evaluators.size());
        for (MergeExpression key : evaluators) {
            keys.add(key.evaluate(named));
        }
        LongVector placesOfRows = Rows.places(batch);
        KeyTable table = sources.table();
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!table.canBeFound(keys, row)) {
                continue;
            }
            int found = table.first(keys, row);
            while (found != KeyTable.NONE) {
                add(row, found);
                if (candidates == PAIRS_AT_ONCE) {
                    decide(columns, placesOfRows);
                }
                found = table.after(found, keys, row);
            }
        }
        decide(columns, placesOfRows);
    }

    private void add(int row, int partner) {
        if (candidates == ours.length) {
            ours = Arrays.copyOf(ours, candidates * 2);
            theirs = Arrays.copyOf(theirs, candidates * 2);
        }
        ours[candidates] = row;
        theirs[candidates++] = partner;
    }

    /** Which of the pairs with equal keys match. */
    private void decide(ColumnBatch columns, LongVector placesOfRows) {
        if (candidates == 0) {
            return;
        }
        int[] selected = null;
        int count = candidates;
        MergeExpression condition = rest;
        if (condition != null) {
            selected = new int[candidates];
            count = condition.select(
                    plan.names.join(
                            columns.take(ours, candidates), sources.rows().take(theirs, candidates)),
                    selected);
        }
        for (int i = 0; i < count; i++) {
            int pair = selected == null ? i : selected[i];
            match(placesOfRows.value(ours[pair]), theirs[pair]);
        }
        candidates = 0;
    }

    private void match(long place, int partner) {
        sources.match(partner);
        if (!plan.notMatchedBySource.isEmpty()) {
            state.matched.add(place);
        }
        if (plan.matched.isEmpty()) {
            return;
        }
        if (pairs == PAIRS_AT_ONCE) {
            handOn();
        }
        if (pairs == places.length) {
            places = Arrays.copyOf(places, pairs * 2);
            partners = Arrays.copyOf(partners, pairs * 2);
        }
        places[pairs] = place;
        partners[pairs++] = partner;
    }

    /** Reads all columns of the rows that match. */
    private void handOn() {
        if (pairs == 0) {
            return;
        }
        DeletionVectorBuilder wanted = new DeletionVectorBuilder();
        for (int i = 0; i < pairs; i++) {
            wanted.add(places[i]);
        }
        FileScan scan = target.scan(plan.table.names(), null, true);
        int next = 0;
        try (CloseableIterator<ColumnBatch> batches =
                scan.read(state.file, wanted.build().others())) {
            while (batches.hasNext()) {
                next = handOn(batches.next(), next);
            }
        }
        pairs = 0;
    }

    private int handOn(ColumnBatch batch, int start) {
        LongVector placesOfRows = Rows.places(batch);
        int[] left = new int[pairs - start];
        int count = 0;
        int row = 0;
        int pair = start;
        while (pair < pairs && row < batch.rowCount()) {
            if (placesOfRows.value(row) < places[pair]) {
                row++;
            } else {
                left[count++] = row;
                pair++;
            }
        }
        int[] right = Arrays.copyOfRange(partners, start, pair);
        rows.changeMatched(state, batch.take(left, count), sources.rows().take(right, count));
        return pair;
    }
}
