package io.weir.format.expression;

import static java.util.Objects.requireNonNull;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fits an expression to a schema: columns get their exact names, every implicit cast is written out, constants are computed,
 * and what does not go together is refused. The result means the same and can be resolved again.
 */
final class Resolver implements Expression.Handler<Resolver.Typed> {
    /** Deeper nesting than any person or program with good intent writes, and still far from the end of the stack. */
    private static final int MAX_DEPTH = 400;

    private static final Set<String> TRUNCATION_UNITS =
            Set.of("YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND");

    /** A resolved expression; the type is null for a null that has none yet. */
    record Typed(Expression expression, @Nullable DataType type) {
        boolean isLiteral() {
            return expression instanceof Literal;
        }

        boolean isString() {
            return type == PrimitiveType.STRING;
        }

        String typeName() {
            return type == null ? "NULL" : type.sql();
        }
    }

    private final StructType schema;
    private int depth;

    private Resolver(StructType schema) {
        this.schema = schema;
    }

    /** A null without a type becomes one of the fallback type. */
    static Typed resolve(Expression expression, StructType schema, DataType fallback) {
        Typed resolved = new Resolver(schema).resolve(expression);
        return resolved.type == null ? coerce(resolved, fallback) : resolved;
    }

    /** The same for what must be a condition. */
    static Expression resolveCondition(Expression expression, StructType schema) {
        Typed resolved = resolve(expression, schema, PrimitiveType.BOOLEAN);
        requireCondition(expression, resolved);
        return resolved.expression;
    }

    private Typed resolve(Expression expression) {
        if (++depth > MAX_DEPTH) {
            throw new InvalidExpressionException("Expression is nested too deeply {limit=" + MAX_DEPTH + "}");
        }
        Typed resolved = expression.accept(this);
        depth--;
        return resolved;
    }

    private static void requireCondition(Expression written, Typed resolved) {
        if (resolved.type != PrimitiveType.BOOLEAN) {
            throw new InvalidExpressionException(
                    "Not a condition {expression=" + written + ", type=" + resolved.typeName() + "}");
        }
    }

    @Override
    public Typed column(ColumnReference column) {
        List<String> exact = new ArrayList<>(column.path().size());
        StructType struct = schema;
        DataType type = schema;
        for (String name : column.path()) {
            if (!(type instanceof StructType inner)) {
                throw new InvalidExpressionException("No such column {column=" + column + ", reason=`"
                        + String.join(".", exact) + "` has no fields, type=" + type.sql() + "}");
            }
            struct = inner;
            int index = struct.indexOf(name);
            if (index < 0) {
                throw noSuchColumn(column, name, struct);
            }
            exact.add(struct.field(index).name());
            type = struct.field(index).type();
        }
        return new Typed(new ColumnReference(exact), type);
    }

    private InvalidExpressionException noSuchColumn(ColumnReference column, String name, StructType struct) {
        String dotted = String.join(".", column.path());
        @Nullable
        String meant = column.path().size() > 1 && schema.indexOf(dotted) >= 0
                ? "`" + dotted + "`"
                : Suggestions.nearest(name, struct.names());
        return new InvalidExpressionException(
                "No such column {column=" + dotted + (meant == null ? "" : ", didYouMean=" + meant) + ", columns="
                        + Suggestions.shown(struct.names()) + "}");
    }

    @Override
    public Typed literal(Literal literal) {
        return new Typed(literal, literal.type());
    }

    @Override
    public Typed comparison(Comparison comparison) {
        Typed left = resolve(comparison.left());
        Typed right = resolve(comparison.right());
        return compare(comparison, comparison.operator(), left, right);
    }

    private Typed compare(Expression written, Comparison.Operator operator, Typed left, Typed right) {
        if (left.isLiteral() && !right.isLiteral()) {
            return compare(written, operator.flipped(), right, left);
        }
        if (right.isLiteral() && left.type != null) {
            @Nullable
            Expression simple =
                    LiteralComparison.simplify(operator, left.expression, left.type, (Literal) right.expression);
            if (simple != null) {
                return condition(simple);
            }
        }
        if (left.type instanceof DecimalType a
                && right.type instanceof DecimalType b
                && Types.common(a, b) instanceof DecimalType c
                && c.scale() < Math.max(a.scale(), b.scale())) {
            // no type holds both without rounding; they are compared as they are
            return condition(new Comparison(operator, left.expression, right.expression));
        }
        List<Typed> sides = unify(written, "compare", List.of(left, right));
        DataType type = sides.get(0).type;
        if (type == null) { // both are plain nulls
            sides = List.of(coerce(left, PrimitiveType.BOOLEAN), coerce(right, PrimitiveType.BOOLEAN));
        } else if (!type.isPrimitive()) {
            throw new InvalidExpressionException(
                    "Cannot compare " + type.sql() + " {expression=" + written + "}; compare its parts");
        }
        return condition(new Comparison(operator, sides.get(0).expression, sides.get(1).expression));
    }

    private static Typed condition(Expression expression) {
        return Folding.fold(expression, PrimitiveType.BOOLEAN);
    }

    /** Brings values to one type; all are of no type if each of them is a plain null. */
    static List<Typed> unify(Expression written, String verb, List<Typed> values) {
        @Nullable DataType common = null;
        for (Typed value : values) {
            if (value.type == null || value.isLiteral() && value.isString()) {
                continue; // these go by what the others are
            }
            common = common == null ? value.type : common(written, verb, common, value.type);
        }
        if (common == null) {
            boolean anyString = values.stream().anyMatch(v -> v.type != null);
            common = anyString ? PrimitiveType.STRING : null;
        }
        List<Typed> unified = new ArrayList<>(values.size());
        for (Typed value : values) {
            if (common == null) {
                unified.add(value);
            } else if (value.isString() && common != PrimitiveType.STRING && !Types.isTemporal(common)) {
                throw cannot(written, verb, PrimitiveType.STRING, common);
            } else {
                unified.add(coerce(value, common));
            }
        }
        return unified;
    }

    private static DataType common(Expression written, String verb, DataType a, DataType b) {
        @Nullable DataType common = Types.common(a, b);
        if (common == null) {
            throw cannot(written, verb, a, b);
        }
        return common;
    }

    private static InvalidExpressionException cannot(Expression written, String verb, DataType a, DataType b) {
        return new InvalidExpressionException(
                "Cannot " + verb + " " + a.sql() + " with " + b.sql() + " {expression=" + written + "}");
    }

    /** The value under an implicit cast; a string constant is read here, once. */
    static Typed coerce(Typed value, DataType type) {
        if (type.equals(value.type)) {
            return value;
        }
        if (value.expression instanceof Literal literal && literal.value() == null) {
            return new Typed(Literal.typed(null, type), type);
        }
        Typed cast = Folding.fold(new Cast(value.expression, type, false), type);
        if (value.isLiteral() && value.isString() && !cast.isLiteral()) {
            throw new InvalidExpressionException("Cannot read a constant as " + type.sql() + " {constant="
                    + ((Literal) value.expression).value() + ", type=" + type.sql() + "}");
        }
        return cast;
    }

    @Override
    public Typed and(And and) {
        return condition(Expressions.and(conditions(and.operands())));
    }

    @Override
    public Typed or(Or or) {
        return condition(Expressions.or(conditions(or.operands())));
    }

    @Override
    public Typed not(Not not) {
        return condition(new Not(condition(not.value(), resolve(not.value()))));
    }

    private List<Expression> conditions(List<Expression> operands) {
        List<Expression> resolved = new ArrayList<>(operands.size());
        for (Expression operand : operands) {
            resolved.add(condition(operand, resolve(operand)));
        }
        return resolved;
    }

    private static Expression condition(Expression written, Typed resolved) {
        Typed typed = resolved.type == null ? coerce(resolved, PrimitiveType.BOOLEAN) : resolved;
        requireCondition(written, typed);
        return typed.expression;
    }

    @Override
    public Typed isNull(IsNull isNull) {
        Typed value = resolve(isNull.value());
        return condition(
                new IsNull(value.type == null ? coerce(value, PrimitiveType.BOOLEAN).expression : value.expression));
    }

    @Override
    public Typed in(In in) {
        Typed value = resolve(in.value());
        List<Typed> options = new ArrayList<>(in.options().size());
        for (Expression option : in.options()) {
            Typed resolved = resolve(option);
            @Nullable
            Literal narrowed =
                    value.type == null || value.isLiteral() || !(resolved.expression instanceof Literal literal)
                            ? null
                            : LiteralComparison.exactly(literal, value.type);
            options.add(narrowed == null ? resolved : new Typed(narrowed, narrowed.type()));
        }
        if (options.isEmpty()) {
            return new Typed(Literal.FALSE, PrimitiveType.BOOLEAN);
        }
        List<Typed> all = new ArrayList<>(options);
        all.add(0, value);
        List<Typed> unified = unify(in, "compare", all);
        if (unified.get(0).type == null) {
            return new Typed(Literal.typed(null, PrimitiveType.BOOLEAN), PrimitiveType.BOOLEAN);
        }
        if (!unified.get(0).type.isPrimitive()) {
            throw new InvalidExpressionException(
                    "Cannot compare " + unified.get(0).typeName() + " {expression=" + in + "}; compare its parts");
        }
        List<Expression> resolved = unified.stream().map(Typed::expression).toList();
        return condition(new In(resolved.get(0), resolved.subList(1, resolved.size())));
    }

    @Override
    public Typed like(Like like) {
        return condition(new Like(string(like, resolve(like.value())), like.pattern()));
    }

    static Expression string(Expression written, Typed value) {
        if (value.type == null) {
            return coerce(value, PrimitiveType.STRING).expression;
        }
        if (value.type != PrimitiveType.STRING) {
            throw new InvalidExpressionException("Expected a string {expression=" + written + ", type="
                    + value.typeName() + "}; use CAST(… AS STRING)");
        }
        return value.expression;
    }

    @Override
    public Typed arithmetic(Arithmetic arithmetic) {
        Typed left = number(arithmetic, resolve(arithmetic.left()));
        Typed right = number(arithmetic, resolve(arithmetic.right()));
        if (left.type == null || right.type == null) {
            @Nullable DataType other = left.type == null ? right.type : left.type;
            DataType type = other == null ? PrimitiveType.INTEGER : other;
            left = coerce(left, type);
            right = coerce(right, type);
        }
        DataType a = requireNonNull(left.type);
        DataType b = requireNonNull(right.type);
        if ((a instanceof DecimalType || b instanceof DecimalType) && !Types.isFloating(a) && !Types.isFloating(b)) {
            Typed x = asDecimal(left, a);
            Typed y = asDecimal(right, b);
            DecimalType result = Types.result(
                    arithmetic.operator(), (DecimalType) requireNonNull(x.type), (DecimalType) requireNonNull(y.type));
            return Folding.fold(new Arithmetic(arithmetic.operator(), x.expression, y.expression), result);
        }
        DataType type = arithmetic.operator() == Arithmetic.Operator.DIVIDE
                ? PrimitiveType.DOUBLE
                : common(arithmetic, "compute", a, b);
        return Folding.fold(
                new Arithmetic(arithmetic.operator(), coerce(left, type).expression, coerce(right, type).expression),
                type);
    }

    private static Typed number(Expression written, Typed value) {
        if (value.type != null && !Types.isNumeric(value.type)) {
            throw new InvalidExpressionException(
                    "Expected a number {expression=" + written + ", type=" + value.typeName() + "}; use CAST");
        }
        return value;
    }

    /** An integer constant has as many digits as it needs, a column as many as its type can have. */
    private static Typed asDecimal(Typed value, DataType type) {
        if (type instanceof DecimalType) {
            return value;
        }
        if (value.expression instanceof Literal literal && literal.value() instanceof Number number) {
            return new Resolver(StructType.EMPTY).literal(Literal.of(java.math.BigDecimal.valueOf(number.longValue())));
        }
        return coerce(value, Types.decimalFor(type));
    }

    @Override
    public Typed cast(Cast cast) {
        Typed value = resolve(cast.value());
        if (value.type == null) {
            return coerce(value, cast.type());
        }
        if (value.type.equals(cast.type())) {
            return value;
        }
        if (!Casts.isPossible(value.type, cast.type())) {
            throw new InvalidExpressionException(
                    "Cannot cast " + value.typeName() + " to " + cast.type().sql() + " {expression=" + cast + "}");
        }
        return Folding.fold(new Cast(value.expression, cast.type(), cast.orNull()), cast.type());
    }

    @Override
    public Typed caseWhen(Case caseWhen) {
        List<Expression> conditions = new ArrayList<>();
        List<Typed> values = new ArrayList<>();
        for (Case.Branch branch : caseWhen.branches()) {
            conditions.add(condition(branch.condition(), resolve(branch.condition())));
            values.add(resolve(branch.value()));
        }
        values.add(resolve(caseWhen.otherwise()));
        List<Typed> unified = typed(unify(caseWhen, "combine", values));
        List<Case.Branch> branches = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Case.Branch(conditions.get(i), unified.get(i).expression));
        }
        Typed otherwise = unified.get(unified.size() - 1);
        return Folding.fold(new Case(branches, otherwise.expression), requireNonNull(otherwise.type));
    }

    /** Plain nulls among themselves are strings, for want of anything better. */
    static List<Typed> typed(List<Typed> unified) {
        return unified.get(0).type != null
                ? unified
                : unified.stream().map(v -> coerce(v, PrimitiveType.STRING)).toList();
    }

    @Override
    public Typed alias(Alias alias) {
        return resolve(alias.value());
    }

    @Override
    public Typed call(Call call) {
        List<Typed> arguments = new ArrayList<>(call.arguments().size());
        for (Expression argument : call.arguments()) {
            arguments.add(resolve(argument));
        }
        Typed first = arguments.get(0);
        return switch (call.function()) {
            case LOWER, UPPER, TRIM, CONCAT -> same(call, PrimitiveType.STRING, strings(call, arguments));
            case STARTS_WITH, ENDS_WITH, CONTAINS -> same(call, PrimitiveType.BOOLEAN, strings(call, arguments));
            case LENGTH ->
                same(
                        call,
                        PrimitiveType.INTEGER,
                        List.of(first.type == PrimitiveType.BINARY ? first.expression : string(call, first)));
            case SUBSTRING -> substring(call, arguments);
            case YEAR, MONTH, DAY ->
                same(call, PrimitiveType.INTEGER, List.of(temporal(call, first, PrimitiveType.DATE)));
            case HOUR, MINUTE, SECOND ->
                same(call, PrimitiveType.INTEGER, List.of(temporal(call, first, PrimitiveType.TIMESTAMP)));
            case DATE_TRUNC -> dateTrunc(call, arguments);
            case TO_DATE -> toTime(call, arguments, PrimitiveType.DATE);
            case TO_TIMESTAMP -> toTime(call, arguments, PrimitiveType.TIMESTAMP);
            case ABS, NEGATE -> {
                Typed number = number(call, first.type == null ? coerce(first, PrimitiveType.INTEGER) : first);
                yield same(call, requireNonNull(number.type), List.of(number.expression));
            }
            case ROUND -> round(call, arguments);
            case FLOOR, CEIL -> floor(call, first);
            case COALESCE -> {
                List<Typed> unified = typed(unify(call, "combine", arguments));
                yield same(
                        call,
                        requireNonNull(unified.get(0).type),
                        unified.stream().map(Typed::expression).toList());
            }
            default -> CallTyping.of(call, arguments);
        };
    }

    static Typed same(Call call, DataType type, List<Expression> arguments) {
        return Folding.fold(new Call(call.function(), arguments), type);
    }

    private static List<Expression> strings(Call call, List<Typed> arguments) {
        return arguments.stream().map(a -> string(call, a)).toList();
    }

    private Typed substring(Call call, List<Typed> arguments) {
        Typed text = arguments.get(0);
        Expression string = text.type == PrimitiveType.BINARY ? text.expression : string(call, text);
        List<Expression> resolved = new ArrayList<>(List.of(string));
        for (Typed position : arguments.subList(1, arguments.size())) {
            if (position.type != null && !Types.isIntegral(position.type)) {
                throw new InvalidExpressionException(
                        "Expected an integer {expression=" + call + ", type=" + position.typeName() + "}");
            }
            resolved.add(coerce(position, PrimitiveType.INTEGER).expression);
        }
        return same(call, text.type == PrimitiveType.BINARY ? PrimitiveType.BINARY : PrimitiveType.STRING, resolved);
    }

    /** A date or time as what the function takes; timestamps without a zone stay so. */
    static Expression temporal(Call call, Typed value, PrimitiveType wanted) {
        boolean readable = value.type == null || value.isLiteral() && value.isString() || Types.isTemporal(value.type);
        if (!readable) {
            throw new InvalidExpressionException("Expected a date or time {expression=" + call + ", type="
                    + value.typeName() + "}; use CAST or to_timestamp");
        }
        boolean local = wanted == PrimitiveType.TIMESTAMP && value.type == PrimitiveType.TIMESTAMP_NTZ;
        return local ? value.expression : coerce(value, wanted).expression;
    }

    private Typed dateTrunc(Call call, List<Typed> arguments) {
        String unit = constant(call, arguments.get(0)).toUpperCase(Locale.ROOT);
        if (!TRUNCATION_UNITS.contains(unit)) {
            throw new InvalidExpressionException("Unknown unit {expression=" + call + ", unit=" + unit + ", units="
                    + TRUNCATION_UNITS.stream().sorted().toList() + "}");
        }
        Expression time = temporal(call, arguments.get(1), PrimitiveType.TIMESTAMP);
        DataType type = arguments.get(1).type == PrimitiveType.TIMESTAMP_NTZ
                ? PrimitiveType.TIMESTAMP_NTZ
                : PrimitiveType.TIMESTAMP;
        return same(call, type, List.of(Literal.of(unit), time));
    }

    static String constant(Call call, Typed argument) {
        if (argument.expression instanceof Literal literal && literal.value() instanceof String text) {
            return text;
        }
        throw new InvalidExpressionException("Expected a constant string {expression=" + call + "}");
    }

    private Typed toTime(Call call, List<Typed> arguments, PrimitiveType type) {
        Typed value = arguments.get(0);
        if (arguments.size() == 1) {
            return cast(new Cast(value.expression, type, false));
        }
        String pattern = constant(call, arguments.get(1));
        try {
            DateTimeFormatter unused = DateFunctions.formatter(pattern);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new InvalidExpressionException(
                    "Not a pattern for times {expression=" + call + ", reason=" + e.getMessage() + "}");
        }
        return same(call, type, List.of(string(call, value), Literal.of(pattern)));
    }

    private Typed round(Call call, List<Typed> arguments) {
        Typed value = number(
                call,
                arguments.get(0).type == null ? coerce(arguments.get(0), PrimitiveType.INTEGER) : arguments.get(0));
        int digits = 0;
        if (arguments.size() == 2) {
            if (!(arguments.get(1).expression instanceof Literal literal)
                    || !(literal.value() instanceof Integer constant)) {
                throw new InvalidExpressionException("Expected a constant number of digits {expression=" + call + "}");
            }
            digits = Math.max(-Types.MAX_PRECISION, Math.min(Types.MAX_PRECISION, constant));
        }
        DataType type = Rounding.type(requireNonNull(value.type), digits);
        return same(call, type, List.of(value.expression, Literal.of(digits)));
    }

    private Typed floor(Call call, Typed argument) {
        Typed value = number(call, argument.type == null ? coerce(argument, PrimitiveType.INTEGER) : argument);
        DataType type = requireNonNull(value.type);
        if (Types.isIntegral(type)) {
            return value;
        }
        DataType result = Rounding.wholeType(type);
        return same(call, result, List.of(value.expression));
    }
}
