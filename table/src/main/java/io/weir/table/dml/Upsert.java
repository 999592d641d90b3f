package io.weir.table.dml;

import io.weir.format.expression.Comparison;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.table.dml.MergeClause.Action;
import io.weir.table.dml.MergeClause.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings staged rows into a table by their keys: rows of the table whose key comes again take the new values, the others are new. It is a
 * merge on {@code key <=> key} that says in advance which of several rows with one key counts: the last. Pure but for the files it writes.
 *
 * <p>A null is a key like any other, {@code -0.0} is {@code 0.0}, and NaN is itself.
 */
public final class Upsert {
    private static final MergeNames NAMES = new MergeNames("table", "epoch");

    private Upsert() {}

    /**
     * Puts the change into the target's transaction, which somebody else commits. Nothing may come to rows of these keys meanwhile, not even by a
     * blind append: the transaction becomes serializable.
     *
     * @param keys names of columns, at least one
     * @param staged files of {@link io.weir.table.data.StagedRows}; later ones have later rows
     * @throws SchemaMismatchException if there is no such column, or its values cannot be compared
     * @throws io.weir.log.error.ConstraintViolationException if the table only takes new rows, or a row breaks a rule of it
     * @throws io.weir.storage.ObjectNotFoundException if a staged file is gone
     */
    public static JoinedChange join(Target target, List<String> keys, List<AddFile> staged) {
        target.requireRowsMayLeave("UPSERT");
        List<String> columns = columns(keys, target);
        LastOfKeys rows = LastOfKeys.of(target, columns, staged);
        List<Expression> equal = new ArrayList<>();
        for (String column : columns) {
            equal.add(new Comparison(
                    Comparison.Operator.EQ_NULL_SAFE,
                    NAMES.ofTarget(List.of(column)),
                    NAMES.ofSource(List.of(column))));
        }
        List<MergeClause> clauses = List.of(
                new MergeClause(Kind.MATCHED, Action.UPDATE, null, null),
                new MergeClause(Kind.NOT_MATCHED, Action.INSERT, null, null));
        target.transaction().serializable();
        return new MergeRun(target, rows, NAMES, Expressions.and(equal), clauses, false, Merge.DEFAULT_MEMORY_BYTES)
                .join();
    }

    /** The keys as the table spells them. */
    private static List<String> columns(List<String> keys, Target target) {
        StructType schema = target.snapshot().schema();
        List<String> columns = new ArrayList<>();
        for (String key : keys) {
            StructField field = schema.field(key)
                    .orElseThrow(() -> new SchemaMismatchException(
                            "A key is not a column of the table; name columns that it has",
                            Facts.of("column", key, "columns", schema.names(), "keys", keys)
                                    .and("table", target.store().root())));
            if (!isComparable(field.type())) {
                throw new SchemaMismatchException(
                        "Values of a key cannot be compared; choose a column of another type",
                        Facts.of("column", key, "keys", keys, "type", field.type())
                                .and("table", target.store().root()));
            }
            columns.add(field.name());
        }
        return columns;
    }

    private static boolean isComparable(DataType type) {
        return type instanceof DecimalType || type instanceof PrimitiveType && type != PrimitiveType.VOID;
    }
}
