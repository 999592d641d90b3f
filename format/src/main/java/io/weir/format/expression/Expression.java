package io.weir.format.expression;

import io.weir.format.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value computed from the columns of a row: a column, a constant, a comparison, arithmetic, a function call. Immutable.
 *
 * <p>Expressions are written with the methods here and in {@link Expressions}, and know nothing of a schema until an
 * {@link Evaluator} binds them to one. An argument that is no expression is a constant: {@code col("delay").gt(60)} is
 * {@code col("delay").gt(lit(60))}. {@link #toString()} is the expression as SQL.
 */
public sealed interface Expression
        permits ColumnReference,
                Literal,
                Comparison,
                And,
                Or,
                Not,
                IsNull,
                In,
                Like,
                Arithmetic,
                Cast,
                Case,
                Call,
                Alias {

    /** Calls the handler's method for this kind. */
    <R> R accept(Handler<R> handler);

    /** One answer per kind of expression. */
    interface Handler<R> {
        R column(ColumnReference column);

        R literal(Literal literal);

        R comparison(Comparison comparison);

        R and(And and);

        R or(Or or);

        R not(Not not);

        R isNull(IsNull isNull);

        R in(In in);

        R like(Like like);

        R arithmetic(Arithmetic arithmetic);

        R cast(Cast cast);

        R caseWhen(Case caseWhen);

        R call(Call call);

        R alias(Alias alias);
    }

    /** Equal; null if one side is null. */
    default Expression eq(@Nullable Object other) {
        return compare(Comparison.Operator.EQ, other);
    }

    default Expression ne(@Nullable Object other) {
        return compare(Comparison.Operator.NE, other);
    }

    default Expression lt(@Nullable Object other) {
        return compare(Comparison.Operator.LT, other);
    }

    default Expression le(@Nullable Object other) {
        return compare(Comparison.Operator.LE, other);
    }

    default Expression gt(@Nullable Object other) {
        return compare(Comparison.Operator.GT, other);
    }

    default Expression ge(@Nullable Object other) {
        return compare(Comparison.Operator.GE, other);
    }

    /** Equal, or both null; never null itself. SQL's {@code <=>}. */
    default Expression eqNullSafe(@Nullable Object other) {
        return compare(Comparison.Operator.EQ_NULL_SAFE, other);
    }

    private Expression compare(Comparison.Operator operator, @Nullable Object other) {
        return new Comparison(operator, this, Expressions.of(other));
    }

    /** Not less than {@code low} and not greater than {@code high}. */
    default Expression between(@Nullable Object low, @Nullable Object high) {
        return ge(low).and(le(high));
    }

    default Expression and(Expression other) {
        return Expressions.and(List.of(this, other));
    }

    default Expression or(Expression other) {
        return Expressions.or(List.of(this, other));
    }

    default Expression not() {
        return new Not(this);
    }

    default Expression isNull() {
        return new IsNull(this);
    }

    default Expression isNotNull() {
        return new Not(new IsNull(this));
    }

    /** Equal to one of the values; null if it is equal to none and one of them is null. */
    default Expression in(@Nullable Object... values) {
        return in(Arrays.asList(values));
    }

    default Expression in(Collection<? extends @Nullable Object> values) {
        List<Expression> options = new ArrayList<>(values.size());
        for (Object value : values) {
            options.add(Expressions.of(value));
        }
        return new In(this, options);
    }

    /** SQL's LIKE: {@code %} is any text, {@code _} any one character, a backslash takes their meaning away. */
    default Expression like(String pattern) {
        return new Like(this, pattern);
    }

    default Expression startsWith(@Nullable Object prefix) {
        return call(Function.STARTS_WITH, prefix);
    }

    default Expression endsWith(@Nullable Object suffix) {
        return call(Function.ENDS_WITH, suffix);
    }

    default Expression contains(@Nullable Object part) {
        return call(Function.CONTAINS, part);
    }

    default Expression plus(@Nullable Object other) {
        return compute(Arithmetic.Operator.PLUS, other);
    }

    default Expression minus(@Nullable Object other) {
        return compute(Arithmetic.Operator.MINUS, other);
    }

    default Expression times(@Nullable Object other) {
        return compute(Arithmetic.Operator.TIMES, other);
    }

    /** The quotient: a double, or a decimal if both sides are decimals or integers and one is a decimal. */
    default Expression dividedBy(@Nullable Object other) {
        return compute(Arithmetic.Operator.DIVIDE, other);
    }

    /** The remainder, with the sign of this side. */
    default Expression modulo(@Nullable Object other) {
        return compute(Arithmetic.Operator.MODULO, other);
    }

    private Expression compute(Arithmetic.Operator operator, @Nullable Object other) {
        return new Arithmetic(operator, this, Expressions.of(other));
    }

    default Expression negated() {
        return call(Function.NEGATE);
    }

    /** The value as another type; evaluation fails at a value that has none. */
    default Expression cast(DataType type) {
        return new Cast(this, type, false);
    }

    /** The value as another type, or null where it has none. */
    default Expression tryCast(DataType type) {
        return new Cast(this, type, true);
    }

    default Expression lower() {
        return call(Function.LOWER);
    }

    default Expression upper() {
        return call(Function.UPPER);
    }

    /** Without the spaces at both ends. */
    default Expression trim() {
        return call(Function.TRIM);
    }

    /** Code points of a string, bytes of a binary value. */
    default Expression length() {
        return call(Function.LENGTH);
    }

    /** At most {@code length} characters from position {@code start}, counted from 1; from the end if negative. */
    default Expression substring(@Nullable Object start, @Nullable Object length) {
        return call(Function.SUBSTRING, start, length);
    }

    default Expression abs() {
        return call(Function.ABS);
    }

    /** Rounded half away from zero to {@code digits} digits behind the point. */
    default Expression round(int digits) {
        return call(Function.ROUND, digits);
    }

    default Expression floor() {
        return call(Function.FLOOR);
    }

    default Expression ceil() {
        return call(Function.CEIL);
    }

    default Expression year() {
        return call(Function.YEAR);
    }

    default Expression month() {
        return call(Function.MONTH);
    }

    default Expression day() {
        return call(Function.DAY);
    }

    default Expression hour() {
        return call(Function.HOUR);
    }

    default Expression minute() {
        return call(Function.MINUTE);
    }

    default Expression second() {
        return call(Function.SECOND);
    }

    /** The first value that is not null: this, else the first of the others. */
    default Expression orElse(@Nullable Object... others) {
        return call(Function.COALESCE, others);
    }

    private Expression call(Function function, @Nullable Object... arguments) {
        List<Expression> all = new ArrayList<>(arguments.length + 1);
        all.add(this);
        for (Object argument : arguments) {
            all.add(Expressions.of(argument));
        }
        return new Call(function, all);
    }

    /** The same value under a name, for the columns of a result. */
    default Expression as(String name) {
        return new Alias(this instanceof Alias alias ? alias.value() : this, name);
    }

    /** The name a column of this value has: the alias, the last part of a column's path, else the text. */
    default String name() {
        return toString();
    }

    /** The columns that the value is computed from. */
    default Set<ColumnReference> columns() {
        return Columns.of(this);
    }
}
