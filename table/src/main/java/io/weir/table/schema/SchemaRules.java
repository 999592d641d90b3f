package io.weir.table.schema;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
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

    /**
     * The table's schema with the columns and fields that only the rows have added at the end, nullable, and, where the table has {@code
     * delta.enableTypeWidening} on, with wider types for columns that the rows have wider. What else the table has stays.
     *
     * @throws SchemaMismatchException if a new name breaks a rule
     */
    public static StructType merge(Metadata table, StructType rows) {
        boolean mapped = TableProperties.mapsColumns(table.configuration());
        return merge(table.schema(), rows, mapped, Growth.of(table));
    }

    /**
     * The same for a schema alone, whose types do not change.
     *
     * @param mapped are columns mapped? Then names may have any characters
     */
    public static StructType merge(StructType table, StructType rows, boolean mapped) {
        return merge(table, rows, mapped, Growth.OF_NAMES);
    }

    private static StructType merge(StructType table, StructType rows, boolean mapped, Growth growth) {
        StructType merged = mergeStruct(table, rows, "", growth);
        if (!merged.equals(table)) {
            checkNames(merged, "", mapped);
        }
        return merged;
    }

    /** Which types may grow. */
    private enum Growth {
        OF_NAMES,
        OF_TYPES,
        OF_ICEBERG_TYPES;

        static Growth of(Metadata table) {
            if (!table.isTrue(TableProperties.TYPE_WIDENING)) {
                return OF_NAMES;
            }
            return WidenedType.mustBeIcebergs(table) ? OF_ICEBERG_TYPES : OF_TYPES;
        }

        boolean allows(DataType from, DataType to) {
            return switch (this) {
                case OF_NAMES -> false;
                case OF_TYPES -> WidenedType.byRows(from, to);
                case OF_ICEBERG_TYPES -> WidenedType.isIcebergs(from, to);
            };
        }
    }

    private static StructType mergeStruct(StructType table, StructType rows, String path, Growth growth) {
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
                    .map(same -> merged(field, same, child(path, field.name()), growth))
                    .orElse(field));
        }
        for (StructField field : rows.fields()) {
            if (table.indexOf(field.name()) < 0) {
                fields.add(new StructField(field.name(), nullable(field.type()), true, field.metadata()));
            }
        }
        return new StructType(fields);
    }

    private static StructField merged(StructField table, StructField rows, String path, Growth growth) {
        List<WidenedType> widened = new ArrayList<>();
        StructField field = table.withType(mergeType(table.type(), rows.type(), path, List.of(), growth, widened));
        for (WidenedType change : widened) {
            field = change.remembered(field);
        }
        return field;
    }

    /**
     * A type that differs otherwise than in what may grow is the table's; whether the rows fit is asked later.
     *
     * @param inside from the field inwards
     * @param widened gets what became wider in this field
     */
    private static DataType mergeType(
            DataType table, DataType rows, String path, List<String> inside, Growth growth, List<WidenedType> widened) {
        if (table instanceof StructType theirs && rows instanceof StructType ours) {
            return mergeStruct(theirs, ours, path, growth);
        }
        if (table instanceof ArrayType theirs && rows instanceof ArrayType ours) {
            return new ArrayType(
                    mergePart(theirs.element(), ours.element(), path, inside, "element", growth, widened),
                    theirs.containsNull());
        }
        if (table instanceof MapType theirs && rows instanceof MapType ours) {
            return new MapType(
                    mergePart(theirs.key(), ours.key(), path, inside, "key", growth, widened),
                    mergePart(theirs.value(), ours.value(), path, inside, "value", growth, widened),
                    theirs.valueContainsNull());
        }
        if (!table.equals(rows) && growth.allows(table, rows)) {
            widened.add(new WidenedType(inside, table, rows));
            return rows;
        }
        return table;
    }

    private static DataType mergePart(
            DataType table,
            DataType rows,
            String path,
            List<String> inside,
            String part,
            Growth growth,
            List<WidenedType> widened) {
        List<String> deeper = new ArrayList<>(inside);
        deeper.add(part);
        return mergeType(table, rows, path + "." + part, deeper, growth, widened);
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
