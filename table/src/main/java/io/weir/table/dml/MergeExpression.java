package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;

/** An expression of a merge, bound to rows; that it has no value for one is told with the clause and the row. Safe for many threads. */
final class MergeExpression {
    /** The clause of what says which rows match. */
    static final String ON = "ON";

    private final String clause;
    private final Evaluator evaluator;

    private MergeExpression(String clause, Evaluator evaluator) {
        this.clause = clause;
        this.evaluator = evaluator;
    }

    /** @param clause where the expression stands, as SQL has it */
    static MergeExpression of(String clause, Expression expression, StructType rows) {
        return new MergeExpression(clause, Evaluator.of(expression, rows));
    }

    /** The same for a condition. */
    static MergeExpression ofCondition(String clause, Expression condition, StructType rows) {
        return new MergeExpression(clause, Evaluator.ofCondition(condition, rows));
    }

    /** The expression as it was understood. */
    Expression resolved() {
        return evaluator.resolved();
    }

    /** @throws TableException naming the clause, the expression and the row, if a row has no value */
    ColumnVector evaluate(ColumnBatch rows) {
        try {
            return evaluator.evaluate(rows);
        } catch (EvaluationException e) {
            throw noValue(rows, e);
        }
    }

    /**
     * The rows for which the condition is true.
     *
     * @param out as long as there are rows
     * @throws TableException naming the clause, the expression and the row, if a row has no value
     */
    int select(ColumnBatch rows, int[] out) {
        try {
            return evaluator.select(rows, out);
        } catch (EvaluationException e) {
            throw noValue(rows, e);
        }
    }

    private TableException noValue(ColumnBatch rows, EvaluationException e) {
        return new TableException(
                "An expression of a merge has no value for a row; mend or leave out the row, or use TRY_CAST, which gives null",
                Facts.of("clause", clause, "expression", evaluator.resolved(), "reason", e.getMessage())
                        .and("row", rows.row(e.row())),
                e);
    }
}
