package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.state.TableShape;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The expression that a column of a table has its values from, read as {@link TableRules} reads it, for whoever makes rows of other rows.
 * Immutable and safe for many threads.
 */
public final class ColumnExpression {
    private final RuleExpression expression;

    private ColumnExpression(RuleExpression expression) {
        this.expression = expression;
    }

    /**
     * What a generated column is computed with; empty if the column is none. (PROTOCOL.md, "Generated Columns")
     *
     * @throws io.weir.log.error.UnsupportedTableException naming column and expression, if it cannot be computed here
     */
    public static Optional<ColumnExpression> generated(TableShape shape, StructField field) {
        boolean isOne = shape.protocol().supports(TableFeature.GENERATED_COLUMNS) && GeneratedColumn.isOne(field);
        return isOne
                ? Optional.of(new ColumnExpression(GeneratedColumn.expression(field, shape.schema())))
                : Optional.empty();
    }

    /**
     * What a column has in rows that leave it out; empty if it is null there. (PROTOCOL.md, "Default Columns")
     *
     * @param now what the time is in an expression that asks for it
     * @throws io.weir.log.error.UnsupportedTableException naming column and expression, if it cannot be computed here
     */
    public static Optional<ColumnExpression> ofDefault(TableShape shape, StructField field, Instant now) {
        boolean isOne = shape.protocol().supports(TableFeature.ALLOW_COLUMN_DEFAULTS) && DefaultColumn.isOne(field);
        return isOne
                ? Optional.of(new ColumnExpression(DefaultColumn.expression(field, StructType.EMPTY, now)))
                : Optional.empty();
    }

    /** Does the table know what a column is in rows that leave it out: its default, a computed value, or the next of a counter? */
    public static boolean mayBeLeftOut(Protocol protocol, StructField field) {
        return (protocol.supports(TableFeature.GENERATED_COLUMNS) && GeneratedColumn.isOne(field))
                || (protocol.supports(TableFeature.ALLOW_COLUMN_DEFAULTS) && DefaultColumn.isOne(field))
                || (protocol.supports(TableFeature.IDENTITY_COLUMNS) && IdentityColumn.isOne(field));
    }

    /** Do the column's values come from a counter? (PROTOCOL.md, "Identity Columns") */
    public static boolean isIdentity(TableShape shape, StructField field) {
        return shape.protocol().supports(TableFeature.IDENTITY_COLUMNS) && IdentityColumn.isOne(field);
    }

    /** The expression, whose values have the column's type. */
    public Expression expression() {
        return expression.evaluator().resolved();
    }

    /** Is it about a column that the test is true for? It is asked for the column's name. */
    public boolean refersTo(Predicate<String> column) {
        return expression().columns().stream().anyMatch(reference -> column.test(reference.root()));
    }

    /**
     * @param rows of the table
     * @throws io.weir.log.error.ConstraintViolationException naming column, expression, row and values if there is none for a row
     */
    public ColumnVector values(ColumnBatch rows) {
        return expression.values(rows, 0);
    }
}
