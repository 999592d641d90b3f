package io.weir.format.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsColumnsTest {
    private static final StructType NESTED = StructType.EMPTY
            .add("x", PrimitiveType.INTEGER)
            .add("deep", StructType.EMPTY.add("y", PrimitiveType.STRING).add("z", PrimitiveType.BINARY));
    private static final StructType TABLE = StructType.EMPTY
            .add("a", PrimitiveType.LONG)
            .add("day", PrimitiveType.DATE)
            .add("s", NESTED)
            .add("list", new ArrayType(PrimitiveType.LONG, true))
            .add("m", new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true))
            .add("flag", PrimitiveType.BOOLEAN)
            .add("odd name", PrimitiveType.DOUBLE);

    @Test
    void theFirst32LeavesAreIndexedUnlessToldOtherwise() {
        StructType wide = StructType.EMPTY;
        for (int i = 0; i < 40; i++) {
            wide = wide.add("c" + i, PrimitiveType.LONG);
        }
        assertThat(of(wide, Map.of()).leaves()).hasSize(32).last().isEqualTo(List.of("c31"));
    }

    @Test
    void fieldsOfStructsCountOneByOneArraysAndMapsAsOneAndPartitionColumnsNot() {
        assertThat(paths(Map.of(StatisticsColumns.NUM_INDEXED_COLS, "5")))
                .containsExactly("a", "s.x", "s.deep.y", "s.deep.z", "list");
        assertThat(paths(Map.of(StatisticsColumns.NUM_INDEXED_COLS, "3"))).containsExactly("a", "s.x", "s.deep.y");
        assertThat(paths(Map.of(StatisticsColumns.NUM_INDEXED_COLS, "0"))).isEmpty();
        assertThat(paths(Map.of(StatisticsColumns.NUM_INDEXED_COLS, "-1")))
                .containsExactly("a", "s.x", "s.deep.y", "s.deep.z", "list", "m", "flag", "odd name");
    }

    @Test
    void namedColumnsGoBeforeTheNumberAndAStructStandsForItsFields() {
        assertThat(paths(Map.of(
                        StatisticsColumns.STATS_COLUMNS,
                        "S.deep, `odd name` ,missing,day",
                        StatisticsColumns.NUM_INDEXED_COLS,
                        "1")))
                .containsExactly("s.deep.y", "s.deep.z", "odd name");
        assertThat(paths(Map.of(StatisticsColumns.STATS_COLUMNS, " "))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", "a b", "`a", "``", ".a", "a.", ","})
    void aListOfColumnsThatIsNoneIsRefused(String list) {
        assertThatThrownBy(() -> of(TABLE, Map.of(StatisticsColumns.STATS_COLUMNS, list)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(StatisticsColumns.STATS_COLUMNS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-2", ""})
    void aNumberOfColumnsThatIsNoneIsRefused(String number) {
        assertThatThrownBy(() -> of(TABLE, Map.of(StatisticsColumns.NUM_INDEXED_COLS, number)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(StatisticsColumns.NUM_INDEXED_COLS);
    }

    @Test
    void aQuotedNameMayHoldAnything() {
        StructType odd = StructType.EMPTY.add("a.b`c,d", PrimitiveType.LONG).add("e", PrimitiveType.LONG);
        assertThat(of(odd, Map.of(StatisticsColumns.STATS_COLUMNS, "`a.b``c,d`"))
                        .leaves())
                .containsExactly(List.of("a.b`c,d"));
    }

    @Test
    void parsedStatisticsMirrorTheTableWithBoundsWhereThereAreAny() {
        StructType bounds = StructType.EMPTY
                .add("a", PrimitiveType.LONG)
                .add(
                        "s",
                        StructType.EMPTY
                                .add("x", PrimitiveType.INTEGER)
                                .add("deep", StructType.EMPTY.add("y", PrimitiveType.STRING)))
                .add("odd name", PrimitiveType.DOUBLE);
        StructType counts = StructType.EMPTY
                .add("a", PrimitiveType.LONG)
                .add(
                        "s",
                        StructType.EMPTY
                                .add("x", PrimitiveType.LONG)
                                .add(
                                        "deep",
                                        StructType.EMPTY
                                                .add("y", PrimitiveType.LONG)
                                                .add("z", PrimitiveType.LONG)))
                .add("list", PrimitiveType.LONG)
                .add("m", PrimitiveType.LONG)
                .add("flag", PrimitiveType.LONG)
                .add("odd name", PrimitiveType.LONG);
        assertThat(of(TABLE, Map.of()).statsSchema(true))
                .isEqualTo(StructType.EMPTY
                        .add("numRecords", PrimitiveType.LONG)
                        .add("minValues", bounds)
                        .add("maxValues", bounds)
                        .add("nullCount", counts)
                        .add("tightBounds", PrimitiveType.BOOLEAN));
    }

    @Test
    void withoutColumnsOnlyRecordsAreCounted() {
        assertThat(of(TABLE, Map.of(StatisticsColumns.NUM_INDEXED_COLS, "0")).statsSchema(false))
                .isEqualTo(StructType.EMPTY.add("numRecords", PrimitiveType.LONG));
    }

    @Test
    void numbersDatesTimesAndStringsHaveBoundsOthersNot() {
        assertThat(StatisticsColumns.hasBounds(new DecimalType(38, 2))).isTrue();
        for (PrimitiveType type : PrimitiveType.values()) {
            assertThat(StatisticsColumns.hasBounds(type))
                    .as(type.sql())
                    .isEqualTo(type != PrimitiveType.BOOLEAN
                            && type != PrimitiveType.BINARY
                            && type != PrimitiveType.VOID);
        }
        assertThat(StatisticsColumns.hasBounds(new ArrayType(PrimitiveType.LONG, true)))
                .isFalse();
    }

    private static List<String> paths(Map<String, String> properties) {
        return of(TABLE, properties).leaves().stream()
                .map(p -> String.join(".", p))
                .toList();
    }

    private static StatisticsColumns of(StructType schema, Map<String, String> properties) {
        return StatisticsColumns.of(schema, List.of("DAY"), properties);
    }
}
