package io.weir.table.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.table.Append;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on random tables against a list of rows; every version's changes against the difference of two such lists. */
class DmlModelTest {
    private static final int TABLES = 8;
    private static final int OPERATIONS = 6;
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("n", PrimitiveType.INTEGER)
            .add("s", PrimitiveType.STRING)
            .add("p", PrimitiveType.STRING);

    private record Rec(
            long id,
            @Nullable Integer n,
            @Nullable String s,
            @Nullable String p) {
        @Nullable
        Object[] values() {
            return new @Nullable Object[] {id, n, s, p};
        }
    }

    private record Condition(String sql, Predicate<Rec> meaning) {}

    private static Condition condition(Random random) {
        int a = random.nextInt(12);
        return switch (random.nextInt(9)) {
            case 0 -> new Condition("n < " + a, r -> r.n != null && r.n < a);
            case 1 -> new Condition("id % 7 = " + a % 7, r -> r.id % 7 == a % 7);
            case 2 -> new Condition("s IS NULL", r -> r.s == null);
            case 3 -> new Condition("p = 'a'", r -> "a".equals(r.p));
            case 4 -> new Condition("p IS NULL AND n >= " + a, r -> r.p == null && r.n != null && r.n >= a);
            case 5 -> new Condition("NOT (n = " + a + ")", r -> r.n != null && r.n != a);
            case 6 -> new Condition("s = 'x' OR p = 'b'", r -> "x".equals(r.s) || "b".equals(r.p));
            case 7 -> new Condition("id >= 0", r -> true);
            default -> new Condition("id < 0", r -> false);
        };
    }

    private static Rec row(Random random, long id) {
        return new Rec(
                id,
                random.nextInt(5) == 0 ? null : random.nextInt(12),
                random.nextInt(4) == 0
                        ? null
                        : List.of("x", "y", "long text " + id).get(random.nextInt(3)),
                random.nextInt(5) == 0 ? null : List.of("a", "b", "c").get(random.nextInt(3)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rowsAndChangesAreThoseOfTheModel(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TABLES; i++) {
            boolean vectors = seed % 2 == 0;
            boolean changes = seed > 2;
            TableBuilder builder = Table.create(MemoryStore.create(), TableEnvironment.standard())
                    .schema(SCHEMA)
                    .property("delta.enableDeletionVectors", Boolean.toString(vectors))
                    .property("delta.enableChangeDataFeed", Boolean.toString(changes));
            try (Table table = (random.nextBoolean() ? builder.partitionBy("p") : builder).commit()) {
                List<Rec> model = new ArrayList<>();
                long nextId = 0;
                for (int file = 0; file < 3; file++) {
                    List<Object[]> rows = new ArrayList<>();
                    for (int r = 0; r < 1 + random.nextInt(40); r++) {
                        Rec rec = row(random, nextId++);
                        rows.add(rec.values());
                        model.add(rec);
                    }
                    table.appendValues(rows);
                }
                for (int operation = 0; operation < OPERATIONS; operation++) {
                    String what = "seed " + seed + ", table " + i + ", operation " + operation;
                    long before = table.latest().version();
                    List<String> expected = new ArrayList<>();
                    model = step(table, model, random, expected);
                    assertThat(lines(table)).as(what).isEqualTo(lines(model));
                    if (changes && table.latest().version() > before) {
                        assertThat(changes(table, before + 1)).as(what).isEqualTo(sorted(expected));
                    }
                }
            }
        }
    }

    private static List<Rec> step(Table table, List<Rec> model, Random random, List<String> changes) {
        long version = table.latest().version();
        long matching;
        List<Rec> after = new ArrayList<>();
        Condition condition = condition(random);
        int kind = random.nextInt(5);
        if (kind == 4) {
            return overwrite(table, model, random, condition, changes);
        }
        if (kind < 2) {
            delete(model, condition, after, changes);
            matching = table.delete(condition.sql).metric("numDeletedRows");
        } else {
            Change change = change(random);
            update(model, condition, change, after, changes);
            Update update = table.update().where(condition.sql);
            change.sets.forEach(update::set);
            matching = update.commit().metric("numUpdatedRows");
        }
        assertThat(matching)
                .as(condition.sql)
                .isEqualTo(model.stream().filter(condition.meaning).count());
        assertThat(table.latest().version())
                .as("a version only if there is something to do")
                .isEqualTo(matching == 0 ? version : version + 1);
        return after;
    }

    private static void delete(List<Rec> model, Condition condition, List<Rec> after, List<String> changes) {
        for (Rec rec : model) {
            if (condition.meaning.test(rec)) {
                changes.add("delete " + rec);
            } else {
                after.add(rec);
            }
        }
    }

    /** New rows in place of those of a condition, or of the partitions they are in. */
    private static List<Rec> overwrite(
            Table table, List<Rec> model, Random random, Condition condition, List<String> changes) {
        boolean partitions = random.nextBoolean() && !table.partitionColumns().isEmpty();
        List<Rec> news = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Rec rec = row(random, 1000 + random.nextInt(1000));
            if (partitions || condition.meaning.test(rec)) {
                news.add(rec);
            }
        }
        Set<@Nullable String> touched = new HashSet<>();
        news.forEach(rec -> touched.add(rec.p));
        Condition gone = partitions ? new Condition("", r -> touched.contains(r.p)) : condition;
        List<Rec> after = new ArrayList<>();
        delete(model, gone, after, changes);
        news.forEach(rec -> changes.add("insert " + rec));
        after.addAll(news);
        Append append = table.overwrite();
        append = partitions ? append.dynamicPartitions() : append.replaceWhere(condition.sql);
        append.values(news.stream().map(Rec::values).toList());
        return after;
    }

    private record Change(Map<String, String> sets, UnaryOperator<Rec> meaning) {}

    private static Change change(Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Change(
                        Map.of("n", "n + 1"),
                        r -> new Rec(r.id, r.n == null ? null : Integer.valueOf(r.n + 1), r.s, r.p));
            case 1 -> new Change(Map.of("p", "s", "s", "p"), r -> new Rec(r.id, r.n, r.p, r.s));
            case 2 ->
                new Change(
                        Map.of("N", "id % 5", "s", "CAST(id AS STRING)"),
                        r -> new Rec(r.id, (int) (r.id % 5), Long.toString(r.id), r.p));
            default -> new Change(Map.of("n", "NULL", "p", "'c'"), r -> new Rec(r.id, null, r.s, "c"));
        };
    }

    private static void update(
            List<Rec> model, Condition condition, Change change, List<Rec> after, List<String> changes) {
        for (Rec rec : model) {
            if (!condition.meaning.test(rec)) {
                after.add(rec);
                continue;
            }
            changes.add("update_preimage " + rec);
            changes.add("update_postimage " + change.meaning.apply(rec));
            after.add(change.meaning.apply(rec));
        }
    }

    private static Rec rec(Row row) {
        return new Rec(
                row.longValue("id"),
                row.isNull("n") ? null : row.intValue("n"),
                row.isNull("s") ? null : row.string("s"),
                row.isNull("p") ? null : row.string("p"));
    }

    private static List<String> lines(Table table) {
        return lines(table.scan().rows().stream().map(DmlModelTest::rec).toList());
    }

    private static List<String> lines(List<Rec> rows) {
        return sorted(rows.stream().map(Rec::toString).toList());
    }

    private static List<String> changes(Table table, long version) {
        return sorted(table.changes(version, version).rows().stream()
                .map(row -> row.string("_change_type") + " " + rec(row))
                .toList());
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        Collections.sort(sorted);
        return sorted;
    }
}
