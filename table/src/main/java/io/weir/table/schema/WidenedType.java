package io.weir.table.schema;

import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.state.TypeChanges;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column's type that became wider: files keep the narrower values, and the field remembers what it was. Immutable. (PROTOCOL.md, "Type
 * Widening")
 *
 * @param inside names from the field inwards to what changed: of elements, keys and values; empty if it is the field itself
 */
public record WidenedType(List<String> inside, DataType from, DataType to) {
    private static final Set<PrimitiveType> INTEGRAL =
            Set.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

    public WidenedType {
        inside = List.copyOf(inside);
    }

    /** The field with the change on its record. */
    public StructField remembered(StructField field) {
        JsonOutput out = new JsonOutput().beginArray();
        @Nullable String known = field.metadata().json(TypeChanges.METADATA);
        if (known != null) {
            JsonInput.of(known).rawElements().forEach(out::raw);
        }
        out.beginObject().member("toType", typeName(to)).member("fromType", typeName(from));
        if (!inside.isEmpty()) {
            out.member("fieldPath", String.join(".", inside));
        }
        return field.withMetadata(field.metadata()
                .with(TypeChanges.METADATA, out.endObject().endArray().toString()));
    }

    /** May the change be made by rows that come, without anybody saying so? Only among types of one kind, as Delta Spark does it. */
    static boolean byRows(DataType from, DataType to) {
        return isIcebergs(from, to)
                || from instanceof DecimalType && TypeChanges.isWidening(from, to)
                || from == PrimitiveType.DATE && to == PrimitiveType.TIMESTAMP_NTZ;
    }

    /** Is the table to be readable as an Iceberg table? Then only what Iceberg can do may be done. */
    public static boolean mustBeIcebergs(Metadata metadata) {
        return metadata.isTrue("delta.enableIcebergCompatV1")
                || metadata.isTrue("delta.enableIcebergCompatV2")
                || metadata.isTrue("delta.enableIcebergCompatV3");
    }

    /** Does Iceberg know the change? (PROTOCOL.md, "Writer Requirements for IcebergCompatV2") */
    public static boolean isIcebergs(DataType from, DataType to) {
        return INTEGRAL.contains(from) && INTEGRAL.contains(to) && TypeChanges.isWidening(from, to)
                || from == PrimitiveType.FLOAT && to == PrimitiveType.DOUBLE
                || from instanceof DecimalType narrow
                        && to instanceof DecimalType wide
                        && narrow.scale() == wide.scale()
                        && wide.precision() >= narrow.precision();
    }

    /** A type's name in a schema; of types with parts only what they are. */
    public static String typeName(DataType type) {
        if (type instanceof StructType) {
            return "struct";
        }
        if (type instanceof ArrayType) {
            return "array";
        }
        if (type instanceof MapType) {
            return "map";
        }
        String start = "\"type\":\"";
        String schema = SchemaJson.format(StructType.of(new StructField("t", type)));
        int from = schema.lastIndexOf(start) + start.length();
        return schema.substring(from, schema.indexOf('"', from));
    }
}
