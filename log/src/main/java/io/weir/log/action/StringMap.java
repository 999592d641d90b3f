package io.weir.log.action;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of maps that keep order and null values, which {@link Map#copyOf} does not, and are small for few entries. */
final class StringMap {
    private StringMap() {}

    static Map<String, @Nullable String> copyOf(Map<String, ? extends @Nullable String> map) {
        switch (map.size()) {
            case 0:
                return Map.of();
            case 1:
                Map.Entry<String, ? extends @Nullable String> only =
                        map.entrySet().iterator().next();
                return Collections.singletonMap(only.getKey(), only.getValue());
            default:
                return Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }
    }

    /** The same for maps without null values. */
    static Map<String, String> copyOfRaw(Map<String, String> map) {
        switch (map.size()) {
            case 0:
                return Map.of();
            case 1:
                Map.Entry<String, String> only = map.entrySet().iterator().next();
                return Collections.singletonMap(only.getKey(), only.getValue());
            default:
                return Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }
    }
}
