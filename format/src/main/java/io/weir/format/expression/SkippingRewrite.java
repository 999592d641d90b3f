package io.weir.format.expression;

import io.weir.format.expression.Comparison.Operator;
import io.weir.format.expression.StatisticsColumns.Kind;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns a resolved condition over rows into conditions over statistics of many rows: one that is false only if the condition is
 * true for none of them, and one that is false only if it is false for none. NOT exchanges the two, so both are needed.
 *
 * <p>Everything rests on bounds: of a column they are its minimum and maximum, and a function that never falls (or never
 * rises) carries them along. A null stands for a bound that is not known.
 */
final class SkippingRewrite {
    /** Of more options than this only the least and the greatest are looked at. */
    private static final int MAX_OPTIONS = 100;

    private static final Expression ANYTHING = Literal.TRUE;
    private static final Expression NOTHING = Literal.FALSE;

    private final StatisticsColumns columns;

    /** Columns that are not NaN in a row that could match, whatever else: maxima tell all about them. */
    private Set<ColumnReference> numbers = Set.of();

    SkippingRewrite(StatisticsColumns columns) {
        this.columns = columns;
    }

    Expression mayBeTrue(Expression condition) {
        if (isExact(condition)) {
            return exactly(condition);
        }
        if (condition instanceof And and) {
            Set<ColumnReference> before = assumeNumbers(and, true);
            Expression rewritten = join(and.operands(), this::mayBeTrue, SkippingRewrite::all);
            numbers = before;
            return rewritten;
        }
        if (condition instanceof Or or) {
            return join(or.operands(), this::mayBeTrue, SkippingRewrite::any);
        }
        if (condition instanceof Not not) {
            return mayBeFalse(not.value());
        }
        if (condition instanceof Comparison comparison) {
            return comparison.operator() == Operator.EQ_NULL_SAFE
                    ? sameMayBeTrue(comparison.left(), comparison.right())
                    : compare(comparison.operator(), comparison.left(), comparison.right());
        }
        if (condition instanceof IsNull isNull) {
            return nullCount(isNull.value(), true);
        }
        if (condition instanceof In in) {
            return oneOf(in);
        }
        if (condition instanceof ColumnReference) {
            return compare(Operator.EQ, condition, Literal.TRUE);
        }
        @Nullable Prefix prefix = Prefix.of(condition);
        return prefix == null ? ANYTHING : prefixMayMatch(prefix);
    }

    private Expression mayBeFalse(Expression condition) {
        if (isExact(condition)) {
            return exactly(new Not(condition));
        }
        if (condition instanceof And and) {
            return join(and.operands(), this::mayBeFalse, SkippingRewrite::any);
        }
        if (condition instanceof Or or) {
            Set<ColumnReference> before = assumeNumbers(or, false);
            Expression rewritten = join(or.operands(), this::mayBeFalse, SkippingRewrite::all);
            numbers = before;
            return rewritten;
        }
        if (condition instanceof Not not) {
            return mayBeTrue(not.value());
        }
        if (condition instanceof Comparison comparison) {
            return comparison.operator() == Operator.EQ_NULL_SAFE
                    ? sameMayBeFalse(comparison.left(), comparison.right())
                    : compare(comparison.operator().negated(), comparison.left(), comparison.right());
        }
        if (condition instanceof IsNull isNull) {
            return nullCount(isNull.value(), false);
        }
        if (condition instanceof In in) {
            return noneOf(in);
        }
        if (condition instanceof ColumnReference) {
            return compare(Operator.EQ, condition, Literal.FALSE);
        }
        @Nullable Prefix prefix = Prefix.of(condition);
        return prefix == null ? ANYTHING : prefixMayFail(prefix);
    }

    /** While the parts of a condition are rewritten they all hold (or none does) of the same row. Gives what was known before. */
    private Set<ColumnReference> assumeNumbers(Expression condition, boolean outcome) {
        Set<ColumnReference> before = numbers;
        Set<ColumnReference> all = new HashSet<>(before);
        FloatNumbers.collect(condition, outcome, all);
        numbers = all;
        return before;
    }

    private static Expression join(
            List<Expression> operands,
            UnaryOperator<Expression> rewrite,
            java.util.function.Function<List<Expression>, Expression> operator) {
        List<Expression> rewritten = new ArrayList<>(operands.size());
        for (Expression operand : operands) {
            rewritten.add(rewrite.apply(operand));
        }
        return operator.apply(rewritten);
    }

    /** Does the condition depend on nothing but values that are known for every row? */
    private boolean isExact(Expression condition) {
        Set<ColumnReference> used = condition.columns();
        return used.stream().allMatch(columns::isPartition);
    }

    /** All rows agree, and a null is no match. */
    private Expression exactly(Expression condition) {
        Expression replaced =
                condition.accept(new ColumnReplacement(column -> columns.column(Kind.PARTITION_VALUE, column)));
        return Expressions.coalesce(replaced, false);
    }

    private Expression compare(Operator operator, Expression left, Expression right) {
        if (isNullConstant(left) || isNullConstant(right)) {
            return NOTHING;
        }
        return switch (operator) {
            case GT, GE -> compare(operator.flipped(), right, left);
            case LT, LE -> all(bound(operator, lower(left), upper(right)), haveValues(left, right));
            case EQ, EQ_NULL_SAFE -> {
                boolean noNan = FloatNumbers.isNumber(left)
                        || FloatNumbers.isNumber(right); // then a NaN is not what makes the sides equal
                yield all(
                        bound(Operator.LE, lower(left), noNan ? upperOfNumbers(right) : upper(right)),
                        bound(Operator.LE, lower(right), noNan ? upperOfNumbers(left) : upper(left)),
                        haveValues(left, right));
            }
            case NE -> all(differ(left, right), haveValues(left, right));
        };
    }

    /** False only if both sides are the same one value throughout. */
    private Expression differ(Expression left, Expression right) {
        @Nullable Expression lowLeft = lower(left);
        @Nullable Expression highLeft = upper(left);
        @Nullable Expression lowRight = lower(right);
        @Nullable Expression highRight = upper(right);
        if (lowLeft == null || highLeft == null || lowRight == null || highRight == null) {
            return ANYTHING;
        }
        return any(List.of(lowLeft.ne(highLeft), lowRight.ne(highRight), lowLeft.ne(lowRight)));
    }

    private Expression sameMayBeTrue(Expression left, Expression right) {
        if (isNullConstant(left) || isNullConstant(right)) {
            return nullCount(isNullConstant(left) ? right : left, true);
        }
        boolean oneIsConstant = left instanceof Literal || right instanceof Literal;
        return oneIsConstant ? compare(Operator.EQ, left, right) : ANYTHING;
    }

    private Expression sameMayBeFalse(Expression left, Expression right) {
        if (isNullConstant(left) || isNullConstant(right)) {
            return nullCount(isNullConstant(left) ? right : left, false);
        }
        if (!(left instanceof Literal) && !(right instanceof Literal)) {
            return ANYTHING;
        }
        Expression value = left instanceof Literal ? right : left;
        return any(List.of(nullCount(value, true), compare(Operator.NE, left, right)));
    }

    private Expression oneOf(In in) {
        List<Expression> options = new ArrayList<>();
        for (Expression option : in.options()) {
            if (!(option instanceof Literal constant)) {
                return ANYTHING;
            }
            if (!constant.isNullValue()) {
                options.add(option);
            }
        }
        if (options.size() > MAX_OPTIONS) {
            Expression least = options.get(0);
            Expression greatest = options.get(0);
            for (Expression option : options) {
                least = Constants.compare((Literal) option, (Literal) least) < 0 ? option : least;
                greatest = Constants.compare((Literal) option, (Literal) greatest) > 0 ? option : greatest;
            }
            boolean noNan = FloatNumbers.isNumber(greatest); // NaN would be the greatest
            return all(
                    bound(Operator.LE, lower(in.value()), greatest),
                    bound(Operator.LE, least, noNan ? upperOfNumbers(in.value()) : upper(in.value())),
                    haveValues(in.value()));
        }
        return join(options, option -> compare(Operator.EQ, in.value(), option), SkippingRewrite::any);
    }

    private Expression noneOf(In in) {
        for (Expression option : in.options()) {
            if (!(option instanceof Literal constant)) {
                return ANYTHING;
            }
            if (constant.isNullValue()) {
                return NOTHING; // equal to one, or null
            }
        }
        if (in.options().size() > MAX_OPTIONS) {
            return haveValues(in.value());
        }
        return join(in.options(), option -> compare(Operator.NE, in.value(), option), SkippingRewrite::all);
    }

    private Expression prefixMayMatch(Prefix prefix) {
        if (prefix.isWhole()) {
            return compare(Operator.EQ, prefix.value(), Literal.of(prefix.text()));
        }
        @Nullable String behind = prefix.successor();
        return all(
                bound(Operator.LE, Literal.of(prefix.text()), upper(prefix.value())),
                behind == null ? ANYTHING : bound(Operator.LT, lower(prefix.value()), Literal.of(behind)),
                haveValues(prefix.value()));
    }

    private Expression prefixMayFail(Prefix prefix) {
        if (prefix.isWhole()) {
            return compare(Operator.NE, prefix.value(), Literal.of(prefix.text()));
        }
        @Nullable Expression low = lower(prefix.value());
        @Nullable Expression high = upper(prefix.value());
        if (!prefix.isAll() || low == null || high == null) {
            return haveValues(prefix.value());
        }
        // what lies between two strings with a common beginning has it too
        Expression both = low.startsWith(prefix.text()).and(high.startsWith(prefix.text()));
        return all(List.of(both.not(), haveValues(prefix.value())));
    }

    private static Expression bound(Operator operator, @Nullable Expression left, @Nullable Expression right) {
        return left == null || right == null ? ANYTHING : new Comparison(operator, left, right);
    }

    private static Expression all(Expression... conditions) {
        return all(List.of(conditions));
    }

    private static Expression all(List<Expression> conditions) {
        return conditions.contains(NOTHING)
                ? NOTHING
                : Expressions.and(
                        conditions.stream().filter(c -> !c.equals(ANYTHING)).toList());
    }

    private static Expression any(List<Expression> conditions) {
        return conditions.contains(ANYTHING)
                ? ANYTHING
                : Expressions.or(
                        conditions.stream().filter(c -> !c.equals(NOTHING)).toList());
    }

    /** False only if one of the values is null in every row. */
    private Expression haveValues(Expression... values) {
        List<Expression> conditions = new ArrayList<>();
        for (Expression value : values) {
            if (carriesBounds(value)) {
                for (ColumnReference column : value.columns()) {
                    conditions.add(nullCount(column, false));
                }
            }
        }
        return all(conditions);
    }

    /** Can the value be null in some row, or ({@code wanted} false) be something else? */
    private Expression nullCount(Expression value, boolean wanted) {
        if (value instanceof Cast cast && !cast.orNull()) {
            return nullCount(cast.value(), wanted);
        }
        if (!(value instanceof ColumnReference column) || !columns.type(column).isPrimitive()) {
            return ANYTHING;
        }
        if (columns.isPartition(column)) {
            Expression isNull = new IsNull(columns.column(Kind.PARTITION_VALUE, column));
            return wanted ? isNull : isNull.not();
        }
        ColumnReference nulls = columns.column(Kind.NULL_COUNT, column);
        return wanted ? nulls.gt(0L) : nulls.lt(columns.rowCount());
    }

    private static boolean isNullConstant(Expression value) {
        return value instanceof Literal constant && constant.isNullValue();
    }

    private @Nullable Expression lower(Expression value) {
        return bound(value, Kind.MIN, true);
    }

    /** Not less than any value, NaN included. */
    private @Nullable Expression upper(Expression value) {
        return bound(value, Kind.MAX, columns.maxCoversNan());
    }

    /** Not less than any value but NaN. */
    private @Nullable Expression upperOfNumbers(Expression value) {
        return bound(value, Kind.MAX, true);
    }

    private boolean carriesBounds(Expression value) {
        return !(value instanceof Literal) && bound(value, Kind.MIN, true) != null;
    }

    /** @param trustFloats whether the maximum of a floating-point column is one for the question at hand */
    private @Nullable Expression bound(Expression value, Kind kind, boolean trustFloats) {
        if (value instanceof Literal) {
            return value;
        }
        if (value instanceof ColumnReference column) {
            DataType type = columns.type(column);
            if (columns.isPartition(column)) {
                return columns.column(Kind.PARTITION_VALUE, column);
            }
            boolean known = type.isPrimitive() && (trustFloats || !Types.isFloating(type) || numbers.contains(column));
            return known ? columns.column(kind, column) : null;
        }
        if (value instanceof Cast cast && !cast.orNull()) {
            @Nullable DataType from = typeOf(cast.value());
            boolean monotone = from != null && Casts.isMonotone(from, cast.type());
            @Nullable Expression inner = monotone ? bound(cast.value(), kind, trustFloats) : null;
            return inner == null ? null : new Cast(inner, cast.type(), false);
        }
        if (value instanceof Call call) {
            return boundOfCall(call, kind, trustFloats);
        }
        return value instanceof Arithmetic arithmetic ? boundOfSum(arithmetic, kind, trustFloats) : null;
    }

    private @Nullable Expression boundOfCall(Call call, Kind kind, boolean trustFloats) {
        int carrier = call.function() == Function.DATE_TRUNC ? 1 : 0;
        boolean rises = switch (call.function()) {
            case YEAR, DATE_TRUNC -> true;
            case FLOOR, CEIL, NEGATE -> isExactNumber(call.arguments().get(0));
            default -> false;
        };
        if (!rises) {
            return null;
        }
        Kind inward = call.function() == Function.NEGATE ? opposite(kind) : kind;
        @Nullable Expression inner = bound(call.arguments().get(carrier), inward, trustFloats);
        if (inner == null) {
            return null;
        }
        List<Expression> arguments = new ArrayList<>(call.arguments());
        arguments.set(carrier, inner);
        return new Call(call.function(), arguments);
    }

    private @Nullable Expression boundOfSum(Arithmetic arithmetic, Kind kind, boolean trustFloats) {
        boolean plus = arithmetic.operator() == Arithmetic.Operator.PLUS;
        boolean minus = arithmetic.operator() == Arithmetic.Operator.MINUS;
        if (!(plus || minus) || !isExactNumber(arithmetic.left()) || !isExactNumber(arithmetic.right())) {
            return null;
        }
        @Nullable Expression left = bound(arithmetic.left(), kind, trustFloats);
        @Nullable Expression right = bound(arithmetic.right(), plus ? kind : opposite(kind), trustFloats);
        return left == null || right == null ? null : new Arithmetic(arithmetic.operator(), left, right);
    }

    private static Kind opposite(Kind kind) {
        return kind == Kind.MIN ? Kind.MAX : Kind.MIN;
    }

    private boolean isExactNumber(Expression value) {
        @Nullable DataType type = typeOf(value);
        return type != null && (Types.isIntegral(type) || type instanceof DecimalType);
    }

    /** The type of a resolved expression that may carry bounds, else null. */
    private @Nullable DataType typeOf(Expression value) {
        if (value instanceof Literal constant) {
            return constant.type();
        }
        if (value instanceof ColumnReference column) {
            return columns.type(column);
        }
        if (value instanceof Cast cast) {
            return cast.type();
        }
        if (value instanceof Arithmetic arithmetic) {
            @Nullable DataType left = typeOf(arithmetic.left());
            @Nullable DataType right = typeOf(arithmetic.right());
            return left instanceof DecimalType a && right instanceof DecimalType b
                    ? Types.result(arithmetic.operator(), a, b)
                    : left;
        }
        if (!(value instanceof Call call)) {
            return null;
        }
        return switch (call.function()) {
            case YEAR -> PrimitiveType.INTEGER;
            case DATE_TRUNC -> typeOf(call.arguments().get(1));
            case NEGATE -> typeOf(call.arguments().get(0));
            case FLOOR, CEIL -> {
                @Nullable DataType type = typeOf(call.arguments().get(0));
                yield type == null ? null : Rounding.wholeType(type);
            }
            default -> null;
        };
    }
}
