package io.weir.format.type;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named fields in order; also the schema of a table. Immutable.
 *
 * <p>Fields are found by their exact name first and otherwise regardless of case, as Delta does. That no two names differ
 * only in case is checked where a table's schema is made, not here: old files may break it.
 */
public final class StructType implements DataType {
    public static final StructType EMPTY = new StructType(List.of());

    private final List<StructField> fields;
    private final Map<String, Integer> byName;

    public StructType(List<StructField> fields) {
        this.fields = List.copyOf(fields);
        this.byName = new HashMap<>(fields.size() * 2);
        for (int i = 0; i < fields.size(); i++) {
            byName.putIfAbsent(fields.get(i).name(), i);
        }
    }

    public static StructType of(StructField... fields) {
        return new StructType(Arrays.asList(fields));
    }

    /** This with a nullable field added at the end. */
    public StructType add(String name, DataType type) {
        return add(new StructField(name, type));
    }

    public StructType add(String name, DataType type, boolean nullable) {
        return add(new StructField(name, type, nullable));
    }

    public StructType add(StructField field) {
        List<StructField> all = new ArrayList<>(fields);
        all.add(field);
        return new StructType(all);
    }

    public List<StructField> fields() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    public StructField field(int index) {
        return fields.get(index);
    }

    public Optional<StructField> field(String name) {
        int index = indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(fields.get(index));
    }

    /** Position of a field, by exact name, else regardless of case; -1 if there is none. */
    public int indexOf(String name) {
        @Nullable Integer exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    public List<String> names() {
        return fields.stream().map(StructField::name).toList();
    }

    /** The named top-level fields, in the order asked for. */
    public StructType select(Collection<String> names) {
        List<StructField> chosen = new ArrayList<>(names.size());
        for (String name : names) {
            chosen.add(field(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "No such column {column=" + name + ", columns=" + names() + "}")));
        }
        return new StructType(chosen);
    }

    @Override
    public String sql() {
        return fields.stream()
                .map(f -> f.name() + ": " + f.type().sql() + (f.nullable() ? "" : " NOT NULL"))
                .collect(joining(", ", "STRUCT<", ">"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StructType that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields);
    }

    @Override
    public String toString() {
        return sql();
    }
}
