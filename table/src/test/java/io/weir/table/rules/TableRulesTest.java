package io.weir.table.rules;

import static io.weir.format.type.PrimitiveType.DATE;
import static io.weir.format.type.PrimitiveType.INTEGER;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;
import static io.weir.format.type.PrimitiveType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.TableShape;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableRulesTest {
    private static final Instant NOW = Instant.parse("2024-02-29T12:34:56.123456Z");
    private static final Protocol PROTOCOL = new Protocol(
            1,
            7,
            Set.of(),
            Set.of("invariants", "checkConstraints", "generatedColumns", "identityColumns", "allowColumnDefaults"),
            Map.of());

    private static StructField field(String name, DataType type, String key, String value) {
        return new StructField(name, type, true, FieldProperties.withText(FieldMetadata.EMPTY, key, value));
    }

    private static StructField plain(String name, DataType type) {
        return new StructField(name, type);
    }

    private static StructField generated(String name, DataType type, String sql) {
        return field(name, type, "delta.generationExpression", sql);
    }

    private static StructField identity(String name, long start, long step, @Nullable Long mark, boolean takesGiven) {
        FieldMetadata metadata = FieldMetadata.EMPTY
                .with("delta.identity.start", Long.toString(start))
                .with("delta.identity.step", Long.toString(step))
                .with("delta.identity.allowExplicitInsert", Boolean.toString(takesGiven));
        return new StructField(
                name,
                LONG,
                true,
                mark == null ? metadata : metadata.with("delta.identity.highWaterMark", mark.toString()));
    }

    private static Metadata metadata(Map<String, String> constraints, StructField... fields) {
        return Metadata.builder("id")
                .schema(StructType.of(fields))
                .configuration(constraints)
                .build();
    }

    private static TableRules rules(Map<String, String> constraints, StructField... fields) {
        return TableRules.of(TableShape.of(PROTOCOL, metadata(constraints, fields)), NOW, false);
    }

    private static TableRules rules(StructField... fields) {
        return rules(Map.of(), fields);
    }

    /** Rows of the given columns, which have no metadata. */
    private static ColumnBatch rows(StructType schema, @Nullable Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(schema);
        for (@Nullable Object[] row : rows) {
            builder.add(row);
        }
        return builder.build();
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private static List<@Nullable Object> column(ColumnBatch batch, String name) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            values.add(Values.valueAt(batch.column(name), i));
        }
        return values;
    }

    private static Map<String, String> violation(TableRules rules, ColumnBatch batch) {
        return facts(catchThrowableOfType(ConstraintViolationException.class, () -> rules.apply(batch, 100)));
    }

    private static Map<String, String> refusal(StructField... fields) {
        return facts(catchThrowableOfType(UnsupportedTableException.class, () -> rules(fields)));
    }

    private static Map<String, String> facts(TableException e) {
        return e.facts();
    }

    @Test
    void aRowThatBreaksAConstraintIsNamedWithConstraintRuleAndValues() {
        TableRules rules = rules(
                Map.of("delta.constraints.cheap", "price * amount < 100"),
                plain("price", INTEGER),
                plain("amount", INTEGER));
        StructType schema = StructType.EMPTY.add("price", INTEGER).add("amount", INTEGER);

        assertThat(rules.apply(rows(schema, row(9, 11), row(-5, 200)), 0).rowCount())
                .isEqualTo(2);
        assertThat(violation(rules, rows(schema, row(1, 1), row(10, 10), row(11, 10))))
                .containsEntry("constraint", "cheap")
                .containsEntry("row", "101")
                .containsEntry("rule", "price * amount < 100")
                .containsEntry("values", "{amount=10, price=10}");
    }

    @Test
    void aTextInDoubleQuotesIsATextAsItIsToSpark() {
        TableRules rules = rules(Map.of("delta.constraints.c", "a <> \"b\""), plain("a", STRING), plain("b", STRING));
        StructType schema = StructType.EMPTY.add("a", STRING).add("b", STRING);

        assertThat(rules.apply(rows(schema, row("x", "x")), 0).rowCount()).isEqualTo(1);
        assertThat(violation(rules, rows(schema, row("b", "x")))).containsEntry("values", "{a=b}");
    }

    @Test
    void aConstraintThatIsNullIsBroken() {
        TableRules rules = rules(Map.of("delta.constraints.c", "a > 0"), plain("a", INTEGER));

        assertThat(violation(rules, rows(StructType.EMPTY.add("a", INTEGER), row(1), row((Object) null))))
                .containsEntry("row", "101")
                .containsEntry("values", "{a=null}");
    }

    @Test
    void aConstraintThatHasNoValueForARowIsBroken() {
        TableRules rules = rules(Map.of("delta.constraints.c", "10 % a >= 0"), plain("a", INTEGER));

        assertThat(violation(rules, rows(StructType.EMPTY.add("a", INTEGER), row(1), row(0))))
                .containsEntry("row", "101")
                .containsEntry("constraint", "c")
                .hasEntrySatisfying("reason", reason -> assertThat(reason).containsIgnoringCase("zero"));
    }

    @Test
    void aConstraintLooksIntoStructs() {
        TableRules rules =
                rules(Map.of("delta.constraints.c", "s.a > 0"), plain("s", StructType.EMPTY.add("a", INTEGER)));
        StructType schema = StructType.EMPTY.add("s", StructType.EMPTY.add("a", INTEGER));

        assertThat(violation(rules, rows(schema, row(List.of(0)))).get("values"))
                .isEqualTo("{s.a=0}");
    }

    @Test
    void anInvariantNamesItsColumn() {
        String json = "{\"expression\":{\"expression\":\"v > 3\"}}";
        TableRules rules = rules(field("v", INTEGER, "delta.invariants", json));

        assertThat(violation(rules, rows(StructType.EMPTY.add("v", INTEGER), row(4), row(3))))
                .containsEntry("column", "v")
                .containsEntry("row", "101")
                .containsEntry("rule", "v > 3")
                .containsEntry("values", "{v=3}");
    }

    @Test
    void expressionsThatCannotBeComputedAreRefusedWithFeatureColumnAndText() {
        assertThat(refusal(plain("a", INTEGER), generated("g", INTEGER, "mystery(a)")))
                .containsEntry("features", "[generatedColumns]")
                .containsEntry("column", "g")
                .containsEntry("expression", "mystery(a)");
        assertThat(refusal(field("v", INTEGER, "delta.invariants", "{}"))).containsEntry("features", "[invariants]");
        assertThat(facts(catchThrowableOfType(
                        UnsupportedTableException.class,
                        () -> rules(Map.of("delta.constraints.c", "a = mystery(a)"), plain("a", INTEGER)))))
                .containsEntry("features", "[checkConstraints]")
                .containsEntry("constraint", "c");
    }

    @Test
    void aGeneratedColumnIsComputedWhereRowsLeaveItOut() {
        TableRules rules = rules(plain("at", TIMESTAMP), generated("day", DATE, "CAST(at AS DATE)"));

        ColumnBatch taken = rules.apply(rows(StructType.EMPTY.add("at", TIMESTAMP), row(NOW), row((Object) null)), 0);

        assertThat(column(taken, "day")).containsExactly(LocalDate.of(2024, 2, 29), null);
    }

    @Test
    void aGeneratedColumnThatIsGivenMustHaveTheValueOfTheExpression() {
        TableRules rules = rules(plain("a", INTEGER), generated("twice", LONG, "a * 2"));
        StructType schema = StructType.EMPTY.add("a", INTEGER).add("twice", LONG);

        assertThat(rules.apply(rows(schema, row(1, 2L), row(null, null)), 0).rowCount())
                .isEqualTo(2);
        assertThat(violation(rules, rows(schema, row(1, 2L), row(2, 5L))))
                .containsEntry("column", "twice")
                .containsEntry("row", "101")
                .containsEntry("rule", "a * 2")
                .containsEntry("values", "{a=2, twice=5}");
        assertThat(violation(rules, rows(schema, row(2, null)))).containsEntry("values", "{a=2, twice=null}");
    }

    @Test
    void aDefaultIsTakenOnlyWhereTheColumnIsLeftOut() {
        TableRules rules = rules(
                plain("a", INTEGER),
                field("s", STRING, "CURRENT_DEFAULT", "'new'"),
                field("at", TIMESTAMP, "CURRENT_DEFAULT", "current_timestamp()"),
                field("n", LONG, "CURRENT_DEFAULT", "1 + 2"));

        ColumnBatch taken = rules.apply(rows(StructType.EMPTY.add("a", INTEGER), row(1), row(2)), 0);
        assertThat(column(taken, "s")).containsExactly("new", "new");
        assertThat(column(taken, "at")).containsExactly(NOW, NOW);
        assertThat(column(taken, "n")).containsExactly(3L, 3L);

        StructType given = StructType.EMPTY.add("a", INTEGER).add("s", STRING);
        assertThat(column(rules.apply(rows(given, row(1, null)), 0), "s")).containsExactly((Object) null);
    }

    @Test
    void aDefaultThatCannotBeComputedIsRefusedOnlyWhereItIsNeeded() {
        TableRules rules = rules(plain("a", INTEGER), field("s", STRING, "CURRENT_DEFAULT", "mystery()"));
        StructType all = StructType.EMPTY.add("a", INTEGER).add("s", STRING);

        assertThat(rules.apply(rows(all, row(1, "x")), 0).rowCount()).isEqualTo(1);
        assertThat(facts(catchThrowableOfType(
                        UnsupportedTableException.class,
                        () -> rules.apply(rows(StructType.EMPTY.add("a", INTEGER), row(1)), 0))))
                .containsEntry("features", "[allowColumnDefaults]")
                .containsEntry("column", "s");
    }

    @Test
    void anIdentityColumnCountsOnFromItsMark() {
        TableRules rules = rules(identity("id", 10, 5, null, false), plain("a", INTEGER));
        StructType schema = StructType.EMPTY.add("a", INTEGER);

        assertThat(column(rules.apply(rows(schema, row(1), row(2)), 0), "id")).containsExactly(10L, 15L);
        assertThat(column(rules.apply(rows(schema, row(3)), 0), "id")).containsExactly(20L);
        Metadata after =
                rules.metadataAfter(metadata(Map.of(), identity("id", 10, 5, null, false), plain("a", INTEGER)));
        assertThat(after.schema().field(0)).isEqualTo(identity("id", 10, 5, 20L, false));
    }

    @Test
    void aMarkNeedNotBeOneOfTheSequence() {
        StructType schema = StructType.EMPTY.add("a", INTEGER);

        assertThat(first(identity("id", 1, 10, 15L, false), schema)).isEqualTo(21L);
        assertThat(first(identity("id", 1, 10, 11L, false), schema)).isEqualTo(21L);
        assertThat(first(identity("id", 1, 10, -50L, false), schema)).isEqualTo(1L);
        assertThat(first(identity("id", -1, -10, -15L, false), schema)).isEqualTo(-21L);
        assertThat(first(identity("id", -1, -10, 50L, false), schema)).isEqualTo(-1L);
    }

    private static @Nullable Object first(StructField id, StructType schema) {
        return column(rules(id, plain("a", INTEGER)).apply(rows(schema, row(1)), 0), "id")
                .get(0);
    }

    @Test
    void aCounterDoesNotMoveForRowsThatAreRefused() {
        StructField id = identity("id", 1, 1, null, false);
        TableRules rules = rules(Map.of("delta.constraints.c", "a > 0"), id, plain("a", INTEGER));
        StructType schema = StructType.EMPTY.add("a", INTEGER);

        assertThat(violation(rules, rows(schema, row(1), row(0)))).containsEntry("constraint", "c");
        Metadata before = metadata(Map.of(), id, plain("a", INTEGER));
        assertThat(rules.metadataAfter(before)).isSameAs(before);
        assertThat(column(rules.apply(rows(schema, row(1)), 0), "id")).containsExactly(1L);
    }

    @Test
    void aCounterThatWouldOverflowIsRefused() {
        TableRules rules = rules(identity("id", 1, 2, Long.MAX_VALUE - 2, false), plain("a", INTEGER));
        StructType schema = StructType.EMPTY.add("a", INTEGER);

        assertThat(violation(rules, rows(schema, row(1), row(2)))).containsEntry("column", "id");
        assertThat(column(rules.apply(rows(schema, row(1)), 0), "id")).containsExactly(Long.MAX_VALUE);
        assertThat(violation(rules, rows(schema, row(1)))).containsEntry("next", "9223372036854775809");
    }

    @Test
    void valuesForAnIdentityColumnAreTakenOnlyIfItSaysSo() {
        StructType schema = StructType.EMPTY.add("id", LONG).add("a", INTEGER);
        StructField always = identity("id", 1, 1, null, false);

        assertThat(violation(rules(always, plain("a", INTEGER)), rows(schema, row(7L, 1))))
                .containsEntry("column", "id")
                .containsEntry("row", "100")
                .containsEntry("rule", "GENERATED ALWAYS AS IDENTITY")
                .containsEntry("value", "7");
        assertThat(column(
                        rules(identity("id", 1, 1, null, true), plain("a", INTEGER))
                                .apply(rows(schema, row(7L, 1)), 0),
                        "id"))
                .containsExactly(7L);
        TableRules rewrites =
                TableRules.of(TableShape.of(PROTOCOL, metadata(Map.of(), always, plain("a", INTEGER))), NOW, true);
        assertThat(column(rewrites.apply(rows(schema, row(7L, 1)), 0), "id")).containsExactly(7L);
        assertThat(violation(rewrites, rows(schema, row(7L, 1), row(null, 1)))).containsEntry("row", "101");
        assertThat(violation(rewrites, rows(StructType.EMPTY.add("a", INTEGER), row(1))))
                .containsEntry("column", "id");
    }

    @Test
    void aTextLongerThanItsColumnIsRefusedBlanksCounted() {
        TableRules rules = rules(field("v", STRING, "__CHAR_VARCHAR_TYPE_STRING", "varchar(3)"));
        StructType schema = StructType.EMPTY.add("v", STRING);

        assertThat(column(rules.apply(rows(schema, row("ab"), row("äöü"), row((Object) null)), 0), "v"))
                .containsExactly("ab", "äöü", null);
        assertThat(violation(rules, rows(schema, row("a"), row("ab  "))))
                .containsEntry("column", "v")
                .containsEntry("row", "101")
                .containsEntry("rule", "VARCHAR(3)")
                .containsEntry("value", "ab  ");
    }

    @Test
    void lengthsHoldAtEveryDepth() {
        StructType inner = StructType.EMPTY.add("c", STRING).add("i", INTEGER);
        StructType schema = StructType.EMPTY
                .add("s", inner)
                .add("l", new ArrayType(STRING, true))
                .add("m", new MapType(STRING, STRING, true));
        TableRules rules = rules(
                field("s", inner, "__CHAR_VARCHAR_TYPE_STRING", "struct<before:char(3),i:decimal(3,2)>"),
                field("l", new ArrayType(STRING, true), "__CHAR_VARCHAR_TYPE_STRING", "array<char(2)>"),
                field("m", new MapType(STRING, STRING, true), "__CHAR_VARCHAR_TYPE_STRING", "map<varchar(2),string>"));

        assertThat(rules.apply(rows(schema, row(List.of("üüü", 1), List.of("a", ""), Map.of("k", "long"))), 0)
                        .rowCount())
                .isEqualTo(1);
        assertThat(violation(rules, rows(schema, row(List.of("xxxx", 1), List.of(), Map.of()))))
                .containsEntry("column", "s.c")
                .containsEntry("rule", "CHAR(3)");
        assertThat(violation(rules, rows(schema, row(null, List.of("a"), null), row(null, List.of("a", "bcd"), null))))
                .containsEntry("column", "l.element")
                .containsEntry("row", "101");
        assertThat(violation(rules, rows(schema, row(null, null, Map.of("key", "")))))
                .containsEntry("column", "m.key");
    }

    @Test
    void aDeclaredTypeThatIsAnotherIsCorrupt() {
        assertThat(facts(catchThrowableOfType(
                        CorruptTableException.class,
                        () -> rules(field("v", new ArrayType(STRING, true), "__CHAR_VARCHAR_TYPE_STRING", "char(3)")))))
                .containsEntry("column", "v");
    }

    @Test
    void aTableWithoutRulesLeavesItsRowsAsTheyAre() {
        TableRules rules = rules(plain("a", INTEGER));
        ColumnBatch batch = rows(StructType.of(plain("a", INTEGER)), row(1));

        assertThat(rules.apply(batch, 0)).isSameAs(batch);
    }
}
