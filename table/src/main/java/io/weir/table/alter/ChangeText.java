package io.weir.table.alter;

import io.weir.format.json.JsonOutput;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What histories say of changes, as Delta Spark writes it. Pure functions. */
public final class ChangeText {
    private ChangeText() {}

    /** A field under its whole path. */
    static String field(SchemaPath path, StructField field) {
        JsonOutput out = new JsonOutput().beginObject();
        out.member("name", path.toString());
        out.member("type", typeName(field.type()));
        out.member("nullable", field.nullable());
        out.beginObject("metadata").rawMembers(field.metadata().entries()).endObject();
        return out.endObject().toString();
    }

    static String typeName(DataType type) {
        if (type instanceof StructType) {
            return "struct";
        }
        if (type instanceof ArrayType) {
            return "array";
        }
        if (type instanceof MapType) {
            return "map";
        }
        String schema = SchemaJson.format(new StructType(List.of(new StructField("t", type))));
        int start = schema.indexOf("\"type\":\"", schema.indexOf("\"name\":\"t\"")) + "\"type\":\"".length();
        return schema.substring(start, schema.indexOf('"', start));
    }

    public static String list(Collection<String> values) {
        JsonOutput out = new JsonOutput().beginArray();
        values.forEach(out::value);
        return out.endArray().toString();
    }

    public static String map(Map<String, String> values) {
        JsonOutput out = new JsonOutput().beginObject();
        values.forEach((name, value) -> out.name(name).value(value));
        return out.endObject().toString();
    }
}
