package io.weir.suite.opinion;

import io.weir.format.schema.SchemaJson;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;

/** Schemas as they are compared between implementations. */
public final class Schemas {
    private Schemas() {}

    public static StructType of(ReadTable table) {
        return SchemaJson.parse(table.schemaJson());
    }

    /** Everything nullable and nothing but names and types: Spark shows a table like that. */
    public static StructType bare(StructType schema) {
        return (StructType) bareType(schema);
    }

    private static DataType bareType(DataType type) {
        if (type instanceof StructType struct) {
            List<StructField> fields = new ArrayList<>();
            for (StructField field : struct.fields()) {
                fields.add(new StructField(field.name(), bareType(field.type()), true, FieldMetadata.EMPTY));
            }
            return new StructType(fields);
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(bareType(array.element()), true);
        }
        if (type instanceof MapType map) {
            return new MapType(bareType(map.key()), bareType(map.value()), true);
        }
        return type;
    }
}
