package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.StructVector;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the expressions of a merge name columns. A pair of rows is a row of two structs, one a side, so that {@code t.id} is a field like any
 * other. Immutable.
 */
record MergeNames(String target, String source) {
    /** A row of the table beside one of the source. */
    StructType joined(StructType table, StructType rows) {
        return new StructType(List.of(side(target, table), side(source, rows)));
    }

    /** A row of the table alone. */
    StructType ofTarget(StructType table) {
        return new StructType(List.of(side(target, table)));
    }

    /** A row of the source alone. */
    StructType ofSource(StructType rows) {
        return new StructType(List.of(side(source, rows)));
    }

    private static StructField side(String alias, StructType columns) {
        return new StructField(alias, columns, false);
    }

    ColumnBatch join(ColumnBatch table, ColumnBatch rows) {
        return new ColumnBatch(
                joined(table.schema(), rows.schema()), table.rowCount(), List.of(struct(table), struct(rows)));
    }

    ColumnBatch target(ColumnBatch table) {
        return new ColumnBatch(ofTarget(table.schema()), table.rowCount(), List.of(struct(table)));
    }

    ColumnBatch source(ColumnBatch rows) {
        return new ColumnBatch(ofSource(rows.schema()), rows.rowCount(), List.of(struct(rows)));
    }

    private static StructVector struct(ColumnBatch rows) {
        return new StructVector(rows.schema(), rows.rowCount(), rows.columns(), null);
    }

    /**
     * The expression with every column named by its side.
     *
     * @param table columns that may be named; none if the expression is about the source alone
     * @param rows the same for the source
     * @throws SchemaMismatchException if a name is none of either, or could be both
     */
    Expression qualified(Expression expression, StructType table, StructType rows) {
        return Expressions.replaceColumns(expression, column -> qualified(column, table, rows));
    }

    private ColumnReference qualified(ColumnReference column, StructType table, StructType rows) {
        List<String> path = column.path();
        if (path.size() > 1 && path.get(0).equalsIgnoreCase(target) && table.size() > 0) {
            return prefixed(target, path.subList(1, path.size()));
        }
        if (path.size() > 1 && path.get(0).equalsIgnoreCase(source) && rows.size() > 0) {
            return prefixed(source, path.subList(1, path.size()));
        }
        boolean ofTable = table.indexOf(path.get(0)) >= 0;
        boolean ofRows = rows.indexOf(path.get(0)) >= 0;
        if (ofTable && ofRows) {
            throw new SchemaMismatchException(
                    "A name could be a column of the table or of the source; say which by its alias",
                    Facts.of("aliases", List.of(target, source), "column", String.join(".", path)));
        }
        if (!ofTable && !ofRows) {
            throw new SchemaMismatchException(
                    "There is no such column here",
                    Facts.of("column", String.join(".", path), target, table.names(), source, rows.names()));
        }
        return prefixed(ofTable ? target : source, path);
    }

    ColumnReference ofTarget(List<String> path) {
        return prefixed(target, path);
    }

    ColumnReference ofSource(List<String> path) {
        return prefixed(source, path);
    }

    private static ColumnReference prefixed(String alias, List<String> path) {
        List<String> whole = new ArrayList<>(path.size() + 1);
        whole.add(alias);
        whole.addAll(path);
        return new ColumnReference(whole);
    }

    /** A qualified expression about one side, by the names of that side alone. */
    static Expression plain(Expression expression) {
        return Expressions.replaceColumns(
                expression,
                column -> new ColumnReference(
                        column.path().subList(1, column.path().size())));
    }

    boolean isOfTarget(Expression expression) {
        return expression.columns().stream().allMatch(column -> column.root().equalsIgnoreCase(target));
    }

    boolean isOfSource(Expression expression) {
        return expression.columns().stream().allMatch(column -> column.root().equalsIgnoreCase(source));
    }
}
