package io.weir.suite.simulation;

import io.weir.format.batch.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row as the model knows it.
 *
 * @param id never given twice
 * @param part partition, if the table has any
 * @param amount what updates change
 * @param more values of columns that were added later, by name; none that is null
 */
record ModelRow(long id, String part, long amount, SortedMap<String, Long> more) {
    static final String COLUMNS = "id BIGINT NOT NULL, part STRING, amount BIGINT";
    private static final List<String> OWN = List.of("id", "part", "amount");

    ModelRow {
        more = Collections.unmodifiableSortedMap(new TreeMap<>(more));
    }

    ModelRow(long id, String part, long amount) {
        this(id, part, amount, new TreeMap<>());
    }

    ModelRow plus(long delta) {
        return new ModelRow(id, part, amount + delta, more);
    }

    ModelRow with(String column, long value) {
        SortedMap<String, Long> all = new TreeMap<>(more);
        all.put(column, value);
        return new ModelRow(id, part, amount, all);
    }

    ModelRow without(String column) {
        SortedMap<String, Long> all = new TreeMap<>(more);
        all.remove(column);
        return new ModelRow(id, part, amount, all);
    }

    ModelRow renamed(String column, String newName) {
        Long value = more.get(column);
        return value == null ? this : without(column).with(newName, value);
    }

    /** No more than what every row has had from the beginning. */
    ModelRow plain() {
        return new ModelRow(id, part, amount);
    }

    static ModelRow of(Row row) {
        SortedMap<String, Long> more = new TreeMap<>();
        for (String name : row.schema().names()) {
            if (!OWN.contains(name) && !name.startsWith("_") && row.value(name) instanceof Long value) {
                more.put(name, value);
            }
        }
        return new ModelRow(row.longValue("id"), String.valueOf(row.string("part")), row.longValue("amount"), more);
    }

    /** In the order of such columns. */
    Object[] values(List<String> columns) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String column : columns) {
            values.add(
                    switch (column) {
                        case "id" -> id;
                        case "part" -> part;
                        case "amount" -> amount;
                        default -> more.get(column);
                    });
        }
        return values.toArray();
    }

    /** By id; two of one id are a row too many. */
    static SortedMap<Long, ModelRow> byId(Iterable<ModelRow> rows) {
        SortedMap<Long, ModelRow> all = new TreeMap<>();
        for (ModelRow row : rows) {
            if (all.put(row.id(), row) != null) {
                throw new AssertionError("A row is in the table twice {row=" + row + "}");
            }
        }
        return all;
    }

    /** What is different, in few words. */
    static String difference(Map<Long, ModelRow> expected, Map<Long, ModelRow> found) {
        List<String> missing = new ArrayList<>();
        List<String> extra = new ArrayList<>();
        expected.forEach((id, row) -> {
            if (!row.equals(found.get(id))) {
                missing.add(row.toString());
            }
        });
        found.forEach((id, row) -> {
            if (!row.equals(expected.get(id))) {
                extra.add(row.toString());
            }
        });
        return "{expected=" + expected.size() + ", extra=" + first(extra) + ", found=" + found.size() + ", missing="
                + first(missing) + "}";
    }

    private static String first(List<String> rows) {
        return rows.size() + " " + rows.subList(0, Math.min(3, rows.size()));
    }
}
