package io.weir.table.sql;

import static io.weir.format.expression.Expressions.lit;

import io.weir.format.expression.Arithmetic;
import io.weir.format.expression.Call;
import io.weir.format.expression.Case;
import io.weir.format.expression.Cast;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Comparison;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Function;
import io.weir.format.expression.In;
import io.weir.format.expression.Like;
import io.weir.format.expression.Literal;
import io.weir.format.expression.Not;
import io.weir.format.text.TemporalText;
import io.weir.format.type.DataType;
import io.weir.table.sql.SqlTokens.Kind;
import io.weir.table.sql.SqlTokens.Token;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one expression by recursive descent, a method a level of precedence. One thread at a time. */
final class ExpressionParser {
    /** Of nested parentheses and calls. */
    private static final int MAX_DEPTH = 100;

    /** In one expression: operators in a row nest to the left, each below the next. */
    private static final int MAX_OPERATORS = 300;

    private static final int MAX_DIGITS = 38;
    private static final Map<String, Comparison.Operator> COMPARISONS = Map.of(
            "=", Comparison.Operator.EQ,
            "==", Comparison.Operator.EQ,
            "<>", Comparison.Operator.NE,
            "!=", Comparison.Operator.NE,
            "<", Comparison.Operator.LT,
            "<=", Comparison.Operator.LE,
            ">", Comparison.Operator.GT,
            ">=", Comparison.Operator.GE,
            "<=>", Comparison.Operator.EQ_NULL_SAFE);

    private final SqlTokens tokens;
    private final @Nullable Instant now;
    private int depth;
    private int operators;

    ExpressionParser(SqlTokens tokens) {
        this(tokens, null);
    }

    /** @param now what functions of the time take it for; null: there are none */
    ExpressionParser(SqlTokens tokens, @Nullable Instant now) {
        this.tokens = tokens;
        this.now = now;
    }

    Expression expression() {
        deeper();
        List<Expression> operands = new ArrayList<>(List.of(conjunction()));
        while (tokens.acceptWord("OR")) {
            operands.add(conjunction());
        }
        depth--;
        return operands.size() == 1 ? operands.get(0) : Expressions.or(operands);
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw tokens.error(
                    "Expression is nested too deeply",
                    "limit=" + MAX_DEPTH,
                    tokens.peek().position());
        }
    }

    private Expression conjunction() {
        List<Expression> operands = new ArrayList<>(List.of(negation()));
        while (tokens.acceptWord("AND")) {
            operands.add(negation());
        }
        return operands.size() == 1 ? operands.get(0) : Expressions.and(operands);
    }

    private Expression negation() {
        if (!tokens.acceptWord("NOT")) {
            return predicate();
        }
        deeper();
        Expression negated = new Not(negation());
        depth--;
        return negated;
    }

    private Expression predicate() {
        Expression value = sum();
        Comparison.@Nullable Operator operator = tokens.peek().kind() == Kind.SYMBOL
                ? COMPARISONS.get(tokens.peek().text())
                : null;
        if (operator != null) {
            tokens.take();
            return new Comparison(operator, value, sum());
        }
        if (tokens.acceptWord("IS")) {
            return is(value);
        }
        boolean negated = tokens.isWord("NOT");
        if (negated) {
            tokens.take();
        }
        @Nullable Expression condition = null;
        if (tokens.acceptWord("BETWEEN")) {
            Expression low = sum();
            tokens.expectWord("AND");
            condition = value.between(low, sum());
        } else if (tokens.acceptWord("IN")) {
            condition = in(value);
        } else if (tokens.acceptWord("LIKE")) {
            condition = like(value);
        } else if (tokens.acceptWord("RLIKE") || tokens.acceptWord("REGEXP")) {
            condition = new Call(Function.RLIKE, List.of(value, sum()));
        } else if (negated) {
            throw tokens.expected("BETWEEN, IN, LIKE or RLIKE");
        }
        if (condition == null) {
            return value;
        }
        return negated ? new Not(condition) : condition;
    }

    private Expression is(Expression value) {
        boolean negated = tokens.acceptWord("NOT");
        Expression condition;
        if (tokens.acceptWord("NULL")) {
            condition = value.isNull();
        } else if (tokens.acceptWord("TRUE")) {
            condition = value.eqNullSafe(true);
        } else if (tokens.acceptWord("FALSE")) {
            condition = value.eqNullSafe(false);
        } else if (tokens.acceptWord("DISTINCT")) {
            tokens.expectWord("FROM");
            condition = new Not(value.eqNullSafe(sum()));
        } else {
            throw tokens.expected("NULL, TRUE, FALSE or DISTINCT FROM");
        }
        return negated ? condition.not() : condition;
    }

    private Expression in(Expression value) {
        tokens.expectSymbol("(");
        if (tokens.isWord("SELECT")) {
            throw tokens.expected("a list of values", "subqueries are not supported");
        }
        List<Expression> options = new ArrayList<>();
        do {
            options.add(expression());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return new In(value, options);
    }

    private Expression like(Expression value) {
        Token start = tokens.peek();
        String pattern = tokens.expectString();
        if (tokens.acceptWord("ESCAPE")) {
            Token escape = tokens.peek();
            String character = tokens.expectString();
            if (character.codePointCount(0, character.length()) != 1) {
                throw tokens.error("An escape is one character", "found=" + character, escape.position());
            }
            pattern = withBackslash(pattern, character, start);
        }
        try {
            return new Like(value, pattern);
        } catch (IllegalArgumentException e) {
            throw tokens.error(
                    "A LIKE pattern does not end in its escape character", "pattern=" + pattern, start.position());
        }
    }

    /** The same pattern with a backslash as its escape character. */
    private String withBackslash(String pattern, String escape, Token start) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.startsWith(escape, i)) {
                i += escape.length();
                if (i >= pattern.length()) {
                    throw tokens.error(
                            "A LIKE pattern does not end in its escape character",
                            "pattern=" + pattern,
                            start.position());
                }
                text.append('\\').append(pattern.charAt(i));
            } else {
                text.append(pattern.charAt(i) == '\\' ? "\\\\" : pattern.substring(i, i + 1));
            }
        }
        return text.toString();
    }

    private Expression sum() {
        Expression left = product();
        while (true) {
            if (tokens.acceptSymbol("+")) {
                left = new Arithmetic(Arithmetic.Operator.PLUS, left, product());
            } else if (tokens.acceptSymbol("-")) {
                left = new Arithmetic(Arithmetic.Operator.MINUS, left, product());
            } else if (tokens.acceptSymbol("||")) {
                left = Expressions.concat(left, product());
            } else {
                return left;
            }
            countOperator();
        }
    }

    private Expression product() {
        Expression left = unary();
        while (true) {
            if (tokens.acceptSymbol("*")) {
                left = new Arithmetic(Arithmetic.Operator.TIMES, left, unary());
            } else if (tokens.acceptSymbol("/")) {
                left = new Arithmetic(Arithmetic.Operator.DIVIDE, left, unary());
            } else if (tokens.acceptSymbol("%")) {
                left = new Arithmetic(Arithmetic.Operator.MODULO, left, unary());
            } else {
                return left;
            }
            countOperator();
        }
    }

    private void countOperator() {
        if (++operators > MAX_OPERATORS) {
            throw tokens.error(
                    "Too many operators",
                    "limit=" + MAX_OPERATORS,
                    tokens.peek().position());
        }
    }

    private Expression unary() {
        if (tokens.acceptSymbol("-")) {
            if (tokens.peek().kind() == Kind.NUMBER) {
                return number("-");
            }
            deeper();
            Expression negated = unary().negated();
            depth--;
            return negated;
        }
        if (tokens.acceptSymbol("+")) {
            deeper();
            Expression same = unary();
            depth--;
            return same;
        }
        Expression value = primary();
        while (true) {
            if (tokens.acceptSymbol("[")) {
                deeper();
                value = new Call(Function.GET, List.of(value, expression()));
                depth--;
                tokens.expectSymbol("]");
            } else if (!(value instanceof ColumnReference) && tokens.acceptSymbol(".")) {
                value = new Call(Function.FIELD, List.of(value, lit(fieldName())));
            } else {
                return value;
            }
            countOperator();
        }
    }

    private Expression primary() {
        Token token = tokens.peek();
        switch (token.kind()) {
            case NUMBER -> {
                return number("");
            }
            case STRING -> {
                return lit(tokens.take().text());
            }
            case QUOTED_NAME -> {
                return column();
            }
            case SYMBOL -> {
                return parenthesised();
            }
            case WORD -> {
                return word(token);
            }
            case END -> throw tokens.expected("a value");
        }
        throw new IllegalStateException("No such kind: " + token);
    }

    private Expression parenthesised() {
        if (!tokens.acceptSymbol("(")) {
            throw tokens.expected("a value");
        }
        if (tokens.isWord("SELECT")) {
            throw tokens.expected("a value", "subqueries are not supported");
        }
        Expression inner = expression();
        tokens.expectSymbol(")");
        return inner;
    }

    private Expression word(Token token) {
        String word = token.text().toUpperCase(Locale.ROOT);
        Token second = tokens.peekSecond();
        boolean call = second.kind() == Kind.SYMBOL && second.text().equals("(");
        boolean typedString = second.kind() == Kind.STRING && SqlTokens.isName(token);
        switch (word) {
            case "TRUE", "FALSE" -> {
                tokens.take();
                return lit(word.equals("TRUE"));
            }
            case "NULL" -> {
                tokens.take();
                return Literal.NULL;
            }
            case "CASE" -> {
                return caseWhen();
            }
            default -> {
                if (typedString) {
                    return typedLiteral(word);
                }
                if (call) {
                    return call(token, word);
                }
                if (now != null && word.startsWith("CURRENT_") && second.kind() != Kind.SYMBOL) {
                    tokens.take();
                    return time(token, word);
                }
                return column();
            }
        }
    }

    private Expression time(Token name, String word) {
        Instant time = now;
        if (time == null) {
            throw tokens.error("The time is not known here", "function=" + name.text(), name.position());
        }
        Instant micros = time.truncatedTo(ChronoUnit.MICROS);
        return word.equals("CURRENT_DATE") ? lit(LocalDate.ofInstant(micros, ZoneOffset.UTC)) : lit(micros);
    }

    private Expression column() {
        List<String> path = new ArrayList<>();
        if (!SqlTokens.isName(tokens.peek())) {
            throw tokens.expected("a value", "a name that is a word of SQL is written in back-quotes");
        }
        path.add(tokens.expectName());
        while (tokens.acceptSymbol(".")) {
            path.add(fieldName());
        }
        return new ColumnReference(path);
    }

    /** Behind a point any word is a name. */
    private String fieldName() {
        Token token = tokens.peek();
        return token.kind() == Kind.WORD ? tokens.take().text() : tokens.expectName();
    }

    private Expression typedLiteral(String type) {
        Token start = tokens.take();
        String text = tokens.expectString();
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        switch (type) {
            case "DATE" -> {
                long day = TemporalText.parseDate(utf8, 0, utf8.length);
                return lit(LocalDate.ofEpochDay(valid(day, type, text, start)));
            }
            case "TIMESTAMP", "TIMESTAMP_LTZ" -> {
                long micros = TemporalText.parseTimestamp(utf8, 0, utf8.length);
                return lit(instant(valid(micros, type, text, start)));
            }
            case "TIMESTAMP_NTZ" -> {
                long micros = TemporalText.parseTimestampNtz(utf8, 0, utf8.length);
                return lit(LocalDateTime.ofInstant(instant(valid(micros, type, text, start)), ZoneOffset.UTC));
            }
            case "X" -> {
                try {
                    return lit(HexFormat.of().parseHex(text));
                } catch (IllegalArgumentException e) {
                    throw tokens.error("Not pairs of hexadecimal digits", "found=" + text, start.position());
                }
            }
            default ->
                throw tokens.error(
                        "Unknown kind of constant",
                        "found=" + start.text() + ", known=[DATE, TIMESTAMP, TIMESTAMP_NTZ, X]",
                        start.position());
        }
    }

    private long valid(long value, String type, String text, Token start) {
        if (value == TemporalText.INVALID) {
            throw tokens.error("Not a constant of this type", "found=" + text + ", type=" + type, start.position());
        }
        return value;
    }

    private static Instant instant(long micros) {
        return io.weir.format.batch.Values.instant(micros);
    }

    private Expression number(String sign) {
        Token token = tokens.take();
        String text = token.text().toUpperCase(Locale.ROOT);
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        String digits = sign + text.substring(0, end);
        String suffix = text.substring(end);
        try {
            switch (suffix) {
                case "" -> {
                    return plainNumber(digits, token);
                }
                case "L" -> {
                    return lit(Long.parseLong(digits));
                }
                case "S" -> {
                    return lit(Short.parseShort(digits));
                }
                case "Y" -> {
                    return lit(Byte.parseByte(digits));
                }
                case "D" -> {
                    return lit(Double.parseDouble(digits));
                }
                case "F" -> {
                    return lit(Float.parseFloat(digits));
                }
                case "BD" -> {
                    return lit(decimal(digits, token));
                }
                default -> throw new NumberFormatException(suffix);
            }
        } catch (NumberFormatException e) {
            throw tokens.error("Not a number", "found=" + sign + token.text(), token.position());
        }
    }

    private Expression plainNumber(String digits, Token token) {
        if (digits.contains("E")) {
            return lit(Double.parseDouble(digits));
        }
        if (digits.contains(".")) {
            return lit(decimal(digits, token));
        }
        BigInteger whole = digits.length() > MAX_DIGITS + 1 ? BigInteger.TEN.pow(MAX_DIGITS) : new BigInteger(digits);
        if (whole.bitLength() < Integer.SIZE) {
            return lit(whole.intValue());
        }
        return whole.bitLength() < Long.SIZE ? lit(whole.longValue()) : lit(decimal(digits, token));
    }

    private BigDecimal decimal(String digits, Token token) {
        @Nullable BigDecimal value = digits.length() > MAX_DIGITS + 2 ? null : new BigDecimal(digits);
        if (value == null
                || Math.max(value.precision(), value.scale()) > MAX_DIGITS
                || value.precision() - value.scale() > MAX_DIGITS) {
            throw tokens.error("A decimal has at most 38 digits", "hint=write 1.5E0 for a double", token.position());
        }
        return value;
    }

    private Expression caseWhen() {
        tokens.take();
        @Nullable Expression subject = tokens.isWord("WHEN") ? null : expression();
        List<Case.Branch> branches = new ArrayList<>();
        while (tokens.acceptWord("WHEN")) {
            Expression condition = expression();
            tokens.expectWord("THEN");
            branches.add(new Case.Branch(subject == null ? condition : subject.eq(condition), expression()));
        }
        if (branches.isEmpty()) {
            throw tokens.expected("WHEN");
        }
        Expression otherwise = tokens.acceptWord("ELSE") ? expression() : Literal.NULL;
        tokens.expectWord("END");
        return new Case(branches, otherwise);
    }

    private Expression call(Token name, String word) {
        if (!SqlTokens.isName(name)) {
            throw tokens.expected("a value");
        }
        tokens.take();
        tokens.expectSymbol("(");
        if (word.equals("CAST") || word.equals("TRY_CAST")) {
            Expression value = expression();
            tokens.expectWord("AS");
            DataType type = new TypeParser(tokens).type();
            tokens.expectSymbol(")");
            return new Cast(value, type, word.equals("TRY_CAST"));
        }
        List<Expression> arguments = new ArrayList<>();
        if (!tokens.isSymbol(")")) {
            do {
                arguments.add(expression());
            } while (tokens.acceptSymbol(","));
        }
        tokens.expectSymbol(")");
        try {
            return call(name, word, arguments);
        } catch (SqlSyntaxException e) {
            throw e;
        } catch (IllegalArgumentException e) { // the wrong number of arguments
            throw tokens.error(
                    "Wrong number of arguments",
                    "function=" + name.text() + ", given=" + arguments.size(),
                    name.position());
        }
    }

    private Expression call(Token name, String word, List<Expression> arguments) {
        switch (word) {
            case "NULLIF" -> {
                require(arguments.size() == 2);
                return Expressions.nullIf(arguments.get(0), arguments.get(1));
            }
            case "IF", "IFF" -> {
                require(arguments.size() == 3);
                return Expressions.when(arguments.get(0), arguments.get(1)).otherwise(arguments.get(2));
            }
            case "MOD" -> {
                require(arguments.size() == 2);
                return new Arithmetic(Arithmetic.Operator.MODULO, arguments.get(0), arguments.get(1));
            }
            case "PMOD" -> {
                require(arguments.size() == 2);
                return positiveModulo(arguments.get(0), arguments.get(1));
            }
            case "ISNULL", "ISNOTNULL" -> {
                require(arguments.size() == 1);
                Expression isNull = arguments.get(0).isNull();
                return word.equals("ISNULL") ? isNull : isNull.not();
            }
            case "IFNULL", "NVL" -> {
                require(arguments.size() == 2);
                return new Call(Function.COALESCE, arguments);
            }
            case "CURRENT_TIMESTAMP", "NOW", "CURRENT_DATE" -> {
                require(arguments.isEmpty());
                return time(name, word);
            }
            case "DATE" -> {
                require(arguments.size() == 1);
                return new Call(Function.TO_DATE, arguments);
            }
            default -> {
                Optional<Function> function = Function.named(word);
                if (function.isEmpty()) {
                    throw tokens.error(
                            "No such function", "function=" + name.text() + ", functions=" + known(), name.position());
                }
                return new Call(function.get(), arguments);
            }
        }
    }

    /** The remainder with the sign of the divisor, where the plain one has the dividend's. */
    private static Expression positiveModulo(Expression dividend, Expression divisor) {
        Expression remainder = dividend.modulo(divisor);
        return Expressions.when(remainder.lt(0), remainder.plus(divisor).modulo(divisor))
                .otherwise(remainder);
    }

    private static void require(boolean rightNumber) {
        if (!rightNumber) {
            throw new IllegalArgumentException("Wrong number of arguments");
        }
    }

    private static List<String> known() {
        List<String> names = new ArrayList<>(List.of("cast", "try_cast", "if", "nullif", "nvl"));
        Arrays.stream(Function.values())
                .filter(f -> Function.named(f.sql()).isPresent())
                .map(Function::sql)
                .forEach(names::add);
        return names.stream().sorted().toList();
    }
}
