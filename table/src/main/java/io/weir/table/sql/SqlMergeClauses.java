package io.weir.table.sql;

import io.weir.format.expression.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a MERGE as SQL writes them: {@code WHEN MATCHED AND s.deleted THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN
 * INSERT (id, n) VALUES (s.id, 0) WHEN NOT MATCHED BY SOURCE THEN DELETE}. The first WHEN may be left out. Pure.
 */
public final class SqlMergeClauses {
    private SqlMergeClauses() {}

    /** What a clause does. */
    public enum Action {
        UPDATE,
        DELETE,
        INSERT
    }

    /**
     * One clause.
     *
     * @param matched is it about rows of the table that a row of the source matches?
     * @param bySource if not matched: is it about rows of the table?
     * @param condition null: none
     * @param values by the path of the column; null: all columns; empty for deletions
     */
    public record Clause(
            boolean matched,
            boolean bySource,
            @Nullable Expression condition,
            Action action,
            @Nullable Map<List<String>, Expression> values) {}

    /**
     * Reads clauses.
     *
     * @throws SqlSyntaxException if the text is something else
     */
    public static List<Clause> parse(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        List<Clause> clauses = new ArrayList<>();
        tokens.acceptWord("WHEN");
        do {
            clauses.add(clause(tokens));
        } while (tokens.acceptWord("WHEN"));
        tokens.expectEnd();
        return clauses;
    }

    private static Clause clause(SqlTokens tokens) {
        boolean matched = !tokens.acceptWord("NOT");
        tokens.expectWord("MATCHED");
        boolean bySource = false;
        if (!matched && tokens.acceptWord("BY")) {
            bySource = tokens.acceptWord("SOURCE");
            if (!bySource && !tokens.acceptWord("TARGET")) {
                throw tokens.expected("SOURCE or TARGET");
            }
        }
        @Nullable Expression condition = tokens.acceptWord("AND") ? new ExpressionParser(tokens).expression() : null;
        tokens.expectWord("THEN");
        boolean ofTable = matched || bySource;
        if (ofTable && tokens.acceptWord("DELETE")) {
            return new Clause(matched, bySource, condition, Action.DELETE, Map.of());
        }
        if (ofTable && tokens.acceptWord("UPDATE")) {
            tokens.expectWord("SET");
            boolean all = matched && tokens.acceptSymbol("*");
            return new Clause(
                    matched, bySource, condition, Action.UPDATE, all ? null : SqlAssignments.assignments(tokens));
        }
        if (!ofTable && tokens.acceptWord("INSERT")) {
            return new Clause(false, false, condition, Action.INSERT, tokens.acceptSymbol("*") ? null : values(tokens));
        }
        throw tokens.expected(ofTable ? "UPDATE or DELETE" : "INSERT");
    }

    private static Map<List<String>, Expression> values(SqlTokens tokens) {
        List<List<String>> columns = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            columns.add(SqlAssignments.path(tokens));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        tokens.expectWord("VALUES");
        tokens.expectSymbol("(");
        Map<List<String>, Expression> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                tokens.expectSymbol(",");
            }
            int position = tokens.peek().position();
            if (values.put(columns.get(i), new ExpressionParser(tokens).expression()) != null) {
                throw tokens.error("A column is given twice", "column=" + String.join(".", columns.get(i)), position);
            }
        }
        tokens.expectSymbol(")");
        return values;
    }
}
