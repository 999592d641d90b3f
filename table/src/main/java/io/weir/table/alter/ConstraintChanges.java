package io.weir.table.alter;

import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.log.error.Facts;
import io.weir.table.schema.TableProperties;
import io.weir.table.sql.SqlPredicates;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** CHECK constraints come and go. (PROTOCOL.md, "CHECK Constraints") */
public final class ConstraintChanges {
    private ConstraintChanges() {}

    /** Adds a constraint that every row that is there keeps. Names regardless of case. */
    public static TableChange add(String name, String sql) {
        return new Add(name, sql);
    }

    /** @param ifExists pass over a name that there is none of, rather than refuse it */
    public static TableChange drop(String name, boolean ifExists) {
        return new Drop(name, ifExists);
    }

    private static String property(String name) {
        return TableProperties.CONSTRAINT_PREFIX + name.toLowerCase(Locale.ROOT);
    }

    private record Add(String name, String sql) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            if (name.isBlank()) {
                throw draft.refused("A constraint has a name", Facts.of("expression", sql));
            }
            @Nullable String known = draft.metadata().property(property(name));
            if (known != null) {
                throw draft.refused(
                        "The table has a constraint of this name; drop it first, or choose another name",
                        Facts.of("constraint", name, "expression", known));
            }
            Expression condition = SqlPredicates.parse(sql);
            Evaluator.ofCondition(condition, draft.schema());
            draft.property(property(name), sql);
            // null breaks it, too
            draft.check(new TableDraft.RowCheck(
                    "CHECK (" + sql + ")", name, Expressions.not(Expressions.coalesce(condition, false))));
        }

        @Override
        public String operation() {
            return "ADD CONSTRAINT";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of("name", name, "expr", sql);
        }
    }

    private record Drop(String name, boolean ifExists) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            if (draft.metadata().property(property(name)) == null && !ifExists) {
                throw draft.refused(
                        "The table has no constraint of this name; with 'if exists' that is no error",
                        Facts.of("constraint", name));
            }
            draft.property(property(name), null);
        }

        @Override
        public String operation() {
            return "DROP CONSTRAINT";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            @Nullable String sql = draft.snapshot().metadata().property(property(name));
            Map<String, String> parameters = new TreeMap<>();
            parameters.put("name", name);
            parameters.put("existed", Boolean.toString(sql != null));
            if (sql != null) {
                parameters.put("expr", sql);
            }
            return parameters;
        }
    }
}
