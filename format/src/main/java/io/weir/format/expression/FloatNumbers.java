package io.weir.format.expression;

import io.weir.format.expression.Comparison.Operator;
import java.util.Set;

/**
 * Which columns a condition keeps from being NaN. Pure.
 *
 * <p>NaN is greater than every number, so what is less than something, or equal to a number, is none.
 */
final class FloatNumbers {
    private FloatNumbers() {}

    /** A constant that is not NaN, and not null. */
    static boolean isNumber(Expression value) {
        return value instanceof Literal constant
                && !constant.isNullValue()
                && !(constant.value() instanceof Double d && d.isNaN())
                && !(constant.value() instanceof Float f && f.isNaN());
    }

    /** Adds the columns that are not NaN in any row for which a resolved condition is true, or ({@code outcome} false) false. */
    static void collect(Expression condition, boolean outcome, Set<ColumnReference> found) {
        if (condition instanceof Not not) {
            collect(not.value(), !outcome, found);
        } else if (condition instanceof And and && outcome) {
            and.operands().forEach(operand -> collect(operand, true, found));
        } else if (condition instanceof Or or && !outcome) {
            or.operands().forEach(operand -> collect(operand, false, found));
        } else if (condition instanceof In in && outcome) {
            if (in.options().stream().allMatch(o -> isNumber(o) || o instanceof Literal l && l.isNullValue())) {
                add(in.value(), found);
            }
        } else if (condition instanceof Comparison comparison) {
            Operator operator = comparison.operator();
            if (operator == Operator.EQ_NULL_SAFE && !outcome) {
                return;
            }
            collect(outcome ? operator : operator.negated(), comparison.left(), comparison.right(), found);
        }
    }

    private static void collect(Operator operator, Expression left, Expression right, Set<ColumnReference> found) {
        switch (operator) {
            case LT -> add(left, found);
            case GT -> add(right, found);
            case LE -> addIf(isNumber(right), left, found);
            case GE -> addIf(isNumber(left), right, found);
            case EQ, EQ_NULL_SAFE -> {
                addIf(isNumber(right), left, found);
                addIf(isNumber(left), right, found);
            }
            case NE -> {}
        }
    }

    private static void addIf(boolean isKnown, Expression value, Set<ColumnReference> found) {
        if (isKnown) {
            add(value, found);
        }
    }

    /** The column itself, or what is NaN where it is. */
    private static void add(Expression value, Set<ColumnReference> found) {
        if (value instanceof ColumnReference column) {
            found.add(column);
        } else if (value instanceof Cast cast && !cast.orNull() && Types.isFloating(cast.type())) {
            add(cast.value(), found);
        }
    }
}
