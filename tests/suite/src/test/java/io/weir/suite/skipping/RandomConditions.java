package io.weir.suite.skipping;

import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Literal;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Conditions of every kind over the columns of a table, against values that are about what the columns hold. */
final class RandomConditions {
    private final SplittableRandom random;
    private final List<Leaf> leaves;

    RandomConditions(long seed, List<Leaf> leaves) {
        this.random = new SplittableRandom(seed ^ 0xc0ffee);
        this.leaves = leaves;
    }

    /** @param depth how many ANDs, ORs and NOTs may lie within each other */
    Expression condition(int depth) {
        if (depth > 0) {
            switch (random.nextInt(6)) {
                case 0:
                    return Expressions.not(condition(depth - 1));
                case 1:
                case 2:
                    return condition(depth - 1).and(condition(depth - 1));
                case 3:
                    return condition(depth - 1).or(condition(depth - 1));
                default:
            }
        }
        return simple();
    }

    private Expression simple() {
        Leaf leaf = pick(leaves);
        Expression column = new ColumnReference(leaf.path());
        UnaryOperator<Expression> wrap = wrap(leaf.type());
        Expression value = wrap.apply(column);
        switch (random.nextInt(12)) {
            case 0:
                return random.nextBoolean() ? value.isNull() : value.isNotNull();
            case 1:
                Expression inside = new ColumnReference(leaf.path().subList(0, 1));
                return random.nextBoolean() ? inside.isNull() : column.isNotNull();
            case 2:
                return in(leaf, value, wrap);
            case 3:
                return value.between(wrap.apply(literal(leaf)), wrap.apply(literal(leaf)));
            case 4:
                return leaf.type() == PrimitiveType.STRING
                        ? like(leaf, column)
                        : compare(value, wrap.apply(literal(leaf)));
            case 5:
                return leaf.type() == PrimitiveType.BOOLEAN ? column : compare(wrap.apply(literal(leaf)), value);
            case 6:
                Leaf other = pick(leaves);
                return other.type().equals(leaf.type())
                        ? compare(value, wrap(other.type()).apply(new ColumnReference(other.path())))
                        : compare(column, literal(leaf));
            case 7:
                return random.nextInt(8) == 0
                        ? compare(column, Literal.NULL)
                        : compare(wrap.apply(literal(leaf)), column);
            default:
                return compare(value, wrap.apply(literal(leaf)));
        }
    }

    private Expression compare(Expression left, Expression right) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> left.eq(right);
            case 2 -> left.ne(right);
            case 3 -> left.lt(right);
            case 4 -> left.le(right);
            case 5 -> left.gt(right);
            case 6 -> left.ge(right);
            default -> left.eqNullSafe(right);
        };
    }

    private Expression in(Leaf leaf, Expression value, UnaryOperator<Expression> wrap) {
        List<@Nullable Object> options = new ArrayList<>();
        int count = random.nextInt(20) == 0 ? 120 : random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            options.add(random.nextInt(12) == 0 ? Literal.NULL : wrap.apply(literal(leaf)));
        }
        return value.in(options);
    }

    private Expression like(Leaf leaf, Expression column) {
        String text = (String) pick(leaf.pool());
        int length = text.isEmpty() ? 0 : random.nextInt(text.length() + 1);
        if (length > 0 && length < text.length() && Character.isLowSurrogate(text.charAt(length))) {
            length--;
        }
        String begin = text.substring(0, length);
        return switch (random.nextInt(4)) {
            case 0 -> column.startsWith(begin);
            case 1 -> column.like(escaped(begin) + "%");
            case 2 -> column.like(escaped(begin) + "_%");
            default -> column.like(random.nextBoolean() ? escaped(text) : "%" + escaped(begin) + "%");
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** What is done with a column and the constant it is compared with. */
    private UnaryOperator<Expression> wrap(DataType type) {
        if (random.nextInt(3) > 0) {
            return UnaryOperator.identity();
        }
        if (type instanceof DecimalType) {
            return switch (random.nextInt(7)) {
                case 0 -> e -> e.cast(PrimitiveType.DOUBLE);
                case 1 -> e -> e.cast(PrimitiveType.STRING);
                case 2 -> e -> e.tryCast(new DecimalType(12, 1));
                case 3 -> Expression::negated;
                case 4 -> Expression::floor;
                case 5 -> Expression::ceil;
                default -> e -> e.plus(Literal.of(1));
            };
        }
        return switch ((PrimitiveType) type) {
            case BYTE, SHORT, INTEGER, LONG -> integral();
            case FLOAT, DOUBLE -> floating();
            case STRING ->
                switch (random.nextInt(5)) {
                    case 0 -> Expression::lower;
                    case 1 -> Expression::length;
                    case 2 -> e -> e.substring(1, 3);
                    case 3 -> Expression::trim;
                    default -> e -> e.tryCast(PrimitiveType.LONG);
                };
            case DATE ->
                switch (random.nextInt(5)) {
                    case 0 -> Expression::year;
                    case 1 -> e -> e.cast(PrimitiveType.TIMESTAMP);
                    case 2 -> e -> e.cast(PrimitiveType.TIMESTAMP_NTZ);
                    case 3 -> e -> Expressions.dateTrunc("month", e);
                    default -> Expression::month;
                };
            case TIMESTAMP, TIMESTAMP_NTZ ->
                switch (random.nextInt(5)) {
                    case 0 -> Expression::year;
                    case 1 -> e -> e.cast(PrimitiveType.DATE);
                    case 2 -> e -> e.cast(PrimitiveType.STRING);
                    case 3 -> e -> Expressions.dateTrunc("hour", e);
                    default -> Expression::second;
                };
            case BOOLEAN ->
                random.nextBoolean()
                        ? e -> e.cast(PrimitiveType.INTEGER)
                        : e -> Expressions.when(e, 1).otherwise(Literal.NULL);
            case BINARY -> random.nextBoolean() ? Expression::length : UnaryOperator.identity();
            case VOID -> UnaryOperator.identity();
        };
    }

    private UnaryOperator<Expression> integral() {
        return switch (random.nextInt(9)) {
            case 0 -> e -> e.cast(PrimitiveType.LONG);
            case 1 -> e -> e.cast(PrimitiveType.DOUBLE);
            case 2 -> e -> e.cast(PrimitiveType.FLOAT);
            case 3 -> e -> e.cast(new DecimalType(25, 3));
            case 4 -> e -> e.cast(PrimitiveType.STRING);
            case 5 -> e -> e.cast(PrimitiveType.LONG).plus(7);
            case 6 -> e -> Literal.of(3).minus(e);
            case 7 -> e -> Expressions.coalesce(e, 5);
            default -> e -> e.tryCast(PrimitiveType.BYTE);
        };
    }

    private UnaryOperator<Expression> floating() {
        return switch (random.nextInt(6)) {
            case 0 -> e -> e.cast(PrimitiveType.DOUBLE);
            case 1 -> e -> e.cast(PrimitiveType.FLOAT);
            case 2 -> Expression::negated;
            case 3 -> Expression::abs;
            case 4 -> e -> e.plus(1.5);
            default -> e -> Expressions.coalesce(e, 0.0);
        };
    }

    private Literal literal(Leaf leaf) {
        return Literal.of(pick(leaf.pool()));
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
