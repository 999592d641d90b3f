package io.weir.table;

import io.weir.format.json.JsonOutput;
import java.util.List;
import java.util.Map;

/** Lists and maps as the JSON text that the parameters of a history entry have. Pure functions. */
final class PropertyText {
    private PropertyText() {}

    static String list(List<String> values) {
        JsonOutput out = new JsonOutput().beginArray();
        values.forEach(out::value);
        return out.endArray().toString();
    }

    static String map(Map<String, String> values) {
        JsonOutput out = new JsonOutput().beginObject();
        values.forEach((name, value) -> out.name(name).value(value));
        return out.endObject().toString();
    }
}
