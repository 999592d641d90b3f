package io.weir.suite.dml;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Random rows and statements over them, in SQL and as calls of ours. From a seed. */
final class RandomStatements {
    static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("n", PrimitiveType.INTEGER)
            .add("d", new DecimalType(12, 2))
            .add("x", PrimitiveType.DOUBLE)
            .add("s", PrimitiveType.STRING)
            .add("day", PrimitiveType.DATE)
            .add("ts", PrimitiveType.TIMESTAMP)
            .add("st", StructType.EMPTY.add("a", PrimitiveType.INTEGER).add("b", PrimitiveType.STRING))
            .add("p", PrimitiveType.STRING);

    private static final List<String> TEXTS =
            List.of("", "x", "Zürich", "quote's", "long text that goes on and on and on");

    private final Random random;
    private long nextId;

    RandomStatements(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /**
     * One statement.
     *
     * @param sql for Spark, with {target} and {source} for the tables
     * @param ours with the table and the source
     */
    record Statement(String sql, BiConsumer<Table, Table> ours) {}

    ColumnBatch rows(int count) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int i = 0; i < count; i++) {
            add(rows, nextId++);
        }
        return rows.build();
    }

    /** Rows with ids that the table may have, each once, and new ones. */
    ColumnBatch sourceRows() {
        TreeSet<Long> ids = new TreeSet<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            ids.add((long) random.nextInt((int) nextId + 5));
        }
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        ids.forEach(id -> add(rows, id));
        return rows.build();
    }

    private void add(BatchBuilder rows, long id) {
        rows.add(
                id,
                maybe(random.nextInt(10)),
                maybe(BigDecimal.valueOf(random.nextInt(20000) - 10000, 2)),
                maybe(random.nextInt(4) == 0 ? Double.NaN : random.nextInt(40) / 4.0),
                maybe(TEXTS.get(random.nextInt(TEXTS.size()))),
                maybe(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(60))),
                maybe(Instant.parse("2024-01-01T00:00:00Z").plusMillis(random.nextInt(100_000_000))),
                maybe(List.of(random.nextInt(5), TEXTS.get(random.nextInt(TEXTS.size())))),
                maybe(List.of("a", "b", "c d", "ü/=").get(random.nextInt(4))));
    }

    private @Nullable Object maybe(Object value) {
        return random.nextInt(6) == 0 ? null : value;
    }

    Statement next() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> delete();
            case 2, 3 -> update();
            default -> merge();
        };
    }

    private Statement delete() {
        String where = condition("");
        return new Statement("DELETE FROM {target} WHERE " + where, (table, source) -> table.delete(where));
    }

    private Statement update() {
        String where = condition("");
        String set = String.join(", ", assignments());
        return new Statement(
                "UPDATE {target} SET " + set + " WHERE " + where,
                (table, source) -> table.update().set(set).where(where).commit());
    }

    private List<String> assignments() {
        List<String> all = new ArrayList<>(List.of(
                "n = n + 1",
                "d = d * 2",
                "x = n",
                "s = concat(s, '!', CAST(id AS STRING))",
                "day = CAST(ts AS DATE)",
                "st.a = n",
                "p = CASE WHEN n > 4 THEN 'b' ELSE p END",
                "st.b = upper(s)",
                "ts = NULL",
                "n = 7"));
        List<String> chosen = new ArrayList<>();
        TreeSet<String> columns = new TreeSet<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String one = all.remove(random.nextInt(all.size()));
            if (columns.add(one.substring(0, one.indexOf(" =")))) {
                chosen.add(one);
            }
        }
        return chosen;
    }

    /** @param side a prefix of all columns, such as {@code t.} */
    private String condition(String side) {
        int n = random.nextInt(10);
        String one = List.of(
                        "@n < " + n,
                        "@n IS NULL",
                        "@id % 5 = " + n % 5,
                        "@p = 'a'",
                        "@p IS NULL",
                        "@p IN ('b', 'ü/=')",
                        "@s LIKE 'Z%'",
                        "@d > " + (n - 5) + ".5",
                        "@day >= DATE'2024-01-" + (10 + n) + "'",
                        "@x > " + n,
                        "@st.a = " + n % 5,
                        "length(@s) > 3",
                        "@ts < TIMESTAMP'2024-01-01 12:00:00'",
                        "@id >= 0",
                        "@id < 0")
                .get(random.nextInt(15));
        String text = one.replace("@", side);
        return switch (random.nextInt(6)) {
            case 0 -> "NOT (" + text + ")";
            case 1 -> text + " AND " + condition(side);
            case 2 -> "(" + text + " OR " + condition(side) + ")";
            default -> text;
        };
    }

    private Statement merge() {
        String on = List.of(
                        "t.id = s.id",
                        "t.id = s.id AND t.p = s.p",
                        "t.id = s.id AND t.n <= s.n",
                        "t.id <=> s.id AND t.p <=> s.p",
                        "s.id = t.id AND t.p = 'a'")
                .get(random.nextInt(5));
        List<String> clauses = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            clauses.add("WHEN MATCHED AND " + condition("s.") + " THEN DELETE");
        }
        if (random.nextInt(3) > 0) {
            clauses.add("WHEN MATCHED AND " + condition("t.")
                    + " THEN UPDATE SET n = t.n + s.n, s = s.s, st.a = s.n, p = coalesce(s.p, t.p)");
        }
        if (random.nextBoolean()) {
            clauses.add("WHEN MATCHED THEN UPDATE SET *");
        }
        if (random.nextInt(3) == 0) {
            clauses.add("WHEN NOT MATCHED AND " + condition("s.") + " THEN INSERT (id, s, p) VALUES (s.id, s.s, s.p)");
        }
        if (random.nextInt(4) > 0) {
            clauses.add("WHEN NOT MATCHED THEN INSERT *");
        }
        if (random.nextInt(3) == 0) {
            clauses.add("WHEN NOT MATCHED BY SOURCE AND " + condition("t.") + " THEN UPDATE SET n = 0, s = 'gone'");
        }
        if (clauses.isEmpty() || random.nextInt(6) == 0) {
            clauses.add("WHEN NOT MATCHED BY SOURCE AND " + condition("t.") + " THEN DELETE");
        }
        String all = String.join(" ", clauses);
        boolean parts = random.nextBoolean();
        return new Statement(
                "MERGE INTO {target} t USING {source} s ON " + on + " " + all,
                (table, source) -> table.merge(source)
                        .on(on)
                        .when(all)
                        .memory(parts ? 1 : 1 << 20)
                        .commit());
    }
}
