package io.weir.table.schema;

import static io.weir.format.type.PrimitiveType.BOOLEAN;
import static io.weir.format.type.PrimitiveType.BYTE;
import static io.weir.format.type.PrimitiveType.DATE;
import static io.weir.format.type.PrimitiveType.DOUBLE;
import static io.weir.format.type.PrimitiveType.FLOAT;
import static io.weir.format.type.PrimitiveType.INTEGER;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.SHORT;
import static io.weir.format.type.PrimitiveType.STRING;
import static io.weir.format.type.PrimitiveType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchFitTest {
    private static ColumnBatch column(DataType type, @Nullable Object... values) {
        BatchBuilder builder = new BatchBuilder(StructType.EMPTY.add("c", type));
        for (@Nullable Object value : values) {
            builder.add(value);
        }
        return builder.build();
    }

    private static @Nullable Object fitted(DataType from, DataType to, Object value) {
        return new BatchFit(StructType.EMPTY.add("c", to))
                .fit(column(from, value), 0)
                .row(0)
                .value(0);
    }

    static Stream<Arguments> wideningPairs() {
        return Stream.of(
                Arguments.of(BYTE, SHORT, (byte) -3, (short) -3),
                Arguments.of(BYTE, INTEGER, (byte) 3, 3),
                Arguments.of(SHORT, LONG, (short) 3, 3L),
                Arguments.of(INTEGER, LONG, Integer.MIN_VALUE, (long) Integer.MIN_VALUE),
                Arguments.of(FLOAT, DOUBLE, 0.5f, 0.5),
                Arguments.of(INTEGER, DOUBLE, 7, 7.0),
                Arguments.of(
                        new DecimalType(5, 2), new DecimalType(9, 4), new BigDecimal("1.25"), new BigDecimal("1.2500")),
                Arguments.of(
                        new DecimalType(5, 2),
                        new DecimalType(30, 4),
                        new BigDecimal("-1.25"),
                        new BigDecimal("-1.2500")),
                Arguments.of(
                        new DecimalType(20, 2),
                        new DecimalType(38, 3),
                        new BigDecimal("123456789012345678.25"),
                        new BigDecimal("123456789012345678.250")));
    }

    @ParameterizedTest
    @MethodSource("wideningPairs")
    void aNarrowerValueBecomesAWiderOne(DataType from, DataType to, Object value, Object expected) {
        assertThat(fitted(from, to, value)).isEqualTo(expected);
    }

    static Stream<Arguments> refusedPairs() {
        return Stream.of(
                Arguments.of(LONG, INTEGER),
                Arguments.of(LONG, DOUBLE),
                Arguments.of(DOUBLE, FLOAT),
                Arguments.of(INTEGER, FLOAT),
                Arguments.of(INTEGER, STRING),
                Arguments.of(STRING, INTEGER),
                Arguments.of(STRING, DATE),
                Arguments.of(DATE, TIMESTAMP),
                Arguments.of(BOOLEAN, INTEGER),
                Arguments.of(new DecimalType(10, 2), new DecimalType(10, 3)),
                Arguments.of(new DecimalType(10, 2), new DecimalType(9, 2)),
                Arguments.of(INTEGER, new ArrayType(INTEGER, true)),
                Arguments.of(StructType.EMPTY.add("x", LONG), LONG));
    }

    @ParameterizedTest
    @MethodSource("refusedPairs")
    void atypeThatMayLoseSomethingIsRefused(DataType from, DataType to) {
        BatchFit fit = new BatchFit(StructType.EMPTY.add("c", to));
        ColumnBatch none = column(from);

        assertThatThrownBy(() -> fit.fit(none, 12))
                .isInstanceOfSatisfying(
                        SchemaMismatchException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("column", "c")
                                .containsEntry("row", "12")
                                .containsEntry("rule", "type")
                                .containsEntry("expected", to.sql())
                                .containsEntry("found", from.sql()));
    }

    @Test
    void columnsAreFoundByNameAndMissingOnesAreNull() {
        StructType table = StructType.EMPTY
                .add("id", LONG, false)
                .add("missing", new MapType(STRING, LONG, true))
                .add("s", StructType.EMPTY.add("x", LONG).add("y", STRING));
        StructType rows =
                StructType.EMPTY.add("S", StructType.EMPTY.add("Y", STRING)).add("ID", INTEGER);
        ColumnBatch batch =
                new BatchBuilder(rows).add(List.of("why"), 1).add(null, 2).build();

        ColumnBatch fitted = new BatchFit(table).fit(batch, 0);

        assertThat(fitted.schema()).isEqualTo(table);
        assertThat(fitted.row(0)).hasToString("{id=1, missing=null, s={x=null, y=why}}");
        assertThat(fitted.row(1)).hasToString("{id=2, missing=null, s=null}");
    }

    @Test
    void aColumnTheTableLacksIsRefused() {
        StructType table = StructType.EMPTY.add("s", StructType.EMPTY.add("x", LONG));
        ColumnBatch batch = new BatchBuilder(StructType.EMPTY.add("s", StructType.EMPTY.add("z", LONG))).build();

        assertThatThrownBy(() -> new BatchFit(table).fit(batch, 0))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("column=s.z")
                .hasMessageContaining("mergeSchema");
    }

    static Stream<Arguments> forbiddenNulls() {
        StructType inner = StructType.EMPTY.add("x", LONG, false);
        return Stream.of(
                Arguments.of(LONG, false, 5L, null, "c", "NOT NULL"),
                Arguments.of(inner, true, List.of(5L), Collections.singletonList(null), "c.x", "NOT NULL"),
                Arguments.of(
                        new ArrayType(LONG, false),
                        true,
                        List.of(1L, 2L),
                        Arrays.asList(1L, null),
                        "c.element",
                        "elements are NOT NULL"),
                Arguments.of(
                        new ArrayType(inner, true),
                        true,
                        Arrays.asList(List.of(1L), null),
                        List.of(List.of(1L), Collections.singletonList(null)),
                        "c.element.x",
                        "NOT NULL"),
                Arguments.of(
                        new MapType(STRING, LONG, false),
                        true,
                        Map.of("a", 1L),
                        Collections.singletonMap("a", null),
                        "c.value",
                        "values are NOT NULL"),
                Arguments.of(
                        new MapType(STRING, LONG, true),
                        true,
                        Collections.singletonMap("a", null),
                        Collections.singletonMap(null, 1L),
                        "c.key",
                        "keys are NOT NULL"));
    }

    @ParameterizedTest
    @MethodSource("forbiddenNulls")
    void aNullWhereNoneMayBeNamesColumnRowAndRule(
            DataType type, boolean nullable, Object good, Object bad, String column, String rule) {
        BatchFit fit = new BatchFit(StructType.EMPTY.add("c", type, nullable));
        ColumnBatch fine = nullable ? column(type, good, null, good) : column(type, good, good, good);
        ColumnBatch broken = nullable ? column(type, null, good, bad, good) : column(type, good, good, bad, good);

        assertThat(fit.fit(fine, 0).rowCount()).isEqualTo(3);
        assertThatThrownBy(() -> fit.fit(broken, 100))
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("column", column)
                                .containsEntry("row", "102")
                                .containsEntry("rule", rule));
    }

    @Test
    void elementsOutsideTheRowsOfASliceAreNotLookedAt() {
        DataType type = new ArrayType(LONG, false);
        ColumnBatch whole = column(type, Arrays.asList(1L, null), List.of(2L), Arrays.asList((Long) null));

        ColumnBatch fitted = new BatchFit(StructType.EMPTY.add("c", type)).fit(whole.slice(1, 2), 0);

        assertThat(fitted.row(0)).hasToString("{c=[2]}");
    }
}
