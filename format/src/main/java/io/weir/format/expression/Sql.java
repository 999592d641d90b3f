package io.weir.format.expression;

import static java.util.stream.Collectors.joining;

import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions as SQL text that the SQL parser reads back. */
final class Sql {
    /** Names that would be read as something else; the rest of SQL's words are legal column names here. */
    private static final Set<String> RESERVED = Set.of(
            "ALL",
            "AND",
            "ANY",
            "AS",
            "BETWEEN",
            "CASE",
            "CAST",
            "DATE",
            "DISTINCT",
            "ELSE",
            "END",
            "EXISTS",
            "FALSE",
            "FROM",
            "GROUP",
            "HAVING",
            "IN",
            "INTERVAL",
            "IS",
            "LIKE",
            "LIMIT",
            "NOT",
            "NULL",
            "ON",
            "OR",
            "ORDER",
            "SELECT",
            "SET",
            "THEN",
            "TIMESTAMP",
            "TRUE",
            "UNION",
            "USING",
            "VALUES",
            "WHEN",
            "WHERE",
            "WITH",
            "XOR");

    private Sql() {}

    static String path(List<String> path) {
        return path.stream().map(Sql::name).collect(joining("."));
    }

    /** A name, in back-quotes unless it is a plain word. */
    static String name(String name) {
        boolean plain = !name.isEmpty() && !Character.isDigit(name.charAt(0));
        for (int i = 0; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain = c == '_' || c < 128 && Character.isLetterOrDigit(c);
        }
        return plain && !RESERVED.contains(name.toUpperCase(Locale.ROOT)) ? name : "`" + name.replace("`", "``") + "`";
    }

    static String string(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** A part of a greater expression, in parentheses if it is one with operators. */
    static String operand(Expression expression) {
        boolean closed = expression instanceof ColumnReference
                || expression instanceof Literal
                || expression instanceof Call
                || expression instanceof Cast
                || expression instanceof Case;
        return closed ? expression.toString() : "(" + expression + ")";
    }

    static String literal(@Nullable Object value, @Nullable DataType type) {
        if (value == null) {
            return type == null ? "NULL" : "CAST(NULL AS " + type.sql() + ")";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString() + (decimal.scale() == 0 ? "BD" : "");
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (!(type instanceof PrimitiveType primitive)) {
            throw new IllegalStateException("A constant of a type that has none {type=" + type + "}");
        }
        return switch (primitive) {
            case STRING -> string(value.toString());
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> primitive.sql() + " '" + value + "'";
            case DOUBLE -> floating(((Number) value).doubleValue(), "DOUBLE");
            case FLOAT -> {
                float number = ((Number) value).floatValue();
                yield Float.isFinite(number) ? number + "F" : floating(number, "FLOAT");
            }
            case BOOLEAN -> value.toString().toUpperCase(Locale.ROOT);
            case BYTE -> value + "Y";
            case SHORT -> value + "S";
            case LONG -> {
                long number = ((Number) value).longValue();
                yield number == (int) number ? number + "L" : value.toString(); // else it is too long for another type
            }
            case INTEGER, BINARY, VOID -> value.toString();
        };
    }

    private static String floating(double value, String type) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "CAST('" + value + "' AS " + type + ")";
        }
        String text = Double.toString(value);
        return text.contains("E") ? text : text + "E0";
    }
}
