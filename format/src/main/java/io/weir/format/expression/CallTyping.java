package io.weir.format.expression;

import static java.util.Objects.requireNonNull;

import io.weir.format.expression.Resolver.Typed;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What functions of rows take and give. Pure functions; the rest of a {@link Resolver}. */
final class CallTyping {
    static final String DEFAULT_PATTERN = "yyyy-MM-dd HH:mm:ss";

    private static final Map<String, String> DATE_UNITS = Map.of(
            "YEAR", "YEAR", "YYYY", "YEAR", "YY", "YEAR", "QUARTER", "QUARTER", "MONTH", "MONTH", "MON", "MONTH", "MM",
            "MONTH", "WEEK", "WEEK");

    private CallTyping() {}

    static Typed of(Call call, List<Typed> arguments) {
        Typed first = arguments.get(0);
        return switch (call.function()) {
            case LTRIM, RTRIM, REVERSE, REPLACE -> texts(call, arguments, PrimitiveType.STRING);
            case INSTR -> texts(call, arguments, PrimitiveType.INTEGER);
            case RLIKE -> {
                pattern(call, arguments.get(1));
                yield texts(call, arguments, PrimitiveType.BOOLEAN);
            }
            case REGEXP_REPLACE -> {
                constantPattern(call, arguments.get(1));
                yield texts(call, arguments, PrimitiveType.STRING);
            }
            case REGEXP_EXTRACT -> {
                constantPattern(call, arguments.get(1));
                yield mixed(call, arguments, PrimitiveType.STRING, "ttn");
            }
            case REPEAT, LEFT, RIGHT -> mixed(call, arguments, PrimitiveType.STRING, "tn");
            case LPAD, RPAD -> mixed(call, arguments, PrimitiveType.STRING, "tnt");
            case QUARTER, DAYOFYEAR, DAYOFWEEK, WEEKDAY, WEEKOFYEAR ->
                mixed(call, arguments, PrimitiveType.INTEGER, "d");
            case DATE_ADD, DATE_SUB, ADD_MONTHS -> mixed(call, arguments, PrimitiveType.DATE, "dn");
            case DATEDIFF -> mixed(call, arguments, PrimitiveType.INTEGER, "dd");
            case LAST_DAY -> mixed(call, arguments, PrimitiveType.DATE, "d");
            case TRUNC -> trunc(call, arguments);
            case DATE_FORMAT -> {
                formatter(call, arguments.get(1));
                yield mixed(call, arguments, PrimitiveType.STRING, "st");
            }
            case FROM_UNIXTIME -> {
                Typed pattern = arguments.size() == 2 ? arguments.get(1) : text(DEFAULT_PATTERN);
                formatter(call, pattern);
                yield mixed(call, List.of(first, pattern), PrimitiveType.STRING, "lt");
            }
            case UNIX_TIMESTAMP -> unixTimestamp(call, arguments);
            case TIMESTAMP_SECONDS, TIMESTAMP_MILLIS, TIMESTAMP_MICROS ->
                mixed(call, arguments, PrimitiveType.TIMESTAMP, "l");
            case GREATEST, LEAST -> {
                List<Typed> unified = Resolver.typed(Resolver.unify(call, "compare", arguments));
                DataType type = requireNonNull(unified.get(0).type());
                if (!type.isPrimitive()) {
                    throw unfit(call, first);
                }
                yield Resolver.same(
                        call, type, unified.stream().map(Typed::expression).toList());
            }
            case MD5, SHA1, CRC32 -> digest(call, arguments);
            case SHA2 -> {
                if (!(arguments.get(1).expression() instanceof Literal literal)
                        || !(literal.value() instanceof Integer bits)
                        || !List.of(0, 224, 256, 384, 512).contains(bits)) {
                    throw new InvalidExpressionException("Expected a constant number of bits {expression=" + call
                            + ", known=[0, 224, 256, 384, 512]}");
                }
                yield digest(call, arguments);
            }
            case SIZE -> {
                if (!(first.type() instanceof ArrayType) && !(first.type() instanceof MapType)) {
                    throw unfit(call, first);
                }
                yield same(call, PrimitiveType.INTEGER, first);
            }
            case ARRAY_CONTAINS -> {
                if (!(first.type() instanceof ArrayType array)
                        || !array.element().isPrimitive()) {
                    throw unfit(call, first);
                }
                yield same(call, PrimitiveType.BOOLEAN, first, searched(call, arguments.get(1), array.element()));
            }
            case GET -> get(call, first, arguments.get(1));
            case FIELD -> field(call, first);
            default -> throw new IllegalStateException("No function of rows: " + call.function());
        };
    }

    private static Typed same(Call call, DataType type, Typed... arguments) {
        List<Expression> expressions = new ArrayList<>();
        for (Typed argument : arguments) {
            expressions.add(argument.expression());
        }
        return Resolver.same(call, type, expressions);
    }

    private static Typed text(String constant) {
        return new Typed(Literal.of(constant), PrimitiveType.STRING);
    }

    private static Typed texts(Call call, List<Typed> arguments, DataType type) {
        return mixed(call, arguments, type, "t".repeat(arguments.size()));
    }

    /** @param kinds a letter an argument: text, number (an INT), long, date, second (a time) */
    private static Typed mixed(Call call, List<Typed> arguments, DataType type, String kinds) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Typed argument = arguments.get(i);
            expressions.add(
                    switch (kinds.charAt(i)) {
                        case 't' -> Resolver.string(call, argument);
                        case 'n' -> whole(call, argument, PrimitiveType.INTEGER);
                        case 'l' -> whole(call, argument, PrimitiveType.LONG);
                        case 'd' -> Resolver.temporal(call, argument, PrimitiveType.DATE);
                        default -> Resolver.temporal(call, argument, PrimitiveType.TIMESTAMP);
                    });
        }
        return Resolver.same(call, type, expressions);
    }

    private static Expression whole(Call call, Typed argument, PrimitiveType type) {
        if (argument.type() != null && !Types.isIntegral(argument.type())) {
            throw unfit(call, argument);
        }
        return Resolver.coerce(argument, type).expression();
    }

    private static InvalidExpressionException unfit(Call call, Typed argument) {
        return new InvalidExpressionException("The function does not take values of this type {expression=" + call
                + ", type=" + argument.typeName() + "}; use CAST");
    }

    private static void constantPattern(Call call, Typed argument) {
        Resolver.constant(call, argument);
        pattern(call, argument);
    }

    private static void pattern(Call call, Typed argument) {
        if (argument.expression() instanceof Literal literal && literal.value() instanceof String text) {
            try {
                Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new InvalidExpressionException(
                        "Not a regular expression {expression=" + call + ", reason=" + e.getDescription() + "}");
            }
        }
    }

    private static void formatter(Call call, Typed argument) {
        try {
            DateFunctions.formatter(Resolver.constant(call, argument));
        } catch (IllegalArgumentException e) {
            throw new InvalidExpressionException(
                    "Not a pattern for times {expression=" + call + ", reason=" + e.getMessage() + "}");
        }
    }

    private static Typed trunc(Call call, List<Typed> arguments) {
        String unit = DATE_UNITS.get(Resolver.constant(call, arguments.get(1)).toUpperCase(Locale.ROOT));
        if (unit == null) {
            throw new InvalidExpressionException("Unknown unit {expression=" + call + ", units="
                    + DATE_UNITS.keySet().stream().sorted().toList() + "}");
        }
        return mixed(call, List.of(arguments.get(0), text(unit)), PrimitiveType.DATE, "dt");
    }

    private static Typed unixTimestamp(Call call, List<Typed> arguments) {
        Typed time = arguments.get(0);
        if (time.type() != PrimitiveType.STRING) {
            return mixed(call, List.of(time), PrimitiveType.LONG, "s");
        }
        Typed pattern = arguments.size() == 2 ? arguments.get(1) : text(DEFAULT_PATTERN);
        formatter(call, pattern);
        return texts(call, List.of(time, pattern), PrimitiveType.LONG);
    }

    /** A text is taken for its bytes. */
    private static Typed digest(Call call, List<Typed> arguments) {
        Typed value = arguments.get(0);
        DataType type = call.function() == Function.CRC32 ? PrimitiveType.LONG : PrimitiveType.STRING;
        if (value.type() != PrimitiveType.BINARY) {
            Resolver.string(call, value);
        }
        List<Typed> all = new ArrayList<>(arguments);
        all.set(0, Resolver.coerce(value, PrimitiveType.BINARY));
        return same(call, type, all.toArray(Typed[]::new));
    }

    private static Typed get(Call call, Typed container, Typed key) {
        if (container.type() instanceof ArrayType array) {
            return new Typed(
                    new Call(Function.GET, List.of(container.expression(), whole(call, key, PrimitiveType.INTEGER))),
                    array.element());
        }
        if (container.type() instanceof MapType map && map.key().isPrimitive()) {
            return new Typed(
                    new Call(
                            Function.GET,
                            List.of(
                                    container.expression(),
                                    searched(call, key, map.key()).expression())),
                    map.value());
        }
        throw unfit(call, container);
    }

    /** A value that is looked for among others; it never becomes another one by that. */
    private static Typed searched(Call call, Typed value, DataType among) {
        if (value.type() == null || value.isLiteral() && value.isString()) {
            return Resolver.coerce(value, among);
        }
        DataType common = Types.common(value.type(), among);
        if (among.equals(common) || common == null && among == PrimitiveType.STRING) {
            return Resolver.coerce(value, among);
        }
        if (common != null && value.isLiteral()) {
            Typed narrow = Folding.fold(new Cast(value.expression(), among, true), among);
            Typed same = Resolver.coerce(narrow, common);
            if (narrow.isLiteral()
                    && same.expression().equals(Resolver.coerce(value, common).expression())) {
                return narrow;
            }
        }
        throw unfit(call, value);
    }

    private static Typed field(Call call, Typed struct) {
        String name = (String) requireNonNull(((Literal) call.arguments().get(1)).value());
        if (!(struct.type() instanceof StructType type) || type.indexOf(name) < 0) {
            throw new InvalidExpressionException(
                    "No such field {expression=" + call + ", type=" + struct.typeName() + "}");
        }
        int index = type.indexOf(name);
        return new Typed(
                new Call(
                        Function.FIELD,
                        List.of(
                                struct.expression(),
                                Literal.of(type.field(index).name()))),
                type.field(index).type());
    }
}
