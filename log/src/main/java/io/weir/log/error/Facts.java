package io.weir.log.error;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an error: names to values, sorted, printed as {@code {file=…, version=42}}. Immutable.
 *
 * <p>Control characters in values are printed as escapes, so that text taken from a table cannot
 * command a terminal or forge a line of a log.
 */
public final class Facts {
    private static final int MAX_VALUE_LENGTH = 2000;

    public static final Facts NONE = new Facts(Collections.emptySortedMap());

    private final SortedMap<String, String> values;

    private Facts(SortedMap<String, String> values) {
        this.values = values;
    }

    public static Facts of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    public static Facts of(String name1, @Nullable Object value1, String name2, @Nullable Object value2) {
        return of(name1, value1).and(name2, value2);
    }

    public static Facts of(
            String name1,
            @Nullable Object value1,
            String name2,
            @Nullable Object value2,
            String name3,
            @Nullable Object value3) {
        return of(name1, value1).and(name2, value2).and(name3, value3);
    }

    /** These and one more. The fact that was there first stays: whoever was nearest to the error knew best. */
    public Facts and(String name, @Nullable Object value) {
        if (values.containsKey(name)) {
            return this;
        }
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, printable(String.valueOf(value)));
        return new Facts(more);
    }

    /** These and all of another error's. */
    public Facts and(Facts others) {
        Facts all = this;
        for (Map.Entry<String, String> other : others.values.entrySet()) {
            all = all.and(other.getKey(), other.getValue());
        }
        return all;
    }

    /** The facts by name, in order of the names. */
    public SortedMap<String, String> asMap() {
        return Collections.unmodifiableSortedMap(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    private static String printable(String value) {
        String text = value.length() > MAX_VALUE_LENGTH ? value.substring(0, MAX_VALUE_LENGTH) + "…" : value;
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                if (changed == null) {
                    changed = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                changed.append(String.format("\\u%04x", (int) c));
            } else if (changed != null) {
                changed.append(c);
            }
        }
        return changed == null ? text : changed.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(name)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }
}
