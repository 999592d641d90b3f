package io.weir.format.parquet.read;

import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the field of a file that a field asked for means. */
interface FieldResolver {
    /** By exact name, else regardless of case. */
    FieldResolver BY_NAME = (group, field) -> group.child(field.name());

    /** By physical name, which a column that is not of the table's schema does not have. */
    FieldResolver BY_PHYSICAL_NAME = (group, field) -> {
        @Nullable String name = FieldProperties.text(field.metadata(), FieldProperties.PHYSICAL_NAME);
        return group.child(name == null ? field.name() : name);
    };

    /** By id and never by name: a name may be that of a column that was dropped. Columns without an id are none of the table's schema. */
    FieldResolver BY_ID = (group, field) -> {
        @Nullable Long id = FieldProperties.number(field.metadata(), FieldProperties.COLUMN_MAPPING_ID);
        return id == null ? group.child(field.name()) : group.childOfId(id.intValue());
    };

    /** The child of {@code group} that is meant, or null if the file does not have it. */
    @Nullable
    FileNode resolve(FileNode group, StructField field);

    /** How the columns of a file are found. */
    static FieldResolver of(ColumnMapping mapping, FileSchema file) {
        FieldResolver found = mapped(mapping, file);
        return (group, field) -> field.type() == PrimitiveType.VOID ? null : found.resolve(group, field);
    }

    private static FieldResolver mapped(ColumnMapping mapping, FileSchema file) {
        return switch (mapping) {
            case NONE -> BY_NAME;
            case NAME -> BY_PHYSICAL_NAME;
            case ID -> {
                // Nulls would be as legal, and would look like data. (PROTOCOL.md, "Reader Requirements for Column
                // Mapping")
                if (!file.hasFieldIds() && !file.leaves().isEmpty()) {
                    throw new UnsupportedParquetException(
                            "Columns are to be found by their ids, and the file has none", Map.of());
                }
                yield BY_ID;
            }
        };
    }
}
