package io.weir.log.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map of which a changed copy costs about the square root of its size: few entries over many. Immutable. Values that are
 * null in the upper layer take the entry away.
 */
final class LayeredMap<V> {
    private static final int MIN_LAYER = 64;

    private final Map<String, V> lower;
    private final Map<String, @Nullable V> upper;

    private LayeredMap(Map<String, V> lower, Map<String, @Nullable V> upper) {
        this.lower = lower;
        this.upper = upper;
    }

    static <V> LayeredMap<V> empty() {
        return new LayeredMap<>(Map.of(), Map.of());
    }

    @Nullable
    V get(String key) {
        return upper.containsKey(key) ? upper.get(key) : lower.get(key);
    }

    LayeredMap<V> with(Map<String, @Nullable V> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        Map<String, @Nullable V> newUpper = new LinkedHashMap<>(upper);
        newUpper.putAll(changes);
        LayeredMap<V> changed = new LayeredMap<>(lower, newUpper);
        boolean small = (long) newUpper.size() * newUpper.size() <= Math.max(lower.size(), MIN_LAYER * MIN_LAYER);
        return small ? changed : new LayeredMap<>(changed.toMap(), Map.of());
    }

    /** All entries. Copies them. */
    Map<String, V> toMap() {
        Map<String, V> all = new LinkedHashMap<>(lower);
        upper.forEach((key, value) -> {
            if (value == null) {
                all.remove(key);
            } else {
                all.put(key, value);
            }
        });
        return Collections.unmodifiableMap(all);
    }
}
