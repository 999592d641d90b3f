package io.weir.format.expression;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where expressions begin; meant to be imported statically. */
public final class Expressions {
    private Expressions() {}

    /** A column, or a field of a struct column: {@code col("delay")}, {@code col("address.city")}, {@code col("`a.b`")}. */
    public static ColumnReference col(String name) {
        return ColumnReference.parse(name);
    }

    /** A constant: a Boolean, number, String, byte[], LocalDate, Instant, LocalDateTime, or null. */
    public static Literal lit(@Nullable Object value) {
        return Literal.of(value);
    }

    /** An expression as it is, any other value as a constant. */
    static Expression of(@Nullable Object value) {
        return value instanceof Expression expression ? expression : Literal.of(value);
    }

    /** True if all are true; with none given, true. */
    public static Expression and(List<? extends Expression> conditions) {
        List<Expression> flat = new ArrayList<>();
        for (Expression condition : conditions) {
            if (condition instanceof And and) {
                flat.addAll(and.operands());
            } else {
                flat.add(condition);
            }
        }
        return switch (flat.size()) {
            case 0 -> Literal.TRUE;
            case 1 -> flat.get(0);
            default -> new And(flat);
        };
    }

    /** True if one is true; with none given, false. */
    public static Expression or(List<? extends Expression> conditions) {
        List<Expression> flat = new ArrayList<>();
        for (Expression condition : conditions) {
            if (condition instanceof Or or) {
                flat.addAll(or.operands());
            } else {
                flat.add(condition);
            }
        }
        return switch (flat.size()) {
            case 0 -> Literal.FALSE;
            case 1 -> flat.get(0);
            default -> new Or(flat);
        };
    }

    public static Expression not(Expression condition) {
        return condition.not();
    }

    /** The same expression with something else in place of its columns. */
    public static Expression replaceColumns(
            Expression expression, java.util.function.Function<ColumnReference, Expression> replacement) {
        return expression.accept(new ColumnReplacement(replacement));
    }

    /** The conditions that must all be true for the whole to be true; one if it is no conjunction. */
    public static List<Expression> conjuncts(Expression condition) {
        return condition instanceof And and ? and.operands() : List.of(condition);
    }

    /** The start of a CASE: {@code when(col("delay").gt(60), "late").otherwise("fine")}. */
    public static Case when(Expression condition, @Nullable Object value) {
        return new Case(List.of(new Case.Branch(condition, of(value))), Literal.NULL);
    }

    /** The first value that is not null. */
    public static Expression coalesce(@Nullable Object... values) {
        return call(Function.COALESCE, values);
    }

    /** Null where the two are equal, else the first. */
    public static Expression nullIf(Expression value, @Nullable Object other) {
        return when(value.eq(other), null).otherwise(value);
    }

    /** The strings one behind the other. */
    public static Expression concat(@Nullable Object... values) {
        return call(Function.CONCAT, values);
    }

    /** The start of the unit that a time is in: {@code dateTrunc("hour", col("ts"))}. */
    public static Expression dateTrunc(String unit, Expression time) {
        return call(Function.DATE_TRUNC, unit, time);
    }

    public static Expression toDate(Expression value) {
        return call(Function.TO_DATE, value);
    }

    /** A date from a string in a pattern of {@link java.time.format.DateTimeFormatter}. */
    public static Expression toDate(Expression value, String pattern) {
        return call(Function.TO_DATE, value, pattern);
    }

    public static Expression toTimestamp(Expression value) {
        return call(Function.TO_TIMESTAMP, value);
    }

    /** A timestamp from a string in a pattern of {@link java.time.format.DateTimeFormatter}; UTC if it has no zone. */
    public static Expression toTimestamp(Expression value, String pattern) {
        return call(Function.TO_TIMESTAMP, value, pattern);
    }

    /** A date constant from its ISO form. */
    public static Literal date(String isoDate) {
        return Literal.of(LocalDate.parse(isoDate));
    }

    private static Expression call(Function function, @Nullable Object... values) {
        List<Expression> arguments = new ArrayList<>(values.length);
        for (Object value : values) {
            arguments.add(of(value));
        }
        return new Call(function, arguments);
    }
}
