package io.weir.table.schema;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which schemas a table may have, and how one may grow. Pure functions.
 *
 * <p>Names that differ only in case are the same, at every level. Without column mapping a name is also the name in
 * Parquet, which forbids some characters. (PROTOCOL.md, "Column Mapping")
 */
public final class SchemaRules {
    /** What no name may have as long as names in Parquet are names of columns. */
    static final String FORBIDDEN = " ,;{}()\n\t=";

    private SchemaRules() {}

    /** The same for a table whose columns are not mapped. */
    public static void check(StructType schema, List<String> partitionColumns) {
        check(schema, partitionColumns, false);
    }

    /**
     * Checks the schema of a table that is being made or changed.
     *
     * @param mapped are columns mapped? Then their names may have any characters
     * @throws SchemaMismatchException naming the column and the rule that it breaks
     */
    public static void check(StructType schema, List<String> partitionColumns, boolean mapped) {
        if (schema.size() == 0) {
            throw new SchemaMismatchException("A table needs at least one column", Facts.of("rule", "columns"));
        }
        checkNames(schema, "", mapped);
        checkPartitioning(schema, partitionColumns);
    }

    private static void checkNames(DataType type, String path, boolean mapped) {
        if (type instanceof ArrayType array) {
            checkNames(array.element(), path + ".element", mapped);
        } else if (type instanceof MapType map) {
            checkNames(map.key(), path + ".key", mapped);
            checkNames(map.value(), path + ".value", mapped);
        } else if (type instanceof StructType struct) {
            checkStruct(struct, path, mapped);
        } else if (type == PrimitiveType.VOID) {
            throw new SchemaMismatchException(
                    "A column that is always null is in no data file, and is not written",
                    Facts.of("column", path, "rule", "type").and("type", type));
        }
    }

    private static void checkStruct(StructType struct, String path, boolean mapped) {
        if (struct.size() == 0) {
            throw new SchemaMismatchException(
                    "A struct needs at least one field, or Parquet cannot hold it",
                    Facts.of("column", path, "rule", "fields"));
        }
        Map<String, String> seen = new HashMap<>();
        for (StructField field : struct.fields()) {
            String column = child(path, field.name());
            checkName(field.name(), column, mapped);
            String other = seen.putIfAbsent(folded(field.name()), field.name());
            if (other != null) {
                throw new SchemaMismatchException(
                        "Two columns have the same name; case does not tell them apart",
                        Facts.of("column", column, "other", child(path, other), "rule", "distinct names"));
            }
            checkNames(field.type(), column, mapped);
        }
    }

    private static void checkName(String name, String column, boolean mapped) {
        for (int i = 0; !mapped && i < name.length(); i++) {
            if (FORBIDDEN.indexOf(name.charAt(i)) >= 0) {
                throw new SchemaMismatchException(
                        "A column name has a character that Parquet cannot hold; choose another name, or map columns by delta.columnMapping.mode",
                        Facts.of("character", "'" + name.charAt(i) + "'", "column", column, "forbidden", FORBIDDEN)
                                .and("rule", "column names"));
            }
        }
        if (name.isEmpty()) {
            throw new SchemaMismatchException(
                    "A column has no name", Facts.of("column", column, "rule", "column names"));
        }
    }

    private static void checkPartitioning(StructType schema, List<String> partitionColumns) {
        Map<String, String> seen = new HashMap<>();
        for (String name : partitionColumns) {
            StructField field = schema.field(name)
                    .orElseThrow(() -> new SchemaMismatchException(
                            "A partition column is not among the columns",
                            Facts.of("column", name, "columns", schema.names(), "rule", "partitioning")));
            if (!field.type().isPrimitive()) {
                throw new SchemaMismatchException(
                        "A partition column has parts; only plain values make partitions",
                        Facts.of("column", name, "rule", "partitioning", "type", field.type()));
            }
            if (seen.put(folded(name), name) != null) {
                throw new SchemaMismatchException(
                        "A partition column is named twice", Facts.of("column", name, "rule", "partitioning"));
            }
        }
        if (!partitionColumns.isEmpty() && partitionColumns.size() == schema.size()) {
            throw new SchemaMismatchException(
                    "All columns are partition columns, which leaves the files empty",
                    Facts.of("columns", partitionColumns, "rule", "partitioning"));
        }
    }

    /** The same for a table whose columns are not mapped. */
    public static StructType merge(StructType table, StructType rows) {
        return merge(table, rows, false);
    }

    /**
     * The table's schema with the columns and fields that only the rows have added at the end, nullable. Types and
     * order of what the table has stay.
     *
     * @param mapped are columns mapped? Then names may have any characters
     * @throws SchemaMismatchException if a new name breaks a rule
     */
    public static StructType merge(StructType table, StructType rows, boolean mapped) {
        StructType merged = mergeStruct(table, rows, "");
        if (!merged.equals(table)) {
            checkNames(merged, "", mapped);
        }
        return merged;
    }

    private static StructType mergeStruct(StructType table, StructType rows, String path) {
        Map<String, String> seen = new HashMap<>();
        for (StructField field : rows.fields()) {
            String other = seen.putIfAbsent(folded(field.name()), field.name());
            if (other != null) {
                throw new SchemaMismatchException(
                        "Two columns of the rows have the same name; case does not tell them apart",
                        Facts.of("column", child(path, field.name()), "other", child(path, other))
                                .and("rule", "distinct names"));
            }
        }
        List<StructField> fields = new ArrayList<>();
        for (StructField field : table.fields()) {
            fields.add(rows.field(field.name())
                    .map(same -> field.withType(mergeType(field.type(), same.type(), child(path, field.name()))))
                    .orElse(field));
        }
        for (StructField field : rows.fields()) {
            if (table.indexOf(field.name()) < 0) {
                fields.add(new StructField(field.name(), nullable(field.type()), true, field.metadata()));
            }
        }
        return new StructType(fields);
    }

    /** A type that differs otherwise than in added fields is the table's; whether the rows fit is asked later. */
    private static DataType mergeType(DataType table, DataType rows, String path) {
        if (table instanceof StructType theirs && rows instanceof StructType ours) {
            return mergeStruct(theirs, ours, path);
        }
        if (table instanceof ArrayType theirs && rows instanceof ArrayType ours) {
            return new ArrayType(mergeType(theirs.element(), ours.element(), path + ".element"), theirs.containsNull());
        }
        if (table instanceof MapType theirs && rows instanceof MapType ours) {
            return new MapType(
                    mergeType(theirs.key(), ours.key(), path + ".key"),
                    mergeType(theirs.value(), ours.value(), path + ".value"),
                    theirs.valueContainsNull());
        }
        return table;
    }

    /** The type without any NOT NULL, because rows that are in the table already lack the column. */
    private static DataType nullable(DataType type) {
        if (type instanceof StructType struct) {
            return new StructType(struct.fields().stream()
                    .map(f -> f.withType(nullable(f.type())).withNullable(true))
                    .toList());
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(nullable(array.element()), true);
        }
        return type instanceof MapType map ? new MapType(map.key(), nullable(map.value()), true) : type;
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
