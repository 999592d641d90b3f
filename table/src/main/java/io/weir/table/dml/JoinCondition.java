package io.weir.table.dml;

import io.weir.format.expression.Comparison;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * When rows match, taken apart. All parts must be true. Immutable.
 *
 * @param ofTarget about rows of the table alone, by their plain names
 * @param ofSource about rows of the source alone, qualified
 * @param keys equalities between the two
 * @param rest everything else, qualified
 */
record JoinCondition(List<Expression> ofTarget, List<Expression> ofSource, List<Key> keys, List<Expression> rest) {
    /**
     * Two values, both qualified and of one type, that are equal in rows that match.
     *
     * @param nullSafe is a null equal to a null?
     */
    record Key(Expression target, Expression source, boolean nullSafe) {}

    JoinCondition {
        ofTarget = List.copyOf(ofTarget);
        ofSource = List.copyOf(ofSource);
        keys = List.copyOf(keys);
        rest = List.copyOf(rest);
    }

    /** @param on qualified */
    static JoinCondition of(Expression on, MergeNames names, StructType table, StructType rows) {
        StructType joined = names.joined(table, rows);
        List<Expression> ofTarget = new ArrayList<>();
        List<Expression> ofSource = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (Expression part :
                Expressions.conjuncts(Evaluator.ofCondition(on, joined).resolved())) {
            if (names.isOfSource(part)) {
                ofSource.add(part);
            } else if (names.isOfTarget(part)) {
                ofTarget.add(MergeNames.plain(part));
            } else if (part instanceof Comparison equality
                    && isKey(equality, joined)
                    && names.isOfTarget(equality.left())
                    && names.isOfSource(equality.right())) {
                keys.add(new Key(equality.left(), equality.right(), isNullSafe(equality)));
            } else if (part instanceof Comparison equality
                    && isKey(equality, joined)
                    && names.isOfSource(equality.left())
                    && names.isOfTarget(equality.right())) {
                keys.add(new Key(equality.right(), equality.left(), isNullSafe(equality)));
            } else {
                rest.add(part);
            }
        }
        return new JoinCondition(ofTarget, ofSource, keys, rest);
    }

    private static boolean isNullSafe(Comparison equality) {
        return equality.operator() == Comparison.Operator.EQ_NULL_SAFE;
    }

    private static boolean isKey(Comparison equality, StructType joined) {
        if (equality.operator() != Comparison.Operator.EQ && !isNullSafe(equality)) {
            return false;
        }
        DataType left = Evaluator.of(equality.left(), joined).type();
        DataType right = Evaluator.of(equality.right(), joined).type();
        return left.equals(right) && (left instanceof PrimitiveType || left instanceof DecimalType);
    }

    /** The table's columns that have to be known to find out what matches. */
    Set<String> targetColumns(MergeNames names) {
        Set<String> columns = new LinkedHashSet<>();
        keys.forEach(key -> MergeNames.plain(key.target()).columns().forEach(c -> columns.add(c.root())));
        for (Expression part : rest) {
            part.columns().stream()
                    .filter(column -> column.root().equalsIgnoreCase(names.target()))
                    .forEach(column -> columns.add(column.path().get(1)));
        }
        return columns;
    }
}
