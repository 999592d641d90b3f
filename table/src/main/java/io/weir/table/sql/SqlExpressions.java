package io.weir.table.sql;

import io.weir.format.expression.Expression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computed columns as SQL writes them: {@code origin, distance * 1.609 AS km}. Pure. */
public final class SqlExpressions {
    private SqlExpressions() {}

    /**
     * Reads one expression, maybe with a name behind AS.
     *
     * @throws SqlSyntaxException if the text is no expression, or one that is not supported
     */
    public static Expression parse(String sql) {
        return parse(sql, null);
    }

    /** The same where {@code current_timestamp()} and {@code current_date()}, in UTC, are known; null: they are refused. */
    public static Expression parse(String sql, @Nullable Instant now) {
        SqlTokens tokens = new SqlTokens(sql);
        Expression expression = named(tokens, now);
        tokens.expectEnd();
        return expression;
    }

    /** The same for a list with commas between. */
    public static List<Expression> parseList(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        List<Expression> expressions = new ArrayList<>();
        do {
            expressions.add(named(tokens, null));
        } while (tokens.acceptSymbol(","));
        tokens.expectEnd();
        return expressions;
    }

    private static Expression named(SqlTokens tokens, @Nullable Instant now) {
        Expression expression = new ExpressionParser(tokens, now).expression();
        return tokens.acceptWord("AS") ? expression.as(tokens.expectName()) : expression;
    }
}
