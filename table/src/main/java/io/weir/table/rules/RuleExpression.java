package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.TableFeature;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.table.sql.SqlExpressions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An expression of the table's, bound to its columns. Immutable.
 *
 * @param sql as the table has it
 * @param where column or constraint, for messages
 */
record RuleExpression(String sql, Facts where, Evaluator evaluator) {
    private static final int MAX_SHOWN = 100;

    /**
     * @param type that the values become; null: it is a condition
     * @param now the time of expressions that ask for it; null: they may not
     * @throws UnsupportedTableException if it cannot be computed here
     */
    static RuleExpression of(
            TableFeature feature,
            Facts where,
            String sql,
            StructType schema,
            @Nullable DataType type,
            @Nullable Instant now) {
        try {
            Expression parsed = SqlExpressions.parse(SparkLiterals.ours(sql), now);
            return new RuleExpression(sql, where, bound(parsed, schema, type));
        } catch (IllegalArgumentException e) {
            throw new UnsupportedTableException(
                    "The table has an expression that this version of Weir cannot compute",
                    List.of(feature.featureName()),
                    where.and("expression", sql).and("reason", e.getMessage()));
        }
    }

    private static Evaluator bound(Expression expression, StructType schema, @Nullable DataType type) {
        if (type == null) {
            return Evaluator.ofCondition(expression, schema);
        }
        Evaluator plain = Evaluator.of(expression, schema);
        return plain.type().equals(type) ? plain : Evaluator.of(expression.cast(type), schema);
    }

    /** The condition that a column has these values, or null where they are null. */
    RuleExpression sameAs(StructField field, StructType schema) {
        Expression column = new ColumnReference(List.of(field.name()));
        try {
            return new RuleExpression(
                    sql, where, Evaluator.ofCondition(column.eqNullSafe(evaluator.resolved()), schema));
        } catch (IllegalArgumentException e) {
            throw new UnsupportedTableException(
                    "The table has an expression whose values this version of Weir cannot compare",
                    List.of(TableFeature.GENERATED_COLUMNS.featureName()),
                    where.and("expression", sql).and("reason", e.getMessage()));
        }
    }

    /** @throws ConstraintViolationException naming the row if it has no value */
    ColumnVector values(ColumnBatch rows, long firstRow) {
        try {
            return evaluator.evaluate(rows);
        } catch (EvaluationException e) {
            throw noValue(rows, firstRow, e);
        }
    }

    /**
     * @param out as long as there are rows
     * @return the first row for which the condition is not true; -1 if it is true for all
     * @throws ConstraintViolationException naming the row if it has no value
     */
    int firstNotTrue(ColumnBatch rows, long firstRow, int[] out) {
        int matches;
        try {
            matches = evaluator.select(rows, out);
        } catch (EvaluationException e) {
            throw noValue(rows, firstRow, e);
        }
        if (matches == rows.rowCount()) {
            return -1;
        }
        int row = 0;
        while (row < matches && out[row] == row) {
            row++;
        }
        return row;
    }

    private ConstraintViolationException noValue(ColumnBatch rows, long firstRow, EvaluationException e) {
        return new ConstraintViolationException(
                "An expression of the table has no value for a row",
                facts(rows, e.row(), firstRow).and("reason", e.getMessage()),
                e);
    }

    /** What is said of a row: where, which, the rule, and the values it looks at. */
    Facts facts(ColumnBatch rows, int row, long firstRow) {
        Map<String, @Nullable String> values = new TreeMap<>();
        for (ColumnReference column : evaluator.resolved().columns()) {
            values.put(column.toString(), shown(value(rows, column.path(), row)));
        }
        return where.and("row", firstRow + row).and("rule", sql).and("values", values);
    }

    private static @Nullable Object value(ColumnBatch rows, List<String> path, int row) {
        ColumnVector vector = rows.column(path.get(0));
        for (String name : path.subList(1, path.size())) {
            if (vector.isNull(row)) {
                return null;
            }
            StructVector struct = (StructVector) vector;
            vector = struct.field(struct.structType().indexOf(name));
        }
        return Values.valueAt(vector, row);
    }

    static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }
}
