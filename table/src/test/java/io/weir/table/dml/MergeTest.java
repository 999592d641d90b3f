package io.weir.table.dml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.sql.SqlPredicates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("n", PrimitiveType.INTEGER);

    private final ObjectStore store = MemoryStore.create();

    private Table table() {
        Table table =
                Table.create(store, TableEnvironment.standard()).schema(SCHEMA).commit();
        table.append(rows(1, 10, 2, 20));
        table.append(rows(101, 1010, 102, 1020));
        return table;
    }

    /** Ids, each with a number. */
    private static ColumnBatch rows(long... values) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int i = 0; i < values.length; i += 2) {
            rows.add(values[i], (int) values[i + 1]);
        }
        return rows.build();
    }

    private static List<String> lines(Table table) {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id") + "=" + row.value("n"))
                .sorted()
                .toList();
    }

    @Test
    void severalRowsOfTheSourceForOneRowAreRefusedWithTheirValues() {
        try (Table table = table()) {
            Merge merge = table.merge(rows(1, 7, 1, 8))
                    .on("t.id = s.id")
                    .whenMatched()
                    .updateAll();

            assertThatThrownBy(merge::commit)
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("row={id=1, n=10}")
                    .hasMessageContaining("n=8");
            assertThat(table.latest().version()).isEqualTo(2);
            assertThat(store.listDeep("").filter(o -> o.name().endsWith(".parquet")))
                    .as("what was written is gone")
                    .hasSize(2);
        }
    }

    @Test
    void severalRowsOfTheSourceMayDeleteOneRow() {
        try (Table table = table()) {
            DmlResult result = table.merge(rows(1, 7, 1, 8))
                    .on("t.id = s.id")
                    .whenMatched()
                    .delete()
                    .commit();

            assertThat(result.metric("numTargetRowsDeleted")).isEqualTo(1);
            assertThat(lines(table)).containsExactly("101=1010", "102=1020", "2=20");
        }
    }

    @Test
    void severalRowsOfTheSourceAreFineIfAllButOneDoNothing() {
        try (Table table = table()) {
            table.merge(rows(1, 7, 1, 8))
                    .on("t.id = s.id")
                    .whenMatched("s.n = 8")
                    .updateAll()
                    .commit();

            assertThat(lines(table)).contains("1=8");
        }
    }

    @Test
    void columnsThatOnlyTheSourceHasAreAddedIfAskedFor() {
        StructType wider = SCHEMA.add("note", PrimitiveType.STRING);
        ColumnBatch source = new BatchBuilder(wider)
                .add(1L, 11, "changed")
                .add(3L, 30, "new")
                .build();
        try (Table table = table()) {
            table.merge(source)
                    .on("t.id = s.id")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .schemaEvolution()
                    .commit();

            assertThat(table.schema().names()).containsExactly("id", "n", "note");
            assertThat(table.scan().rows().stream().map(row -> row.longValue("id") + " " + row.string("note")))
                    .containsExactlyInAnyOrder("1 changed", "2 null", "3 new", "101 null", "102 null");
        }
    }

    @Test
    void aNameOfBothSidesNeedsAnAlias() {
        try (Table table = table()) {
            Merge merge = table.merge(rows(1, 1)).on("id = s.id").whenMatched().delete();

            assertThatThrownBy(merge::commit)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("column=id");
        }
    }

    @Test
    void nullsMatchNothing() {
        ColumnBatch source = new BatchBuilder(SCHEMA).add(null, 1).build();
        try (Table table = table()) {
            table.append(new BatchBuilder(SCHEMA).add(null, 5).build());
            table.merge(source)
                    .on("t.id = s.id")
                    .whenMatched()
                    .delete()
                    .whenNotMatched()
                    .insert(Map.of("n", "s.n + 1"))
                    .commit();

            assertThat(table.scan().where("id IS NULL").rows().stream().map(row -> row.intValue("n")))
                    .containsExactlyInAnyOrder(5, 2);
        }
    }

    @Test
    void nothingToDoMakesNoVersion() {
        try (Table table = table()) {
            DmlResult result = table.merge(rows(9, 9))
                    .on("t.id = s.id")
                    .whenMatched()
                    .delete()
                    .commit();

            assertThat(result.changed()).isFalse();
            assertThat(table.latest().version()).isEqualTo(2);
        }
    }

    @Test
    void aConditionOfAClauseThatHasNoValueIsToldWithItsClauseAndRow() {
        try (Table table = table()) {
            Merge matched = table.merge(rows(1, 7))
                    .on("t.id = s.id")
                    .whenMatched("10 / (t.n - 10) > 1")
                    .delete();
            Merge notMatched = table.merge(rows(5, 7))
                    .on("t.id = s.id")
                    .whenNotMatched("10 / (s.n - 7) > 1")
                    .insertAll();
            Merge notMatchedBySource = table.merge(rows(1, 7))
                    .on("t.id = s.id")
                    .whenNotMatchedBySource("10 / (t.n - 20) > 1")
                    .delete();

            assertThatThrownBy(matched::commit)
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("clause", "WHEN MATCHED")
                                    .containsEntry("row", "{t={id=1, n=10}, s={id=1, n=7}}")
                                    .containsKeys("dataFile", "expression", "reason", "table"));
            assertThatThrownBy(notMatched::commit)
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("clause", "WHEN NOT MATCHED")
                                    .containsEntry("row", "{s={id=5, n=7}}")
                                    .containsKeys("expression", "reason", "table"));
            assertThatThrownBy(notMatchedBySource::commit)
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts()).containsKeys("dataFile", "reason", "table"));
            assertThat(table.latest().version()).isEqualTo(2);
        }
    }

    @Test
    void aMatchConditionThatHasNoValueIsToldWithItsRow() {
        try (Table table = table()) {
            Merge keys =
                    table.merge(rows(0, 7)).on("t.id = 1 / s.id").whenMatched().delete();
            Merge pairs = table.merge(rows(2, 20))
                    .on("t.id = s.id AND 1 / (t.n - s.n) > 1")
                    .whenMatched()
                    .delete();

            assertThatThrownBy(keys::commit)
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("clause", "ON")
                                    .containsEntry("row", "{s={id=0, n=7}}")
                                    .containsKeys("expression", "reason", "table"));
            assertThatThrownBy(pairs::commit)
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("clause", "ON")
                                    .containsEntry("row", "{t={id=2, n=20}, s={id=2, n=20}}")
                                    .containsKeys("dataFile", "table"));
        }
    }

    @Test
    void aDeletionWhoseConditionHasNoValueForARowNamesTheFile() {
        try (Table table = table()) {
            assertThatThrownBy(() -> table.delete("10 / (n - 20) > 1"))
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts()).containsKeys("dataFile", "reason", "table", "version"));
        }
    }

    @Test
    void whatIsSaidOfTheSourceAloneGuardsItsKeys() {
        StructType texts = StructType.EMPTY.add("valid", PrimitiveType.BOOLEAN).add("text", PrimitiveType.STRING);
        ColumnBatch source = new BatchBuilder(texts)
                .add(true, "1")
                .add(false, "one")
                .add(null, "two")
                .add(true, "101")
                .build();
        try (Table table = table()) {
            for (String on : List.of(
                    "s.valid AND t.id = CAST(s.text AS INT)",
                    "t.id = CAST(s.text AS INT) AND s.valid",
                    "s.valid AND t.id <=> CAST(s.text AS BIGINT)")) {
                DmlResult result = table.merge(source)
                        .on(on)
                        .whenMatched()
                        .update(Map.of("n", "t.n + 1"))
                        .commit();

                assertThat(result.metric("numTargetRowsUpdated")).as(on).isEqualTo(2);
            }
            assertThat(lines(table)).containsExactly("101=1013", "102=1020", "1=13", "2=20");
        }
    }

    @Test
    void whatIsSaidOfTheTableAloneGuardsItsKeys() {
        StructType texts = StructType.EMPTY.add("valid", PrimitiveType.BOOLEAN).add("text", PrimitiveType.STRING);
        try (Table table =
                Table.create(store, TableEnvironment.standard()).schema(texts).commit()) {
            table.append(new BatchBuilder(texts)
                    .add(true, "1")
                    .add(false, "one")
                    .add(null, "two")
                    .build());

            DmlResult result = table.merge(rows(1, 1, 2, 2))
                    .on("t.valid AND CAST(t.text AS INT) = s.id")
                    .whenMatched()
                    .delete()
                    .commit();

            assertThat(result.metric("numTargetRowsDeleted")).isEqualTo(1);
        }
    }

    @Test
    void nullsMatchNullsWhereTheEqualityIsNullSafe() {
        ColumnBatch source =
                new BatchBuilder(SCHEMA).add(null, 1).add(2L, 3).add(7L, null).build();
        for (String on : List.of("t.id <=> s.id", "s.id <=> t.id AND t.id <=> s.id")) {
            try (Table table = Table.create(MemoryStore.create(), TableEnvironment.standard())
                    .schema(SCHEMA)
                    .commit()) {
                table.append(rows(1, 10, 2, 20));
                table.append(new BatchBuilder(SCHEMA).add(null, 5).add(9L, 6).build());

                DmlResult result = table.merge(source)
                        .on(on)
                        .whenMatched()
                        .update(Map.of("n", "t.n * 100 + s.n"))
                        .whenNotMatched()
                        .insertAll()
                        .commit();

                assertThat(result.metric("numTargetRowsUpdated")).isEqualTo(2);
                assertThat(table.scan().rows().stream().map(row -> row.value("id") + "=" + row.value("n")))
                        .containsExactlyInAnyOrder("1=10", "2=2003", "null=501", "9=6", "7=null");
            }
        }
    }

    @Test
    void keysOfBothKindsMatchTogether() {
        StructType pair = StructType.EMPTY.add("a", PrimitiveType.LONG).add("b", PrimitiveType.STRING);
        BatchBuilder rows = new BatchBuilder(pair)
                .add(1L, "x")
                .add(1L, null)
                .add(null, "x")
                .add(null, null)
                .add(2L, "y");
        try (Table table = Table.create(store, TableEnvironment.standard())
                .schema(pair)
                .partitionBy("b")
                .commit()) {
            ColumnBatch all = rows.build();
            table.append(all);

            table.merge(all)
                    .on("t.a = s.a AND t.b <=> s.b")
                    .whenMatched()
                    .delete()
                    .commit();

            assertThat(table.scan().rows().stream().map(row -> row.value("a") + "=" + row.value("b")))
                    .containsExactlyInAnyOrder("null=x", "null=null");
        }
    }

    @Test
    void aNullSafeEqualityIsAKey() {
        MergeNames names = new MergeNames("t", "s");

        JoinCondition join =
                JoinCondition.of(SqlPredicates.parse("s.id <=> t.id AND t.n = s.n"), names, SCHEMA, SCHEMA);

        assertThat(join.rest()).isEmpty();
        assertThat(join.keys()).extracting(JoinCondition.Key::nullSafe).containsExactly(true, false);
    }
}
