package io.weir.table.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
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
        int kind = random.nextInt(8);
        if (kind > 4) {
            return merge(table, model, random, changes);
        }
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

    private static final StructType SOURCE = SCHEMA.add("op", PrimitiveType.STRING);

    private record Src(Rec rec, @Nullable String op) {}

    private static MergeSource source(List<Src> rows, Random random) {
        List<ColumnBatch> batches = new ArrayList<>();
        BatchBuilder builder = new BatchBuilder(SOURCE);
        for (Src src : rows) {
            builder.add(src.rec.id, src.rec.n, src.rec.s, src.rec.p, src.op);
            if (random.nextInt(4) == 0) {
                batches.add(builder.build());
                builder = new BatchBuilder(SOURCE);
            }
        }
        batches.add(builder.build());
        return MergeSource.of(SOURCE, batches);
    }

    /** Rows that are in the table and rows that are not, each id once. */
    private static List<Src> sources(List<Rec> model, Random random) {
        Set<Long> ids = new HashSet<>();
        for (Rec rec : model) {
            if (random.nextInt(4) == 0) {
                ids.add(rec.id);
            }
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            ids.add(3000L + random.nextInt(1000));
        }
        List<Src> rows = new ArrayList<>();
        ids.forEach(
                id -> rows.add(new Src(row(random, id), List.of("d", "u", "x").get(random.nextInt(3)))));
        return rows;
    }

    private static List<Rec> merge(Table table, List<Rec> model, Random random, List<String> changes) {
        List<Src> rows = sources(model, random);
        boolean residual = random.nextBoolean();
        boolean bySource = random.nextInt(3) == 0;
        boolean inserts = random.nextInt(4) > 0;
        boolean equal = random.nextInt(5) > 0;
        Merge merge = table.merge(source(rows, random))
                .on((equal ? "t.id = s.id" : "t.id <= s.id AND t.id >= s.id") + (residual ? " AND t.n < s.n" : ""))
                .memory(random.nextBoolean() ? 1 : 1 << 20)
                .whenMatched("op = 'd'")
                .delete()
                .whenMatched("s.op = 'u' AND t.p IS NOT NULL")
                .updateAll()
                .whenMatched("s.op = 'x'")
                .update(Map.of("n", "t.n + s.n", "s", "concat(t.p, '-', s.s)"));
        if (inserts) {
            merge.whenNotMatched("s.op <> 'x'").insertAll().whenNotMatched().insert(Map.of("id", "id", "n", "n * 2"));
        }
        if (bySource) {
            merge.whenNotMatchedBySource("n > 8")
                    .delete()
                    .whenNotMatchedBySource("t.n = 0")
                    .update(Map.of("s", "'gone'"));
        }
        merge.commit();
        return merged(model, rows, residual, bySource, inserts, changes);
    }

    private static List<Rec> merged(
            List<Rec> model,
            List<Src> rows,
            boolean residual,
            boolean bySource,
            boolean inserts,
            List<String> changes) {
        List<Rec> after = new ArrayList<>();
        Set<Src> used = new HashSet<>();
        for (Rec t : model) {
            Src s = rows.stream()
                    .filter(src ->
                            src.rec.id == t.id && (!residual || t.n != null && src.rec.n != null && t.n < src.rec.n))
                    .findFirst()
                    .orElse(null);
            @Nullable Rec now = t;
            if (s != null) {
                used.add(s);
                now = matched(t, s);
            } else if (bySource && t.n != null && t.n > 8) {
                now = null;
            } else if (bySource && t.n != null && t.n == 0) {
                now = new Rec(t.id, t.n, "gone", t.p);
            }
            if (now == null) {
                changes.add("delete " + t);
            } else {
                after.add(now);
                if (now != t) {
                    changes.add("update_preimage " + t);
                    changes.add("update_postimage " + now);
                }
            }
        }
        for (Src s : rows) {
            if (inserts && !used.contains(s)) {
                Rec rec = "x".equals(s.op)
                        ? new Rec(s.rec.id, s.rec.n == null ? null : Integer.valueOf(s.rec.n * 2), null, null)
                        : s.rec;
                after.add(rec);
                changes.add("insert " + rec);
            }
        }
        return after;
    }

    private static @Nullable Rec matched(Rec t, Src s) {
        if ("d".equals(s.op)) {
            return null;
        }
        if ("u".equals(s.op)) {
            return t.p == null ? t : new Rec(s.rec.id, s.rec.n, s.rec.s, s.rec.p);
        }
        return new Rec(
                t.id,
                t.n == null || s.rec.n == null ? null : Integer.valueOf(t.n + s.rec.n),
                t.p == null || s.rec.s == null ? null : t.p + "-" + s.rec.s,
                t.p);
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
