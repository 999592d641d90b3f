package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows make room for new ones. Immutable.
 *
 * @param condition the rows that go and the rows that come satisfy it; null if it is not about a condition
 * @param partitions do the rows go that are in the same partitions as new ones?
 */
record Overwritten(@Nullable Expression condition, boolean partitions) {
    static final Overwritten ALL = new Overwritten(null, false);
    static final Overwritten PARTITIONS = new Overwritten(null, true);

    static Overwritten where(Expression condition) {
        return new Overwritten(condition, false);
    }

    /**
     * Do new rows satisfy the condition?
     *
     * @param filled the rows as the table will have them
     * @param firstRow the number of the batch's first row, for messages
     * @throws ConstraintViolationException if one does not
     */
    void check(ColumnBatch filled, long firstRow) {
        if (condition == null) {
            return;
        }
        StructType table = filled.schema();
        List<String> named = new ArrayList<>();
        for (ColumnReference column : condition.columns()) {
            int index = table.indexOf(column.root());
            if (index >= 0 && !named.contains(table.field(index).name())) {
                named.add(table.field(index).name());
            }
        }
        ColumnBatch rows = filled.select(named);
        int[] satisfying = new int[rows.rowCount()];
        int count = Evaluator.ofCondition(condition, rows.schema()).select(rows, satisfying);
        if (count < rows.rowCount()) {
            int row = 0;
            while (row < count && satisfying[row] == row) {
                row++;
            }
            throw new ConstraintViolationException(
                    "A row does not satisfy the condition of the overwrite, so it would come on top of what is there",
                    Facts.of("condition", condition, "row", firstRow + row, "rule", "replaceWhere")
                            .and("values", rows.row(row)));
        }
    }

    @Override
    public String toString() {
        return condition != null ? "rows where " + condition : partitions ? "partitions" : "all rows";
    }
}
