package io.weir.format.schema;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.StructField;
import org.jspecify.annotations.Nullable;

/** Reads and sets single entries of a field's metadata by their type. Pure functions. (PROTOCOL.md, "Column Metadata") */
public final class FieldProperties {
    /** The name of the column in data files, statistics and partition values, where columns are mapped: {@link ColumnMapping}. */
    public static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";

    /** The number of the column, where columns are mapped: {@link ColumnMapping}. */
    public static final String COLUMN_MAPPING_ID = "delta.columnMapping.id";

    /** The number of the field in a Parquet file. */
    public static final String PARQUET_FIELD_ID = "parquet.field.id";

    /** The numbers of a field's elements, keys and values in a Parquet file, an object by paths such as {@code tags.element}. */
    public static final String PARQUET_NESTED_IDS = "parquet.field.nested.ids";

    /** The same, where columns are mapped: {@link ColumnMapping}. */
    public static final String COLUMN_MAPPING_NESTED_IDS = "delta.columnMapping.nested.ids";

    /** An expression that must not be false or null for any row, wrapped in JSON. */
    public static final String INVARIANTS = "delta.invariants";

    /** An SQL expression that gives the column's values. */
    public static final String GENERATION_EXPRESSION = "delta.generationExpression";

    /** An SQL expression for rows that do not give the column. */
    public static final String CURRENT_DEFAULT = "CURRENT_DEFAULT";

    /** Words about the column. */
    public static final String COMMENT = "comment";

    private static final String IDENTITY_PREFIX = "delta.identity.";

    private FieldProperties() {}

    /** An entry that is a string; null if it is not there or something else. */
    public static @Nullable String text(FieldMetadata metadata, String name) {
        String json = metadata.json(name);
        if (json == null || !json.startsWith("\"")) {
            return null;
        }
        try {
            return JsonInput.text(json);
        } catch (JsonFormatException e) {
            return null;
        }
    }

    /** An entry that is a whole number; null if it is not there or something else. */
    public static @Nullable Long number(FieldMetadata metadata, String name) {
        String json = metadata.json(name);
        if (json == null) {
            return null;
        }
        try {
            return Long.valueOf(json.trim());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    public static FieldMetadata withText(FieldMetadata metadata, String name, String value) {
        return metadata.with(name, JsonOutput.quote(value));
    }

    public static FieldMetadata withNumber(FieldMetadata metadata, String name, long value) {
        return metadata.with(name, Long.toString(value));
    }

    /** Do the column's values come from a counter? */
    public static boolean isIdentity(StructField field) {
        return field.metadata().entries().keySet().stream().anyMatch(name -> name.startsWith(IDENTITY_PREFIX));
    }
}
