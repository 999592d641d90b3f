package io.weir.format.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatisticsJsonTest {

    @Test
    void structsAreMirroredAndWhatHasNoBoundsIsOnlyCounted() {
        StructType schema = StructType.EMPTY
                .add("id", PrimitiveType.LONG)
                .add(
                        "s",
                        StructType.EMPTY
                                .add("x", PrimitiveType.INTEGER)
                                .add("deep", StructType.EMPTY.add("y", PrimitiveType.STRING)))
                .add("list", new ArrayType(PrimitiveType.LONG, true))
                .add("flag", PrimitiveType.BOOLEAN)
                .add("raw", PrimitiveType.BINARY);
        FileStatistics statistics = new FileStatistics(
                7,
                List.of(
                        new ColumnStatistics(List.of("id"), PrimitiveType.LONG, 0, -1L, Long.MAX_VALUE),
                        new ColumnStatistics(List.of("s", "x"), PrimitiveType.INTEGER, 7, null, null),
                        new ColumnStatistics(List.of("s", "deep", "y"), PrimitiveType.STRING, 1, "a\"b", "é"),
                        new ColumnStatistics(List.of("list"), new ArrayType(PrimitiveType.LONG, true), 2, null, null),
                        new ColumnStatistics(List.of("flag"), PrimitiveType.BOOLEAN, 3, false, true),
                        new ColumnStatistics(List.of("raw"), PrimitiveType.BINARY, 4, null, null)));

        assertThat(statistics.toJson(StatisticsColumns.all(schema), true))
                .isEqualTo("{\"numRecords\":7,"
                        + "\"minValues\":{\"id\":-1,\"s\":{\"deep\":{\"y\":\"a\\\"b\"}}},"
                        + "\"maxValues\":{\"id\":9223372036854775807,\"s\":{\"deep\":{\"y\":\"é\"}}},"
                        + "\"nullCount\":{\"id\":0,\"s\":{\"x\":7,\"deep\":{\"y\":1}},\"list\":2,\"flag\":3,\"raw\":4},"
                        + "\"tightBounds\":true}");
    }

    @Test
    void columnsThatAreNotIndexedAreLeftOut() {
        FileStatistics statistics = new FileStatistics(
                2,
                List.of(
                        new ColumnStatistics(List.of("a"), PrimitiveType.LONG, 0, 1L, 2L),
                        new ColumnStatistics(List.of("b"), PrimitiveType.LONG, 0, 1L, 2L)));
        StructType one = StructType.EMPTY.add("b", PrimitiveType.LONG);
        assertThat(statistics.toJson(StatisticsColumns.all(one), false))
                .isEqualTo(
                        "{\"numRecords\":2,\"minValues\":{\"b\":1},\"maxValues\":{\"b\":2},\"nullCount\":{\"b\":0}}");
        assertThat(statistics.toJson(StatisticsColumns.all(StructType.EMPTY), false))
                .isEqualTo("{\"numRecords\":2}");
    }

    static List<Arguments> bounds() {
        return List.of(
                Arguments.of(PrimitiveType.BYTE, (byte) -5, "-5"),
                Arguments.of(PrimitiveType.FLOAT, 1.1f, "1.1"),
                Arguments.of(PrimitiveType.DOUBLE, -0.0, "-0.0"),
                Arguments.of(PrimitiveType.DOUBLE, Double.POSITIVE_INFINITY, null),
                Arguments.of(PrimitiveType.FLOAT, Float.NEGATIVE_INFINITY, null),
                Arguments.of(new DecimalType(10, 8), new BigDecimal("0.00000001"), "0.00000001"),
                Arguments.of(new DecimalType(38, 0), new BigDecimal("9".repeat(38)), "9".repeat(38)),
                Arguments.of(PrimitiveType.DATE, LocalDate.of(1582, 10, 4), "\"1582-10-04\""),
                Arguments.of(PrimitiveType.DATE, LocalDate.of(10000, 1, 1), null),
                Arguments.of(PrimitiveType.DATE, LocalDate.of(0, 12, 31), null),
                Arguments.of(
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("2020-01-01T00:00:00.123999Z"),
                        "\"2020-01-01T00:00:00.123Z\""),
                Arguments.of(
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("1969-12-31T23:59:59.999999Z"),
                        "\"1969-12-31T23:59:59.999Z\""),
                Arguments.of(PrimitiveType.TIMESTAMP, Instant.parse("+10000-01-01T00:00:00Z"), null),
                Arguments.of(
                        PrimitiveType.TIMESTAMP_NTZ,
                        LocalDateTime.parse("2020-01-01T00:00:00.5"),
                        "\"2020-01-01T00:00:00.500\""));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void aBoundIsWrittenAsDeltaWritesIt(DataType type, Object bound, @Nullable String json) {
        FileStatistics statistics =
                new FileStatistics(1, List.of(new ColumnStatistics(List.of("c"), type, 0, bound, bound)));
        StatisticsColumns columns = StatisticsColumns.all(StructType.EMPTY.add("c", type));
        String expected = json == null ? "{}" : "{\"c\":" + json + "}";
        assertThat(statistics.toJson(columns, false))
                .isEqualTo("{\"numRecords\":1,\"minValues\":" + expected + ",\"maxValues\":" + expected
                        + ",\"nullCount\":{\"c\":0}}");
    }

    @Test
    void whatIsWrittenIsReadBackIntoColumns() {
        StructType schema = StructType.EMPTY
                .add("l", PrimitiveType.LONG)
                .add("s", StructType.EMPTY.add("d", new DecimalType(20, 2)).add("t", PrimitiveType.TIMESTAMP))
                .add("n", PrimitiveType.TIMESTAMP_NTZ)
                .add("day", PrimitiveType.DATE)
                .add("x", PrimitiveType.DOUBLE)
                .add("y", PrimitiveType.STRING);
        StatisticsColumns columns = StatisticsColumns.all(schema);
        FileStatistics statistics = new FileStatistics(
                3,
                List.of(
                        column("l", PrimitiveType.LONG, Long.MIN_VALUE),
                        new ColumnStatistics(
                                List.of("s", "d"),
                                new DecimalType(20, 2),
                                1,
                                new BigDecimal("-123456789012345678.90"),
                                new BigDecimal("0.01")),
                        new ColumnStatistics(
                                List.of("s", "t"),
                                PrimitiveType.TIMESTAMP,
                                2,
                                Instant.parse("1500-01-01T00:00:00.001Z"),
                                Instant.parse("2500-01-01T00:00:00Z")),
                        column("n", PrimitiveType.TIMESTAMP_NTZ, LocalDateTime.parse("2020-02-29T12:00:00")),
                        column("day", PrimitiveType.DATE, LocalDate.of(1, 1, 1)),
                        column("x", PrimitiveType.DOUBLE, 0.1),
                        column("y", PrimitiveType.STRING, "a,\"ü\ud83d\ude00")));
        Row row = parse(columns.statsSchema(true), statistics.toJson(columns, true))
                .row(0);

        Row min = struct(row, "minValues");
        assertThat(row.value("numRecords")).isEqualTo(3L);
        assertThat(min.value("l")).isEqualTo(Long.MIN_VALUE);
        assertThat(struct(min, "s").value("d")).isEqualTo(new BigDecimal("-123456789012345678.90"));
        assertThat(struct(min, "s").value("t")).isEqualTo(Instant.parse("1500-01-01T00:00:00.001Z"));
        assertThat(min.value("n")).isEqualTo(LocalDateTime.parse("2020-02-29T12:00:00"));
        assertThat(min.value("day")).isEqualTo(LocalDate.of(1, 1, 1));
        assertThat(min.value("x")).isEqualTo(0.1);
        assertThat(min.value("y")).isEqualTo("a,\"ü\ud83d\ude00");
        assertThat(struct(struct(row, "nullCount"), "s").value("t")).isEqualTo(2L);
        assertThat(row.value("tightBounds")).isEqualTo(true);
    }

    private static ColumnStatistics column(String name, DataType type, Object bound) {
        return new ColumnStatistics(List.of(name), type, 0, bound, bound);
    }

    static List<Arguments> texts() {
        return List.of(
                Arguments.of("{\"numRecords\":5}", 5L, null),
                Arguments.of("{\"NUMRECORDS\":5,\"minvalues\":{\"A\":1}}", 5L, 1L),
                Arguments.of("{\"minValues\":{\"a\":1},\"unknown\":[{\"x\":[1]}],\"numRecords\":5}", 5L, 1L),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":\"1\"}}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":1.5}}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":92233720368547758070}}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":{\"b\":1}}}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":null}}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":null}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":[1]}", 5L, null),
                Arguments.of("{\"numRecords\":5,\"numRecords\":6}", null, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":1,\"A\":0}}", null, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":1}", null, null),
                Arguments.of("{\"numRecords\":5,\"minValues\":{\"a\":1", null, null),
                Arguments.of("{\"numRecords\":5}{", null, null),
                Arguments.of("{\"numRecords\":5} 6", null, null),
                Arguments.of("[5]", null, null),
                Arguments.of("null", null, null),
                Arguments.of("", null, null));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatCannotBeReadIsNotKnown(String text, @Nullable Long numRecords, @Nullable Long min) {
        StructType schema = StatisticsColumns.all(StructType.EMPTY.add("a", PrimitiveType.LONG))
                .statsSchema(false);
        String good = "{\"numRecords\":1,\"minValues\":{\"a\":2}}";
        ColumnBatch batch = parse(schema, good, text, good);
        assertThat(batch.rowCount()).isEqualTo(3);
        for (int good0 : new int[] {0, 2}) {
            assertThat(batch.row(good0).value("numRecords")).isEqualTo(1L);
            assertThat(struct(batch.row(good0), "minValues").value("a")).isEqualTo(2L);
        }
        assertThat(batch.row(1).value("numRecords")).isEqualTo(numRecords);
        Object minValues = batch.row(1).value("minValues");
        assertThat(minValues == null ? null : ((Row) minValues).value("a")).isEqualTo(min);
    }

    @Test
    void foreignFormsOfBoundsAreUnderstood() {
        StructType schema = StatisticsColumns.all(StructType.EMPTY
                        .add("t", PrimitiveType.TIMESTAMP)
                        .add("x", PrimitiveType.DOUBLE)
                        .add("d", new DecimalType(5, 2))
                        .add("n", PrimitiveType.TIMESTAMP_NTZ))
                .statsSchema(false);
        ColumnBatch batch = parse(
                schema,
                "{\"minValues\":{\"t\":\"2020-01-01T01:00:00.000+01:00\",\"x\":\"-Infinity\",\"d\":1e2,\"n\":\"2020-01-01 00:00:00\"}}",
                "{\"minValues\":{\"t\":\"2020-01-01 00:00:00.5\",\"x\":\"NaN\",\"d\":1e3,\"n\":\"gestern\"}}",
                "{\"minValues\":{\"t\":\"2020-01-01T00:00:00Z\",\"x\":1,\"d\":1e-999999999,\"n\":7}}",
                "{\"minValues\":{\"t\":\"gestern\",\"x\":1e999,\"d\":0,\"n\":\"2020-01-01\"}}");
        Row first = struct(batch.row(0), "minValues");
        assertThat(first.value("t")).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(first.value("x")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(first.value("d")).isEqualTo(new BigDecimal("100.00"));
        assertThat(first.value("n")).isEqualTo(LocalDateTime.parse("2020-01-01T00:00:00"));
        Row second = struct(batch.row(1), "minValues");
        assertThat(second.value("t")).as("of which zone?").isNull();
        assertThat(second.value("x")).isNull();
        assertThat(second.value("d")).isNull();
        assertThat(second.value("n")).isNull();
        Row third = struct(batch.row(2), "minValues");
        assertThat(third.value("t")).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(third.value("x")).isEqualTo(1.0);
        assertThat(third.value("d")).isNull();
        assertThat(third.value("n")).isNull();
        Row fourth = struct(batch.row(3), "minValues");
        assertThat(fourth.value("t")).isNull();
        assertThat(fourth.value("x")).isNull();
        assertThat(fourth.value("d")).isEqualTo(new BigDecimal("0.00"));
        assertThat(fourth.value("n")).isEqualTo(LocalDateTime.parse("2020-01-01T00:00:00"));
    }

    @Test
    void aBoundWithHalfACharacterIsNotKnown() {
        StructType schema = StatisticsColumns.all(StructType.EMPTY.add("a", PrimitiveType.STRING))
                .statsSchema(false);
        ColumnBatch batch =
                parse(schema, "{\"minValues\":{\"a\":\"x\\ud83d\"},\"maxValues\":{\"a\":\"x\\ud83d\\ude80\"}}");
        assertThat(struct(batch.row(0), "minValues").value("a")).isNull();
        assertThat(struct(batch.row(0), "maxValues").value("a")).isEqualTo("x🚀");
    }

    @Test
    void aFileWithoutStatisticsIsARowOfNulls() {
        StructType schema = StatisticsColumns.all(StructType.EMPTY.add("a", PrimitiveType.LONG))
                .statsSchema(false);
        BytesVector texts = new BytesVector(PrimitiveType.STRING, 1, new byte[0], new int[2], new boolean[] {true});
        ColumnBatch batch = new StatisticsParser(schema).parse(texts);
        assertThat(batch.row(0).value("numRecords")).isNull();
        assertThat(batch.row(0).value("minValues")).isNull();
    }

    private static Row struct(Row row, String name) {
        return Objects.requireNonNull(row.struct(name), name);
    }

    private static ColumnBatch parse(StructType schema, String... texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        int[] offsets = new int[texts.length + 1];
        for (int i = 0; i < texts.length; i++) {
            data.writeBytes(texts[i].getBytes(StandardCharsets.UTF_8));
            offsets[i + 1] = data.size();
        }
        return new StatisticsParser(schema)
                .parse(new BytesVector(PrimitiveType.STRING, texts.length, data.toByteArray(), offsets, null));
    }
}
