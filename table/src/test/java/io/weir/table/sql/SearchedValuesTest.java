package io.weir.table.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.format.type.ArrayType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchedValuesTest {
    private static final ColumnBatch ROW = new BatchBuilder(StructType.EMPTY
                    .add("a", new ArrayType(PrimitiveType.INTEGER, true))
                    .add("m", new MapType(PrimitiveType.INTEGER, PrimitiveType.STRING, true))
                    .add("t", new ArrayType(PrimitiveType.BYTE, true))
                    .add("big", PrimitiveType.LONG)
                    .add("x", PrimitiveType.DOUBLE))
            .add(List.of(1, 2), Map.of(1, "one"), List.of((byte) 1), 5_000_000_000L, 1.5)
            .build();

    private static @Nullable Object value(String sql) {
        return Values.valueAt(
                Evaluator.of(SqlExpressions.parse(sql), ROW.schema()).evaluate(ROW), 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "array_contains(a, 1.5)",
                "array_contains(a, x)",
                "array_contains(a, big)",
                "array_contains(a, 5000000000)",
                "m[1.9]",
                "m[big]"
            })
    void aValueThatIsNoneOfTheElementsTypeIsNotMadeOne(String sql) {
        assertThatThrownBy(() -> value(sql))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageContaining("CAST");
    }

    @ParameterizedTest
    @CsvSource({"'array_contains(t, 1)'", "'array_contains(a, 1.0)'", "'array_contains(a, 2L)'", "'m[1L] = ''one'''"})
    void aConstantOfAnotherTypeIsFoundIfItIsTheSameNumber(String sql) {
        assertThat(value(sql)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix_timestamp('2024-02-31', 'yyyy-MM-dd')",
                "to_date('2023-02-29', 'yyyy-MM-dd')",
                "to_date('31.04.24', 'dd.MM.yy')",
                "to_timestamp('2024-01-01 24:00', 'yyyy-MM-dd HH:mm')"
            })
    void aDateThatIsNotThereIsNotMovedToOneThatIs(String sql) {
        assertThatThrownBy(() -> value(sql)).isInstanceOf(EvaluationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'to_date(''12-FEB-2024'', ''dd-MMM-yyyy'')', 2024-02-12",
        "'to_date(''12.02.24'', ''dd.MM.yy'')', 2024-02-12",
        "'to_date(''12'', ''dd'')', 1970-01-12",
        "'to_date(''2024-03'', ''yyyy-MM'')', 2024-03-01",
        "'to_date(''12 Feb 2024 AD'', ''d MMM yyyy G'')', 2024-02-12",
        "'to_timestamp(''11:30 pm'', ''hh:mm a'')', 1970-01-01T23:30:00Z",
        "'to_timestamp(''02:30'', ''hh:mm'')', 1970-01-01T02:30:00Z",
        "'to_timestamp(''05:06'', ''mm:ss'')', 1970-01-01T00:05:06Z",
        "'to_timestamp(''2024-01-02 13'', ''yyyy-MM-dd HH'')', 2024-01-02T13:00:00Z",
        "'date_format(DATE''2024-02-12'', ''yy yyyy'')', 24 2024"
    })
    void textsAreReadAsSparkReadsThem(String sql, String expected) {
        assertThat(String.valueOf(value(sql))).isEqualTo(expected);
    }

    @Test
    void anElementsTypeTakesNull() {
        assertThat(value("array_contains(a, NULL)")).isNull();
    }
}
