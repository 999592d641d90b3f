package io.weir.format.parquet.write;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.StructField;
import java.util.Map;
import org.apache.parquet.format.SchemaElement;

/**
 * The field ids of a field's elements, keys and values, which have no metadata of their own. Immutable. (PROTOCOL.md, "Column Mapping",
 * "IcebergCompatV2")
 *
 * @param ids by the path from the field down, such as {@code tags.element}; JSON texts of numbers
 * @param path of the place, from the field down
 */
record NestedIds(Map<String, String> ids, String path) {
    /** @throws IllegalArgumentException if the field's metadata has something else than ids under the name */
    static NestedIds of(StructField field) {
        String json = field.metadata().json(FieldProperties.PARQUET_NESTED_IDS);
        try {
            Map<String, String> ids = json == null ? null : JsonInput.of(json).rawMapOrNull();
            return new NestedIds(ids == null ? Map.of() : ids, field.name());
        } catch (JsonFormatException e) {
            throw new IllegalArgumentException(
                    "Field ids are not numbers by name {column=" + field.name() + ", ids=" + json + "}", e);
        }
    }

    NestedIds inside(String name) {
        return new NestedIds(ids, path + "." + name);
    }

    /** The footer's element for a part of the place, with its id if it has one. */
    SchemaElement element(String name) {
        SchemaElement element = new SchemaElement(name);
        String id = ids.get(path + "." + name);
        if (id != null) {
            try {
                element.setField_id(Integer.parseInt(id));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "Field id is not a number {column=" + path + "." + name + ", id=" + id + "}", e);
            }
        }
        return element;
    }
}
