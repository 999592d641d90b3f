package io.weir.table.sql;

import io.weir.format.expression.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an UPDATE sets, as SQL writes it: {@code delay = delay + 1, address.city = 'Rome'}. Pure. */
public final class SqlAssignments {
    private SqlAssignments() {}

    /**
     * Reads assignments.
     *
     * @return values by the path of the column, in the order of the text
     * @throws SqlSyntaxException if the text is something else, or sets a column twice
     */
    public static Map<List<String>, Expression> parse(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        Map<List<String>, Expression> values = assignments(tokens);
        tokens.expectEnd();
        return values;
    }

    static Map<List<String>, Expression> assignments(SqlTokens tokens) {
        Map<List<String>, Expression> values = new LinkedHashMap<>();
        do {
            int position = tokens.peek().position();
            List<String> path = path(tokens);
            tokens.expectSymbol("=");
            if (values.put(path, new ExpressionParser(tokens).expression()) != null) {
                throw tokens.error("A column is set twice", "column=" + String.join(".", path), position);
            }
        } while (tokens.acceptSymbol(","));
        return values;
    }

    static List<String> path(SqlTokens tokens) {
        List<String> path = new ArrayList<>();
        do {
            path.add(tokens.expectName());
        } while (tokens.acceptSymbol("."));
        return path;
    }
}
