package io.weir.table.dml;

import static io.weir.format.type.PrimitiveType.INTEGER;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.environment.TableEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What updates and merges put into columns: by name, as the column's rules have it, and nothing else. */
class AssignedValuesTest {
    private static final StructType XY = StructType.EMPTY.add("x", INTEGER).add("y", INTEGER);
    private static final StructType YX = StructType.EMPTY.add("y", INTEGER).add("x", INTEGER);

    private static Table table(StructField... fields) {
        return Table.create(MemoryStore.create(), TableEnvironment.standard())
                .schema(StructType.of(fields))
                .property("delta.feature.generatedColumns", "supported")
                .property("delta.feature.identityColumns", "supported")
                .property("delta.feature.allowColumnDefaults", "supported")
                .property("delta.feature.checkConstraints", "supported")
                .property("delta.enableDeletionVectors", "false")
                .property("delta.enableChangeDataFeed", "true")
                .commit();
    }

    private static StructField field(String name, DataType type) {
        return new StructField(name, type);
    }

    private static StructField field(String name, DataType type, String key, String sql) {
        return new StructField(name, type, true, FieldProperties.withText(FieldMetadata.EMPTY, key, sql));
    }

    private static StructField generated(String name, DataType type, String sql) {
        return field(name, type, FieldProperties.GENERATION_EXPRESSION, sql);
    }

    private static StructField identity(String name) {
        return new StructField(
                name,
                LONG,
                true,
                FieldMetadata.EMPTY
                        .with("delta.identity.start", "1")
                        .with("delta.identity.step", "1")
                        .with("delta.identity.allowExplicitInsert", "true"));
    }

    private static ColumnBatch row(StructType type, Object... values) {
        return new BatchBuilder(type).add(values).build();
    }

    private static List<String> lines(Table table) {
        return table.scan().rows().stream().map(Object::toString).sorted().toList();
    }

    @Test
    void fieldsOfAStructBelowASetFieldAreFittedByName() {
        StructType a = StructType.EMPTY.add("p", XY).add("other", LONG);
        try (Table table = table(field("id", LONG), field("a", a))) {
            table.append(row(table.schema(), 1L, List.of(List.of(1, 2), 9L)));

            table.merge(row(StructType.EMPTY.add("id", LONG).add("q", YX), 1L, List.of(20, 10)))
                    .on("t.id = s.id")
                    .whenMatched()
                    .update(Map.of("a.p", "s.q"))
                    .commit();

            assertThat(lines(table)).containsExactly("{id=1, a={p={x=10, y=20}, other=9}}");
        }
    }

    @Test
    void elementsOfAnArrayBelowASetFieldAreWidened() {
        StructType a = StructType.EMPTY.add("p", new ArrayType(LONG, true));
        try (Table table = table(field("id", LONG), field("a", a))) {
            table.append(row(table.schema(), 1L, List.of(List.of(1L))));

            table.merge(row(StructType.EMPTY.add("id", LONG).add("q", new ArrayType(INTEGER, true)), 1L, List.of(5, 6)))
                    .on("t.id = s.id")
                    .whenMatched()
                    .update(Map.of("a.p", "s.q"))
                    .commit();

            assertThat(lines(table)).containsExactly("{id=1, a={p=[5, 6]}}");
        }
    }

    @Test
    void identityColumnsAreNotUpdated() {
        try (Table table = table(identity("id"), field("n", LONG))) {
            table.append(row(StructType.EMPTY.add("n", LONG), 7L));

            assertThatThrownBy(() -> table.update().set("id", "5").commit())
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("column=id")
                    .hasMessageContaining("rule=GENERATED AS IDENTITY");
            ColumnBatch source = row(StructType.EMPTY.add("id", LONG).add("n", LONG), 1L, 8L);
            assertThatThrownBy(() -> table.merge(source)
                            .on("t.id = s.id")
                            .whenMatched()
                            .updateAll()
                            .commit())
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("column=id");
            assertThat(lines(table)).containsExactly("{id=1, n=7}");
        }
    }

    @Test
    void identityColumnsThatTheSourceLacksStayWhatTheyAre() {
        try (Table table = table(identity("id"), field("n", LONG), field("m", LONG))) {
            table.append(row(StructType.EMPTY.add("n", LONG).add("m", LONG), 7L, 70L));

            table.merge(row(StructType.EMPTY.add("n", LONG).add("m", LONG), 7L, 71L))
                    .on("t.n = s.n")
                    .whenMatched()
                    .updateAll()
                    .commit();

            assertThat(lines(table)).containsExactly("{id=1, n=7, m=71}");
        }
    }

    @Test
    void insertsOfAMergeHaveTheDefaultsThatAppendsHave() {
        StructField text = field("s", STRING, FieldProperties.CURRENT_DEFAULT, "\"a\\tb\"");
        StructField time =
                field("at", io.weir.format.type.PrimitiveType.TIMESTAMP, FieldProperties.CURRENT_DEFAULT, "now()");
        StructField number = field("n", INTEGER, FieldProperties.CURRENT_DEFAULT, "'17'");
        try (Table table = table(field("id", LONG), text, time, number)) {
            table.merge(row(StructType.EMPTY.add("id", LONG), 1L))
                    .on("t.id = s.id")
                    .whenNotMatched()
                    .insertAll()
                    .commit();

            assertThat(table.scan().where("at IS NOT NULL").rows())
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.string("s") + row.intValue("n")).isEqualTo("a\tb17"));
        }
    }

    @Test
    void generatedColumnsOfUpdatesAreReadAsTheTableHasThem() {
        try (Table table = table(
                field("id", LONG),
                field("s", STRING),
                generated("g", STRING, "concat(s, \"\\t\")"),
                generated("n", INTEGER, "length(s)"),
                generated("c", LONG, "CAST(s AS INT)"))) {
            table.append(row(StructType.EMPTY.add("id", LONG).add("s", STRING), 1L, "12"));

            table.update().set("s", "'345'").commit();

            assertThat(lines(table)).containsExactly("{id=1, s=345, g=345\t, n=3, c=345}");
            assertThatThrownBy(() -> table.update().set("s", "'x'").commit())
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("column=c")
                    .hasMessageContaining("dataFile=");
        }
    }

    @Test
    void aStructWithFewerFieldsDoesNotTakeTheOthersAway() {
        try (Table table = table(field("id", LONG), field("p", XY))) {
            table.append(row(table.schema(), 1L, List.of(1, 2)));
            StructType x = StructType.EMPTY.add("x", INTEGER);
            ColumnBatch source = row(StructType.EMPTY.add("id", LONG).add("p", x), 1L, List.of(5));

            assertThatThrownBy(() -> table.merge(source)
                            .on("t.id = s.id")
                            .whenMatched()
                            .updateAll()
                            .commit())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("column=p.y");
            assertThat(lines(table)).containsExactly("{id=1, p={x=1, y=2}}");
        }
    }

    @Test
    void aValueThatCannotBeComputedNamesColumnAndFile() {
        try (Table table = table(field("id", LONG), field("n", LONG))) {
            table.append(row(table.schema(), 1L, Long.MAX_VALUE));

            assertThatThrownBy(() -> table.update().set("n", "n + 1").commit())
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("column=n")
                    .hasMessageContaining("dataFile=");
        }
    }

    /** A table with a row that breaks a constraint, and whose generated column is none of its expression's. */
    private static Table tableWithOldRow() {
        Table table = table(field("id", LONG), field("n", LONG), field("g", LONG));
        table.append(new BatchBuilder(table.schema())
                .add(5L, 1L, 77L)
                .add(6L, 2L, 12L)
                .build());
        Transaction transaction = table.transaction("SET TBLPROPERTIES");
        Metadata metadata = transaction.snapshot().metadata();
        Map<String, String> configuration = new HashMap<>(metadata.configuration());
        configuration.put("delta.constraints.small", "id <> 5");
        transaction.metadata(metadata.toBuilder()
                .schema(StructType.of(field("id", LONG), field("n", LONG), generated("g", LONG, "id * 2")))
                .configuration(configuration)
                .build());
        transaction.commit();
        table.latest();
        return table;
    }

    @Test
    void rowsThatStayAreNotHeldAgainstRulesThatAreNewer() {
        try (Table table = tableWithOldRow()) {
            table.update().set("n", "n + 1").where("id = 6").commit();

            assertThat(lines(table)).containsExactly("{id=5, n=1, g=77}", "{id=6, n=3, g=12}");
            table.delete("id = 6");
            assertThat(lines(table)).containsExactly("{id=5, n=1, g=77}");
        }
    }

    @Test
    void anOverwriteIsHeldAgainstItsConditionWithTheValuesThatTheTableGives() {
        try (Table table = table(
                field("id", LONG),
                field("n", INTEGER, FieldProperties.CURRENT_DEFAULT, "3"),
                generated("g", LONG, "id * 2"))) {
            StructType ids = StructType.EMPTY.add("id", LONG);
            table.append(row(ids, 5L));
            table.append(new BatchBuilder(ids).add(6L).add(50L).build());

            table.overwrite().replaceWhere("g < 100 AND n = 3").batches(List.of(row(ids, 7L)));

            assertThat(lines(table)).containsExactly("{id=50, n=3, g=100}", "{id=7, n=3, g=14}");
            assertThat(table.changes(3, 3).rows().stream()
                            .map(row -> row.string("_change_type") + " " + row.longValue("id") + " " + row.value("n")
                                    + " " + row.value("g")))
                    .containsExactlyInAnyOrder("delete 5 3 10", "delete 6 3 12", "insert 7 3 14");
            assertThatThrownBy(() -> table.overwrite().replaceWhere("g < 100").batches(List.of(row(ids, 70L))))
                    .isInstanceOf(ConstraintViolationException.class)
                    .hasMessageContaining("g=140");
        }
    }

    @Test
    void generatedColumnsFollowOnlyTheColumnsTheyAreMadeOf() {
        try (Table table = table(field("id", LONG), field("n", LONG), generated("g", LONG, "100 / id"))) {
            table.append(row(StructType.EMPTY.add("id", LONG).add("n", LONG), 5L, 1L));

            table.update().set("n", "2").commit();

            assertThat(lines(table)).containsExactly("{id=5, n=2, g=20}");
        }
    }
}
