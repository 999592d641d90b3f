package io.weir.compaction.curve;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnRangesTest {
    private static final int BITS = 10;

    static Stream<Arguments> ascending() {
        return Stream.of(
                Arguments.of(PrimitiveType.LONG, List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE)),
                Arguments.of(PrimitiveType.INTEGER, List.of(Integer.MIN_VALUE, -5, 0, 7)),
                Arguments.of(
                        PrimitiveType.DOUBLE,
                        List.of(
                                Double.NEGATIVE_INFINITY,
                                -1.5,
                                0.0,
                                1e-300,
                                2.0,
                                Double.POSITIVE_INFINITY,
                                Double.NaN)),
                Arguments.of(PrimitiveType.FLOAT, List.of(-3f, -0.5f, 0f, 0.25f, Float.NaN)),
                Arguments.of(PrimitiveType.STRING, List.of("", "a", "ab", "b", "é", "\uD83D\uDE00")),
                Arguments.of(
                        PrimitiveType.DATE,
                        List.of(LocalDate.of(1, 1, 1), LocalDate.of(1969, 1, 1), LocalDate.MAX.withYear(9999))),
                Arguments.of(PrimitiveType.BOOLEAN, List.of(false, true)),
                Arguments.of(
                        new DecimalType(10, 2),
                        List.of(new BigDecimal("-1.50"), new BigDecimal("0.00"), new BigDecimal("3.25"))),
                Arguments.of(
                        new DecimalType(38, 0),
                        List.of(
                                new BigDecimal("-99999999999999999999999999999999999999"),
                                new BigDecimal("-1"),
                                new BigDecimal("1"),
                                new BigDecimal("9223372036854775808"),
                                new BigDecimal("18446744073709551615"),
                                new BigDecimal("18446744073709551616"))));
    }

    @ParameterizedTest
    @MethodSource("ascending")
    void greaterValuesHaveGreaterCoordinatesAndNullHasTheSmallest(DataType type, List<Object> values) {
        Object[] all = new Object[values.size() + 1];
        for (int i = 0; i < values.size(); i++) {
            all[i + 1] = values.get(i);
        }
        ColumnVector column = column(type, all);
        int[] coordinates = ColumnRanges.of(column, BITS).coordinates(column);
        assertThat(coordinates).isSorted().doesNotHaveDuplicates();
        assertThat(coordinates[0]).isZero();
        assertThat(coordinates[all.length - 1]).isEqualTo((1 << BITS) - 1);
    }

    @Test
    void valuesBetweenAndBeyondThoseOfTheSampleComeWhereTheyBelong() {
        ColumnRanges ranges = ColumnRanges.of(column(PrimitiveType.LONG, 10L, 20L, 30L), BITS);
        int[] found = ranges.coordinates(column(PrimitiveType.LONG, 5L, 10L, 15L, 20L, 99L));
        assertThat(found).containsExactly(0, 0, 0, 511, 1023);
    }

    @Test
    void aValueTakesAsMuchOfTheScaleAsItHasRows() {
        Object[] mostlyOne = new Object[1000];
        Arrays.fill(mostlyOne, 1L);
        mostlyOne[999] = 2L;
        ColumnRanges ranges = ColumnRanges.of(column(PrimitiveType.LONG, mostlyOne), BITS);
        assertThat(ranges.coordinates(column(PrimitiveType.LONG, 1L, 2L))).containsExactly(0, 1023);
    }

    @Test
    void wordsOfADictionaryAreLookedUpOnce() {
        ColumnRanges ranges = ColumnRanges.of(column(PrimitiveType.STRING, "a", "b", "c"), BITS);
        BytesVector dictionary = new BytesVector(
                PrimitiveType.STRING,
                5,
                "cab".getBytes(StandardCharsets.UTF_8),
                new int[] {0, 1, 2, 3},
                3,
                new int[] {0, 1, 2, 0, 0},
                new boolean[] {false, false, false, false, true});
        assertThat(ranges.coordinates(dictionary)).containsExactly(1023, 0, 511, 1023, 0);
    }

    @Test
    void aSampleWithoutValuesPutsAllIntoOnePlace() {
        ColumnRanges ranges = ColumnRanges.of(column(PrimitiveType.STRING, (Object) null), BITS);
        assertThat(ranges.coordinates(column(PrimitiveType.STRING, "a", null))).containsExactly(0, 0);
    }

    private static ColumnVector column(DataType type, @Nullable Object... values) {
        BatchBuilder rows = new BatchBuilder(StructType.EMPTY.add("c", type));
        for (Object value : values) {
            rows.add(new @Nullable Object[] {value});
        }
        return rows.build().column(0);
    }
}
