package io.weir.table.sql;

import io.weir.format.expression.Expression;

/**
 * Conditions as SQL writes them: {@code delay > 60 AND origin IN ('SFO', 'LAX')}. Pure.
 *
 * <p>Comparisons ({@code = == <> != < <= > >= <=>}), AND, OR, NOT, IS [NOT] NULL, IS [NOT] TRUE, IS [NOT] FALSE, IS [NOT]
 * DISTINCT FROM, [NOT] IN, BETWEEN and LIKE (with ESCAPE), and whatever {@link SqlExpressions} reads.
 */
public final class SqlPredicates {
    private SqlPredicates() {}

    /**
     * Reads a condition; that it is one, and of which columns, is found out when it is bound to a schema.
     *
     * @throws SqlSyntaxException if the text is no expression, or one that is not supported
     */
    public static Expression parse(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        Expression condition = new ExpressionParser(tokens).expression();
        tokens.expectEnd();
        return condition;
    }
}
