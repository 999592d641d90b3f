package io.weir.table.alter;

import io.weir.format.expression.ColumnReference;
import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.StructField;
import io.weir.log.action.Metadata;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.schema.TableProperties;
import io.weir.table.sql.SqlExpressions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The expressions of a table that speak of a column, so that it cannot be renamed, dropped or given another type under them. Pure. */
final class DependentExpressions {
    private DependentExpressions() {}

    /** @throws TableException naming the first expression that speaks of the column or of a part of it */
    static void requireNone(Metadata metadata, SchemaPath column) {
        all(metadata).forEach((name, sql) -> {
            if (speaksOf(sql, column)) {
                throw new TableException(
                        "An expression of the table is about the column; take the expression away first",
                        Facts.of("column", column, "expression", sql, "of", name));
            }
        });
    }

    private static Map<String, String> all(Metadata metadata) {
        Map<String, String> all = new LinkedHashMap<>();
        metadata.configuration().forEach((name, value) -> {
            if (TableProperties.isConstraint(name) && value != null) {
                all.put("constraint " + name.substring(TableProperties.CONSTRAINT_PREFIX.length()), value);
            }
        });
        for (StructField field : metadata.schema().fields()) {
            FieldMetadata entries = field.metadata();
            String generation = FieldProperties.text(entries, FieldProperties.GENERATION_EXPRESSION);
            if (generation != null) {
                all.put("generated column " + field.name(), generation);
            }
            String invariant = FieldProperties.text(entries, FieldProperties.INVARIANTS);
            if (invariant != null) {
                all.put("invariant of column " + field.name(), invariantSql(invariant));
            }
        }
        return all;
    }

    /** {@code {"expression":{"expression":"x > 3"}}}; whatever looks otherwise counts as it is. */
    private static String invariantSql(String json) {
        try {
            Map<String, String> outer = JsonInput.of(json).rawMapOrNull();
            String inner = outer == null ? null : outer.get("expression");
            Map<String, String> members =
                    inner == null ? null : JsonInput.of(inner).rawMapOrNull();
            String sql = members == null ? null : members.get("expression");
            return sql == null ? json : JsonInput.text(sql);
        } catch (JsonFormatException e) {
            return json;
        }
    }

    private static boolean speaksOf(String sql, SchemaPath column) {
        try {
            for (ColumnReference reference : SqlExpressions.parse(sql).columns()) {
                if (column.touches(reference.path())) {
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException e) {
            // Not our SQL; the name somewhere in it is reason enough
            return sql.toLowerCase(Locale.ROOT).contains(column.names().get(0).toLowerCase(Locale.ROOT));
        }
    }
}
