package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of the source that are in memory, found by their keys, and which of them have matched. Safe for many threads that only say that rows
 * match; what matched is read when they are done.
 */
final class SourcePart {
    private final ColumnBatch rows;
    private final KeyTable table;
    private final Expression targetCondition;
    private final boolean[] matched;

    private SourcePart(ColumnBatch rows, KeyTable table, Expression targetCondition) {
        this.rows = rows;
        this.table = table;
        this.targetCondition = targetCondition;
        this.matched = new boolean[rows.rowCount()];
    }

    /** @param partitionColumns of the table */
    static SourcePart of(ColumnBatch rows, MergePlan plan, List<String> partitionColumns) {
        StructType schema = plan.names.ofSource(rows.schema());
        ColumnBatch named = plan.names.source(rows);
        int[] able = new int[rows.rowCount()];
        Expression ofSource = Expressions.and(plan.join.ofSource());
        int count = MergeExpression.ofCondition(MergeExpression.ON, ofSource, schema)
                .select(named, able);
        boolean all = count == rows.rowCount();
        List<ColumnVector> keys = new ArrayList<>();
        for (JoinCondition.Key key : plan.join.keys()) {
            // Rows that can match nothing may have values of which no key can be made
            Expression guarded = all ? key.source() : Expressions.when(ofSource, key.source());
            keys.add(MergeExpression.of(MergeExpression.ON, guarded, schema).evaluate(named));
        }
        boolean[] nullSafe = new boolean[keys.size()];
        for (int i = 0; i < nullSafe.length; i++) {
            nullSafe[i] = plan.join.keys().get(i).nullSafe();
        }
        KeyTable table = new KeyTable(keys, nullSafe, able, count);
        count = found(table, keys, able, count);
        List<Expression> conditions = new ArrayList<>(plan.join.ofTarget());
        for (int i = 0; i < keys.size(); i++) {
            Expression column = MergeNames.plain(plan.join.keys().get(i).target());
            boolean partition = column instanceof ColumnReference reference
                    && reference.path().size() == 1
                    && partitionColumns.stream().anyMatch(reference.root()::equalsIgnoreCase);
            KeyRange.of(column, keys.get(i), able, count, partition).ifPresent(conditions::add);
        }
        return new SourcePart(rows, table, Expressions.and(conditions));
    }

    private static int found(KeyTable table, List<ColumnVector> keys, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (table.canBeFound(keys, rows[i])) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    boolean canMatch() {
        return table.size() > 0;
    }

    KeyTable table() {
        return table;
    }

    ColumnBatch rows() {
        return rows;
    }

    /** True for all rows of the table that can match one of these. */
    Expression targetCondition() {
        return targetCondition;
    }

    void match(int row) {
        matched[row] = true;
    }

    ColumnBatch unmatched() {
        int[] left = new int[matched.length];
        int count = 0;
        for (int row = 0; row < matched.length; row++) {
            if (!matched[row]) {
                left[count++] = row;
            }
        }
        return count == matched.length ? rows : rows.take(left, count);
    }
}
