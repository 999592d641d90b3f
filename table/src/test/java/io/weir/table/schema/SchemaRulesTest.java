package io.weir.table.schema;

import static io.weir.format.type.PrimitiveType.INTEGER;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.ArrayType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructType;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaRulesTest {
    private static final StructType ID = StructType.EMPTY.add("id", LONG);

    static Stream<Arguments> brokenSchemas() {
        return Stream.of(
                Arguments.of(StructType.EMPTY, List.of(), null, "columns"),
                Arguments.of(ID.add("ID", STRING), List.of(), "ID", "distinct names"),
                Arguments.of(ID.add("a b", STRING), List.of(), "a b", "column names"),
                Arguments.of(ID.add("a=b", STRING), List.of(), "a=b", "column names"),
                Arguments.of(ID.add("", STRING), List.of(), "", "column names"),
                Arguments.of(ID.add("s", StructType.EMPTY), List.of(), "s", "fields"),
                Arguments.of(
                        ID.add("s", StructType.EMPTY.add("x", LONG).add("X", LONG)),
                        List.of(),
                        "s.X",
                        "distinct names"),
                Arguments.of(
                        ID.add("l", new ArrayType(StructType.EMPTY.add("a;b", LONG), true)),
                        List.of(),
                        "l.element.a;b",
                        "column names"),
                Arguments.of(
                        ID.add("m", new MapType(STRING, StructType.EMPTY.add("a,b", LONG), true)),
                        List.of(),
                        "m.value.a,b",
                        "column names"),
                Arguments.of(ID.add("d", STRING), List.of("e"), "e", "partitioning"),
                Arguments.of(ID.add("d", STRING), List.of("d", "D"), "D", "partitioning"),
                Arguments.of(ID.add("l", new ArrayType(LONG, true)), List.of("l"), "l", "partitioning"),
                Arguments.of(ID, List.of("id"), null, "partitioning"));
    }

    @ParameterizedTest
    @MethodSource("brokenSchemas")
    void aSchemaThatBreaksARuleIsRefusedByColumnAndRule(
            StructType schema, List<String> partitionColumns, String column, String rule) {
        assertThatThrownBy(() -> SchemaRules.check(schema, partitionColumns))
                .isInstanceOfSatisfying(SchemaMismatchException.class, e -> {
                    assertThat(e.facts().get("column")).isEqualTo(column);
                    assertThat(e.facts()).containsEntry("rule", rule);
                });
    }

    @Test
    void namesWithDotsAndUmlautsAreFine() {
        SchemaRules.check(ID.add("a.b", STRING).add("Größe", INTEGER), List.of("a.b"));
    }

    @Test
    void mergingAddsNullableColumnsAtTheEndOfEveryStruct() {
        StructType table = StructType.EMPTY
                .add("id", LONG, false)
                .add("s", StructType.EMPTY.add("x", LONG))
                .add("l", new ArrayType(StructType.EMPTY.add("y", LONG), false));
        StructType rows = StructType.EMPTY
                .add("extra", StructType.EMPTY.add("deep", STRING, false), false)
                .add("L", new ArrayType(StructType.EMPTY.add("z", STRING, false), true))
                .add("s", StructType.EMPTY.add("w", INTEGER).add("X", INTEGER))
                .add("ID", INTEGER);

        assertThat(SchemaRules.merge(table, rows, false))
                .isEqualTo(StructType.EMPTY
                        .add("id", LONG, false)
                        .add("s", StructType.EMPTY.add("x", LONG).add("w", INTEGER))
                        .add("l", new ArrayType(StructType.EMPTY.add("y", LONG).add("z", STRING), false))
                        .add("extra", StructType.EMPTY.add("deep", STRING)));
    }

    @Test
    void mergingRefusesNewNamesThatDifferOnlyInCase() {
        assertThatThrownBy(() -> SchemaRules.merge(ID, ID.add("new", LONG).add("NEW", LONG), false))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("column=NEW, other=new");
        assertThatThrownBy(() -> SchemaRules.merge(ID, ID.add("a b", LONG), false))
                .isInstanceOf(SchemaMismatchException.class);
    }

    static Stream<Arguments> brokenProperties() {
        return Stream.of(
                Arguments.of("delta.appendOnly", "yes"),
                Arguments.of("delta.checkpointInterval", "0"),
                Arguments.of("delta.checkpointInterval", "ten"),
                Arguments.of("delta.dataSkippingNumIndexedCols", "99999999999"),
                Arguments.of("delta.minReaderVersion", "99999999999"),
                Arguments.of("delta.dataSkippingStatsColumns", "a,,b"),
                Arguments.of("delta.dataSkippingStatsColumns", "`a"),
                Arguments.of("delta.logRetentionDuration", "30 fortnights"),
                Arguments.of("delta.targetFileSize", "128 elephants"),
                Arguments.of("delta.isolationLevel", "None"),
                Arguments.of("delta.parquet.compression.codec", "rar"),
                Arguments.of("delta.feature.appendOnly", "maybe"),
                Arguments.of("delta.feature.noSuchFeature", "supported"),
                Arguments.of("delta.appendsOnly", "true"));
    }

    @ParameterizedTest
    @MethodSource("brokenProperties")
    void aPropertyWithoutMeaningIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> TableProperties.checked(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        TableException.class, e -> assertThat(e.facts()).containsEntry("property", name));
    }

    @Test
    void propertiesOfTheUserAreFreeAndKnownNamesGetTheirCase() {
        assertThat(TableProperties.checked(
                        Map.of("owner", "me", "DELTA.appendonly", "TRUE", "delta.targetFileSize", "1 GB")))
                .containsOnly(
                        Map.entry("owner", "me"),
                        Map.entry("delta.appendOnly", "TRUE"),
                        Map.entry("delta.targetFileSize", "1 GB"));
        assertThat(TableProperties.targetFileBytes(Map.of("delta.targetFileSize", "1 GB")))
                .isEqualTo(1L << 30);
        assertThat(PropertySyntax.interval("interval 1 week 2 hours"))
                .hasDays(7)
                .hasHours(170);
    }
}
