package io.weir.table.sql;

import io.weir.format.expression.Expression;
import java.util.ArrayList;
import java.util.List;

/** Computed columns as SQL writes them: {@code origin, distance * 1.609 AS km}. Pure. */
public final class SqlExpressions {
    private SqlExpressions() {}

    /**
     * Reads one expression, maybe with a name behind AS.
     *
     * @throws SqlSyntaxException if the text is no expression, or one that is not supported
     */
    public static Expression parse(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        Expression expression = named(tokens);
        tokens.expectEnd();
        return expression;
    }

    /** The same for a list with commas between. */
    public static List<Expression> parseList(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        List<Expression> expressions = new ArrayList<>();
        do {
            expressions.add(named(tokens));
        } while (tokens.acceptSymbol(","));
        tokens.expectEnd();
        return expressions;
    }

    private static Expression named(SqlTokens tokens) {
        Expression expression = new ExpressionParser(tokens).expression();
        return tokens.acceptWord("AS") ? expression.as(tokens.expectName()) : expression;
    }
}
