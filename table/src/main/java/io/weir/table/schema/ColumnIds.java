package io.weir.table.schema;

import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives columns the ids and physical names by which they are found where columns are mapped. One thread at a time. (PROTOCOL.md, "Column
 * Mapping")
 *
 * <p>An id is never given twice: {@code delta.columnMapping.maxColumnId} remembers the greatest that ever was, also of columns that are
 * gone. What has an id or a name keeps it.
 */
public final class ColumnIds {
    private final Function<StructField, String> newNames;
    private long max;

    private ColumnIds(long max, Function<StructField, String> newNames) {
        this.max = max;
        this.newNames = newNames;
    }

    /** The metadata of a table whose files have the columns under the names they have now. */
    public static Metadata ofExisting(Metadata metadata) {
        return assign(metadata, StructField::name);
    }

    /** Metadata whose new columns are in no file yet: their physical names are like no other that ever was. */
    public static Metadata ofNew(Metadata metadata, Supplier<UUID> ids) {
        return assign(metadata, field -> "col-" + ids.get());
    }

    private static Metadata assign(Metadata metadata, Function<StructField, String> newNames) {
        StructType schema = metadata.schema();
        @Nullable String known = metadata.property(TableProperties.COLUMN_MAPPING_MAX_ID);
        long greatest = greatest(schema, known == null ? 0 : Long.parseLong(known.strip()));
        ColumnIds ids = new ColumnIds(greatest, newNames);
        StructType assigned = (StructType) ids.assign(schema);
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        configuration.put(TableProperties.COLUMN_MAPPING_MAX_ID, Long.toString(ids.max));
        Metadata.Builder result = metadata.toBuilder().configuration(configuration);
        return assigned.equals(schema)
                ? result.build()
                : result.schema(assigned).build();
    }

    private DataType assign(DataType type) {
        if (type instanceof StructType struct) {
            List<StructField> fields = new ArrayList<>(struct.size());
            for (StructField field : struct.fields()) {
                StructField named = named(field);
                fields.add(named.withType(assign(field.type())));
            }
            return new StructType(fields);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(assign(array.element()), array.containsNull());
        }
        return type instanceof MapType map
                ? new MapType(assign(map.key()), assign(map.value()), map.valueContainsNull())
                : type;
    }

    private StructField named(StructField field) {
        FieldMetadata metadata = field.metadata();
        if (FieldProperties.number(metadata, FieldProperties.COLUMN_MAPPING_ID) == null) {
            metadata = FieldProperties.withNumber(metadata, FieldProperties.COLUMN_MAPPING_ID, ++max);
        }
        if (FieldProperties.text(metadata, FieldProperties.PHYSICAL_NAME) == null) {
            metadata = FieldProperties.withText(metadata, FieldProperties.PHYSICAL_NAME, newNames.apply(field));
        }
        return field.withMetadata(metadata);
    }

    /** The schema without ids and physical names, of a table whose columns are another's. */
    public static StructType without(StructType schema) {
        return (StructType) stripped(schema);
    }

    private static DataType stripped(DataType type) {
        if (type instanceof StructType struct) {
            return new StructType(struct.fields().stream()
                    .map(field -> {
                        Map<String, String> entries =
                                new LinkedHashMap<>(field.metadata().entries());
                        entries.keySet().removeIf(name -> name.startsWith("delta.columnMapping."));
                        return field.withMetadata(new FieldMetadata(entries)).withType(stripped(field.type()));
                    })
                    .toList());
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(stripped(array.element()), array.containsNull());
        }
        return type instanceof MapType map
                ? new MapType(stripped(map.key()), stripped(map.value()), map.valueContainsNull())
                : type;
    }

    private static long greatest(DataType type, long least) {
        long greatest = least;
        if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                Long id = FieldProperties.number(field.metadata(), FieldProperties.COLUMN_MAPPING_ID);
                greatest = greatest(field.type(), Math.max(greatest, id == null ? 0 : id));
            }
        } else if (type instanceof ArrayType array) {
            greatest = greatest(array.element(), greatest);
        } else if (type instanceof MapType map) {
            greatest = greatest(map.value(), greatest(map.key(), greatest));
        }
        return greatest;
    }
}
