package io.weir.format.schema;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a schema are found in data files, statistics and partition values. Everything above those three speaks of
 * columns by their names in the schema. Pure functions. (PROTOCOL.md, "Column Mapping")
 *
 * <p>A field's physical name and id are entries of its metadata, and mean something only where columns are mapped: a table whose mapping
 * is off may still carry them.
 */
public enum ColumnMapping {
    /** By the names in the schema. */
    NONE("none"),
    /** By physical names, everywhere. */
    NAME("name"),
    /** By field ids in data files; by physical names in statistics and partition values. */
    ID("id");

    private final String modeName;

    ColumnMapping(String modeName) {
        this.modeName = modeName;
    }

    /** The value of the table property {@code delta.columnMapping.mode}. */
    public String modeName() {
        return modeName;
    }

    /** Finds a mode by its name, regardless of case. */
    public static Optional<ColumnMapping> of(String modeName) {
        for (ColumnMapping mode : values()) {
            if (mode.modeName.equalsIgnoreCase(modeName)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** The field's name in data files, statistics and partition values. A column that is none of the table's schema goes by its own. */
    public String physicalName(StructField field) {
        if (this == NONE) {
            return field.name();
        }
        String name = FieldProperties.text(field.metadata(), FieldProperties.PHYSICAL_NAME);
        return name == null ? field.name() : name;
    }

    /**
     * The physical names along a path of names, regardless of the names' case. Inside arrays and maps a path goes on with {@code element},
     * {@code key} or {@code value}.
     *
     * @return null if the schema has no such path
     */
    public @Nullable List<String> physicalPath(StructType schema, List<String> path) {
        List<String> physical = new ArrayList<>(path.size());
        DataType type = schema;
        for (String name : path) {
            if (type instanceof StructType struct) {
                int index = struct.indexOf(name);
                if (index < 0) {
                    return null;
                }
                physical.add(physicalName(struct.field(index)));
                type = struct.field(index).type();
            } else {
                DataType part = part(type, name);
                if (part == null) {
                    return null;
                }
                physical.add(name);
                type = part;
            }
        }
        return physical;
    }

    private static @Nullable DataType part(DataType type, String name) {
        if (type instanceof ArrayType array) {
            return name.equals("element") ? array.element() : null;
        }
        if (type instanceof MapType map) {
            return name.equals("key") ? map.key() : name.equals("value") ? map.value() : null;
        }
        return null;
    }

    /** The schema with physical names at every level; itself if columns are not mapped. Metadata stays. */
    public StructType physicalSchema(StructType schema) {
        return this == NONE ? schema : (StructType) physical(schema);
    }

    private DataType physical(DataType type) {
        if (type instanceof StructType struct) {
            List<StructField> fields = new ArrayList<>(struct.size());
            for (StructField field : struct.fields()) {
                fields.add(new StructField(
                        physicalName(field), physical(field.type()), field.nullable(), field.metadata()));
            }
            return new StructType(fields);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(physical(array.element()), array.containsNull());
        }
        return type instanceof MapType map
                ? new MapType(physical(map.key()), physical(map.value()), map.valueContainsNull())
                : type;
    }

    /**
     * The schema of new data files: physical names, and as Parquet field ids those of the mapping, at every level. Itself if columns are not
     * mapped. (PROTOCOL.md, "Writer Requirements for Column Mapping")
     */
    public StructType fileSchema(StructType schema) {
        return this == NONE ? schema : (StructType) inFiles(physical(schema));
    }

    private static DataType inFiles(DataType type) {
        if (type instanceof StructType struct) {
            return new StructType(struct.fields().stream()
                    .map(field -> new StructField(
                            field.name(), inFiles(field.type()), field.nullable(), fileIds(field.metadata())))
                    .toList());
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(inFiles(array.element()), array.containsNull());
        }
        return type instanceof MapType map
                ? new MapType(inFiles(map.key()), inFiles(map.value()), map.valueContainsNull())
                : type;
    }

    private static FieldMetadata fileIds(FieldMetadata metadata) {
        FieldMetadata ids = FieldMetadata.EMPTY;
        String id = metadata.json(FieldProperties.COLUMN_MAPPING_ID);
        if (id != null) {
            ids = ids.with(FieldProperties.PARQUET_FIELD_ID, id);
        }
        String nested = metadata.json(FieldProperties.COLUMN_MAPPING_NESTED_IDS);
        return nested == null ? ids : ids.with(FieldProperties.PARQUET_NESTED_IDS, nested);
    }

    /**
     * Checks that every field, at every level, can be found and told from others. Ids are only asked for where data files are read by them.
     *
     * @throws SchemaFormatException if a physical name or id is missing, or there twice
     */
    public void check(StructType schema) {
        check(schema, "", new HashMap<>());
    }

    private void check(DataType type, String column, Map<Long, String> ids) {
        if (type instanceof ArrayType array) {
            check(array.element(), column + ".element", ids);
        } else if (type instanceof MapType map) {
            check(map.key(), column + ".key", ids);
            check(map.value(), column + ".value", ids);
        } else if (type instanceof StructType struct) {
            // a table that was upgraded has its old names for physical names: unique in their struct, not in the table
            Set<String> names = new HashSet<>();
            Set<String> physicalNames = new HashSet<>();
            for (StructField field : struct.fields()) {
                String path = column.isEmpty() ? field.name() : column + "." + field.name();
                if (!names.add(field.name())) {
                    throw malformed("another column has the same name", path);
                }
                if (this != NONE) {
                    checkPhysicalName(field, path, physicalNames);
                }
                if (this == ID) {
                    checkId(field, path, ids);
                }
                check(field.type(), path, ids);
            }
        }
    }

    private static void checkPhysicalName(StructField field, String path, Set<String> names) {
        String name = FieldProperties.text(field.metadata(), FieldProperties.PHYSICAL_NAME);
        if (name == null) {
            throw malformed("columns are mapped, and it has no " + FieldProperties.PHYSICAL_NAME, path);
        }
        if (!names.add(name)) {
            throw malformed("another column has the same physical name: " + name, path);
        }
    }

    private static void checkId(StructField field, String path, Map<Long, String> ids) {
        Long id = FieldProperties.number(field.metadata(), FieldProperties.COLUMN_MAPPING_ID);
        if (id == null || id < 0 || id > Integer.MAX_VALUE) {
            throw malformed(
                    "columns are mapped by id, and its " + FieldProperties.COLUMN_MAPPING_ID
                            + " is missing or no number of a column",
                    path);
        }
        String other = ids.putIfAbsent(id, path);
        if (other != null) {
            throw malformed("column " + other + " has the same id: " + id, path);
        }
    }

    private static SchemaFormatException malformed(String reason, String path) {
        return new SchemaFormatException(reason, path, null, null);
    }
}
