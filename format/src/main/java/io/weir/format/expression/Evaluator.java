package io.weir.format.expression;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An expression bound to a schema, evaluated a batch at a time. Safe for many threads.
 *
 * <p>An operand of AND or OR, a branch of CASE and an argument of COALESCE is evaluated only for the rows whose result depends
 * on it, so {@code divisor <> 0 AND 10 / divisor > 2} never fails.
 */
public final class Evaluator {
    private final StructType schema;
    private final Expression resolved;
    private final Node root;
    private final int[] columns;

    private Evaluator(StructType schema, Expression resolved) {
        this.schema = schema;
        this.resolved = resolved;
        this.root = Compiler.compile(resolved, schema);
        Set<String> roots = new LinkedHashSet<>();
        for (ColumnReference column : resolved.columns()) {
            roots.add(column.root());
        }
        this.columns = roots.stream().mapToInt(schema::indexOf).toArray();
    }

    /**
     * Binds an expression to the columns of a schema.
     *
     * @throws InvalidExpressionException if it names a column that is not there, or joins types that do not go together
     */
    public static Evaluator of(Expression expression, StructType schema) {
        return new Evaluator(
                schema,
                Resolver.resolve(expression, schema, PrimitiveType.STRING).expression());
    }

    /** The same for an expression that must be a condition, to be used with {@link #select}. */
    public static Evaluator ofCondition(Expression condition, StructType schema) {
        return new Evaluator(schema, Resolver.resolveCondition(condition, schema));
    }

    /** The type of the values. */
    public DataType type() {
        return root.type();
    }

    /** The expression as it was understood: exact column names, every cast written out, constants computed. */
    public Expression resolved() {
        return resolved;
    }

    /**
     * One value for each row.
     *
     * @throws EvaluationException if a row has no value, as with division by zero
     * @throws IllegalArgumentException if the batch has not the columns of the schema
     */
    public ColumnVector evaluate(ColumnBatch batch) {
        checkColumns(batch);
        return root.evaluate(new Input(batch));
    }

    /**
     * Finds the rows for which the condition is true; those for which it is false or null are left out.
     *
     * @param out at least as long as the batch has rows; receives the rows that match, ascending
     * @return how many match
     * @throws EvaluationException if a row has no value
     */
    public int select(ColumnBatch batch, int[] out) {
        if (root.type() != PrimitiveType.BOOLEAN) {
            throw new IllegalStateException("Not a condition {expression=" + resolved + ", type=" + root.type() + "}");
        }
        checkColumns(batch);
        return root.select(new Input(batch), null, batch.rowCount(), out);
    }

    /** The rows for which the condition is true; the batch itself if all are. */
    public ColumnBatch filter(ColumnBatch batch) {
        int[] rows = new int[batch.rowCount()];
        int matches = select(batch, rows);
        return matches == batch.rowCount() ? batch : batch.take(rows, matches);
    }

    private void checkColumns(ColumnBatch batch) {
        if (batch.schema() == schema) {
            return;
        }
        for (int column : columns) {
            StructField expected = schema.field(column);
            boolean same = column < batch.schema().size()
                    && batch.schema().field(column).name().equals(expected.name())
                    && batch.column(column).type().equals(expected.type());
            if (!same) {
                throw new IllegalArgumentException("Batch has other columns than the expression was bound to {expected="
                        + expected + ", found=" + batch.schema().fields() + ", position=" + column + "}");
            }
        }
    }
}
