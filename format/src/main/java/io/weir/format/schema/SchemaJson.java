package io.weir.format.schema;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Delta's JSON form of a schema. Pure functions.
 *
 * <p>Metadata of fields is kept as it was written. Members of the JSON that the protocol does not name are passed over. (PROTOCOL.md,
 * "Schema Serialization Format")
 */
public final class SchemaJson {
    /** Types nested deeper than this are refused. */
    public static final int MAX_DEPTH = 200;

    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d{1,9})\\s*,\\s*(-?\\d{1,9})\\s*\\)");

    private SchemaJson() {}

    /**
     * Reads a schema string.
     *
     * @throws SchemaFormatException if it is none, or names a type that is not known here
     */
    public static StructType parse(String json) {
        JsonInput in = JsonInput.of(json);
        try {
            if (!in.nextObject()) {
                throw new SchemaFormatException("the schema string is empty", "", null, null);
            }
            DataType type = complex(in, "", 0);
            in.expectEnd();
            if (type instanceof StructType schema) {
                return schema;
            }
            throw new SchemaFormatException("a schema is a struct, this is " + type.sql(), "", null, null);
        } catch (JsonFormatException e) {
            throw new SchemaFormatException(e.reason(), "", null, e);
        }
    }

    /** Writes a schema string, compact, members in the order the reference implementation writes them. */
    public static String format(StructType schema) {
        JsonOutput out = new JsonOutput(64 + 80 * schema.size());
        write(out, schema);
        return out.toString();
    }

    // An object is read in one pass though "type" may come after the parts it explains: all members are collected
    // first.
    private static DataType complex(JsonInput in, String column, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SchemaFormatException("types are nested deeper than " + MAX_DEPTH, column, null, null);
        }
        @Nullable String kind = null;
        @Nullable List<StructField> fields = null;
        @Nullable DataType element = null;
        @Nullable DataType key = null;
        @Nullable DataType value = null;
        boolean containsNull = true;
        boolean valueContainsNull = true;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "type" -> kind = in.string();
                case "fields" -> fields = fields(in, column, depth);
                case "elementType" -> element = type(in, inside(column, "element"), depth + 1);
                case "keyType" -> key = type(in, inside(column, "key"), depth + 1);
                case "valueType" -> value = type(in, inside(column, "value"), depth + 1);
                case "containsNull" -> containsNull = in.booleanValue();
                case "valueContainsNull" -> valueContainsNull = in.booleanValue();
                default -> in.skip();
            }
        }
        if (kind == null) {
            throw missing("type", column);
        }
        switch (kind) {
            case "struct":
                if (fields == null) {
                    throw missing("fields", column);
                }
                return new StructType(fields);
            case "array":
                if (element == null) {
                    throw missing("elementType", column);
                }
                return new ArrayType(element, containsNull);
            case "map":
                if (key == null || value == null) {
                    throw missing(key == null ? "keyType" : "valueType", column);
                }
                return new MapType(key, value, valueContainsNull);
            default:
                // the protocol's own example spells a primitive type like this
                return primitive(kind, column);
        }
    }

    private static List<StructField> fields(JsonInput in, String column, int depth) {
        List<StructField> fields = new ArrayList<>();
        in.enterArray();
        while (in.nextElementObject()) {
            fields.add(field(in, column, depth));
        }
        return fields;
    }

    private static StructField field(JsonInput in, String parent, int depth) {
        @Nullable String fieldName = null;
        @Nullable DataType type = null;
        boolean nullable = true;
        FieldMetadata metadata = FieldMetadata.EMPTY;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "name" -> fieldName = in.string();
                case "type" -> type = type(in, fieldName == null ? parent : inside(parent, fieldName), depth + 1);
                case "nullable" -> nullable = in.booleanValue();
                case "metadata" -> {
                    Map<String, String> entries = in.rawMapOrNull();
                    metadata = entries == null || entries.isEmpty() ? FieldMetadata.EMPTY : new FieldMetadata(entries);
                }
                default -> in.skip();
            }
        }
        if (fieldName == null) {
            throw missing("name", parent);
        }
        if (type == null) {
            throw missing("type", inside(parent, fieldName));
        }
        return new StructField(fieldName, type, nullable, metadata);
    }

    private static DataType type(JsonInput in, String column, int depth) {
        @Nullable String name = in.stringOrEnterObject();
        return name == null ? complex(in, column, depth) : primitive(name, column);
    }

    /** The type without parts that a schema calls so, such as {@code long} or {@code decimal(10,2)}; null if there is none. */
    public static @Nullable DataType simpleType(String name) {
        try {
            return primitive(name, "");
        } catch (SchemaFormatException e) {
            return null;
        }
    }

    private static DataType primitive(String name, String column) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (type.jsonName().equals(name)) {
                return type;
            }
        }
        if (name.equals("variant")) {
            return VariantType.VARIANT;
        }
        if (name.startsWith("decimal")) {
            return decimal(name, column);
        }
        throw unknown(name, column);
    }

    private static DecimalType decimal(String name, String column) {
        if (name.equals("decimal")) {
            return new DecimalType(10, 0);
        }
        Matcher matcher = DECIMAL.matcher(name);
        if (!matcher.matches()) {
            throw unknown(name, column);
        }
        try {
            return new DecimalType(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        } catch (IllegalArgumentException e) {
            throw new SchemaFormatException("precision is 1 to 38 and scale 0 to precision: " + name, column, name, e);
        }
    }

    private static String inside(String parent, String child) {
        return parent.isEmpty() ? child : parent + "." + child;
    }

    private static SchemaFormatException missing(String member, String column) {
        return new SchemaFormatException("\"" + member + "\" is missing", column, null, null);
    }

    private static SchemaFormatException unknown(String type, String column) {
        return new SchemaFormatException("the type is not known: " + type, column, type, null);
    }

    private static void write(JsonOutput out, DataType type) {
        if (type instanceof PrimitiveType primitive) {
            out.value(primitive.jsonName());
        } else if (type instanceof VariantType) {
            out.value("variant");
        } else if (type instanceof DecimalType decimal) {
            out.value("decimal(" + decimal.precision() + "," + decimal.scale() + ")");
        } else if (type instanceof ArrayType array) {
            out.beginObject().member("type", "array").name("elementType");
            write(out, array.element());
            out.member("containsNull", array.containsNull()).endObject();
        } else if (type instanceof MapType map) {
            out.beginObject().member("type", "map").name("keyType");
            write(out, map.key());
            out.name("valueType");
            write(out, map.value());
            out.member("valueContainsNull", map.valueContainsNull()).endObject();
        } else if (type instanceof StructType struct) {
            out.beginObject().member("type", "struct").beginArray("fields");
            for (StructField field : struct.fields()) {
                out.beginObject().member("name", field.name()).name("type");
                write(out, field.type());
                out.member("nullable", field.nullable()).beginObject("metadata");
                out.rawMembers(field.metadata().entries()).endObject().endObject();
            }
            out.endArray().endObject();
        }
    }
}
