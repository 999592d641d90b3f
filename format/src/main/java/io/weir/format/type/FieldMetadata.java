package io.weir.format.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says of a field beside its type: JSON values by name, kept as they were written so that what we do not
 * know survives. Immutable. (PROTOCOL.md, "Column Metadata")
 *
 * @param entries name to the JSON text of the value
 */
public record FieldMetadata(Map<String, String> entries) {
    public static final FieldMetadata EMPTY = new FieldMetadata(Map.of());

    public FieldMetadata {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The JSON text of an entry, or null. */
    public @Nullable String json(String name) {
        return entries.get(name);
    }

    /** This with one entry added or replaced. */
    public FieldMetadata with(String name, String json) {
        Map<String, String> copy = new LinkedHashMap<>(entries);
        copy.put(name, json);
        return new FieldMetadata(copy);
    }
}
