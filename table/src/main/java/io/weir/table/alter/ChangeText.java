package io.weir.table.alter;

import io.weir.format.json.JsonOutput;
import io.weir.format.type.StructField;
import io.weir.table.schema.WidenedType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What histories say of changes, as Delta Spark writes it. Pure functions. */
public final class ChangeText {
    private ChangeText() {}

    /** A field under its whole path. */
    static String field(SchemaPath path, StructField field) {
        JsonOutput out = new JsonOutput().beginObject();
        out.member("name", path.toString());
        out.member("type", WidenedType.typeName(field.type()));
        out.member("nullable", field.nullable());
        Map<String, String> metadata = new LinkedHashMap<>(field.metadata().entries());
        metadata.remove("delta.typeChanges"); // as Delta Spark tells it: what the type is now is above
        out.beginObject("metadata").rawMembers(metadata).endObject();
        return out.endObject().toString();
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
