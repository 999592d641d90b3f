package io.weir.pipeline.decode;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the names of a source's fields become names of columns. */
public enum ColumnNaming {
    /** As they are. A name that Parquet cannot hold is refused. */
    STRICT,
    /** In lower case with an underscore wherever something else than letters and digits was: {@code Cost Total $ → cost_total}. */
    NORMALIZE;

    /** What Delta does not let a column's name contain unless the table maps column names. */
    private static final String UNFIT = " ,;{}()\n\t=";

    /** The column's name for a field's name. */
    public String columnName(String fieldName) {
        return this == STRICT ? fieldName : normalized(fieldName);
    }

    private static String normalized(String name) {
        StringBuilder result = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                if (!result.isEmpty() && result.charAt(result.length() - 1) != '_') {
                    result.append('_');
                }
            } else {
                if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
                    result.append('_');
                }
                result.append(c);
            }
        }
        while (!result.isEmpty() && result.charAt(result.length() - 1) == '_') {
            result.setLength(result.length() - 1);
        }
        return result.isEmpty() ? "_" : result.toString().toLowerCase(Locale.ROOT);
    }

    /** A schema inferred from a source, with every field named by this rule. */
    public StructType apply(StructType schema) {
        List<StructField> fields = new ArrayList<>(schema.size());
        for (StructField field : schema.fields()) {
            fields.add(
                    new StructField(columnName(field.name()), apply(field.type()), field.nullable(), field.metadata()));
        }
        return new StructType(fields);
    }

    private DataType apply(DataType type) {
        if (type instanceof StructType struct) {
            return apply(struct);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(apply(array.element()), array.containsNull());
        }
        if (type instanceof MapType map) {
            return new MapType(map.key(), apply(map.value()), map.valueContainsNull());
        }
        return type;
    }

    /**
     * Refuses a schema that came from a source and that no table can have: a name Parquet cannot hold, an empty name, two names that are
     * one to Delta.
     */
    public static void check(StructType schema, String source) {
        check(schema, "", source, true);
    }

    /** Refuses only what cannot even be told apart: two names that are one to Delta. */
    public static void checkDistinct(StructType schema, String source) {
        check(schema, "", source, false);
    }

    private static void check(DataType type, String path, String source, boolean forTable) {
        if (type instanceof ArrayType array) {
            check(array.element(), path + "element.", source, forTable);
        } else if (type instanceof MapType map) {
            check(map.value(), path + "value.", source, forTable);
        } else if (type instanceof StructType struct) {
            Map<String, String> seen = new HashMap<>();
            for (StructField field : struct.fields()) {
                if (forTable) {
                    checkName(path + field.name(), field.name(), source);
                }
                @Nullable String twin = seen.put(field.name().toLowerCase(Locale.ROOT), field.name());
                if (twin != null) {
                    throw new SourceException("Two columns have the same name; names that differ only in letter"
                            + " case are the same to Delta {columns=[" + path + twin + ", " + path
                            + field.name()
                            + "], source=" + source + "}");
                }
                check(field.type(), path + field.name() + ".", source, forTable);
            }
        }
    }

    private static void checkName(String path, String name, String source) {
        if (name.isBlank()) {
            throw new SourceException("A column has no name; give the columns names with --schema, or have them"
                    + " made by --column-names normalize {column=\"" + path + "\", source=" + source + "}");
        }
        for (int i = 0; i < name.length(); i++) {
            if (UNFIT.indexOf(name.charAt(i)) >= 0) {
                throw new SourceException("A column name has a character that Parquet columns of a Delta table"
                        + " cannot have; --column-names normalize makes it " + normalized(name) + " {character='"
                        + name.charAt(i) + "', column=\"" + path + "\", source=" + source + "}");
            }
        }
    }
}
