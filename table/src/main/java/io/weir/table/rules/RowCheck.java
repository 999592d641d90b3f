package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A condition that must be true for every row: false and null break it. Immutable and safe for many threads. (PROTOCOL.md, "CHECK
 * Constraints", "Column Invariants")
 */
public final class RowCheck {
    private static final String CONSTRAINT_PREFIX = "delta.constraints.";

    private final String broken;
    private final RuleExpression condition;

    private RowCheck(String broken, RuleExpression condition) {
        this.broken = broken;
        this.condition = condition;
    }

    /**
     * A constraint by itself, as for rows that are there before it is.
     *
     * @throws UnsupportedTableException naming constraint and expression if that cannot be computed here
     */
    public static RowCheck constraint(String name, String sql, StructType schema) {
        return new RowCheck(
                "A row breaks a constraint of the table",
                RuleExpression.of(
                        TableFeature.CHECK_CONSTRAINTS, Facts.of("constraint", name), sql, schema, null, null));
    }

    /** All that a table has, invariants first. */
    static List<RowCheck> of(TableShape shape) {
        List<RowCheck> checks = new ArrayList<>();
        invariants(shape.schema(), "", shape.schema(), false, checks);
        constraints(shape.metadata()).forEach((name, sql) -> checks.add(constraint(name, sql, shape.schema())));
        return checks;
    }

    /** By name, in the names' order. */
    private static Map<String, String> constraints(Metadata metadata) {
        Map<String, String> all = new TreeMap<>();
        for (Map.Entry<String, @Nullable String> entry :
                metadata.configuration().entrySet()) {
            String sql = entry.getValue();
            if (entry.getKey().toLowerCase(Locale.ROOT).startsWith(CONSTRAINT_PREFIX) && sql != null) {
                all.put(entry.getKey().substring(CONSTRAINT_PREFIX.length()), sql);
            }
        }
        return all;
    }

    private static void invariants(
            DataType type, String path, StructType schema, boolean repeated, List<RowCheck> checks) {
        if (type instanceof ArrayType array) {
            invariants(array.element(), path + ".element", schema, true, checks);
        } else if (type instanceof MapType map) {
            invariants(map.key(), path + ".key", schema, true, checks);
            invariants(map.value(), path + ".value", schema, true, checks);
        } else if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                String column = path.isEmpty() ? field.name() : path + "." + field.name();
                String json = FieldProperties.text(field.metadata(), FieldProperties.INVARIANTS);
                if (json != null) {
                    checks.add(invariant(column, json, schema, repeated));
                }
                invariants(field.type(), column, schema, repeated, checks);
            }
        }
    }

    private static RowCheck invariant(String column, String json, StructType schema, boolean repeated) {
        Facts where = Facts.of("column", column);
        String sql = expression(json);
        if (repeated || sql == null) {
            throw new UnsupportedTableException(
                    "A column has an invariant that this version of Weir cannot check",
                    List.of(TableFeature.INVARIANTS.featureName()),
                    where.and("expression", json)
                            .and("reason", repeated ? "the column repeats" : "there is no expression"));
        }
        return new RowCheck(
                "A row breaks an invariant of a column",
                RuleExpression.of(TableFeature.INVARIANTS, where, sql, schema, null, null));
    }

    /** The text in {@code {"expression": {"expression": "…"}}}; null if there is none. */
    private static @Nullable String expression(String json) {
        try {
            String text = json;
            for (int depth = 0; depth < 2; depth++) {
                Map<String, String> members = JsonInput.of(text).rawMapOrNull();
                String inner = members == null ? null : members.get("expression");
                if (inner == null) {
                    return null;
                }
                text = inner;
            }
            return JsonInput.text(text);
        } catch (JsonFormatException e) {
            return null;
        }
    }

    /**
     * @param rows with the columns of the schema
     * @param firstRow the number of the first of them, for messages
     * @throws ConstraintViolationException naming row, column or constraint, rule and values of the first row that breaks it
     */
    public void check(ColumnBatch rows, long firstRow) {
        int row = condition.firstNotTrue(rows, firstRow, new int[rows.rowCount()]);
        if (row >= 0) {
            throw new ConstraintViolationException(broken, condition.facts(rows, row, firstRow));
        }
    }
}
