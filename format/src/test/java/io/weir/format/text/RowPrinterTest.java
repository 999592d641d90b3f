package io.weir.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowPrinterTest {
    private static final MapType MAP = new MapType(PrimitiveType.STRING, PrimitiveType.INTEGER, true);

    static Stream<Arguments> values() {
        Map<String, @Nullable Integer> unsorted = new LinkedHashMap<>();
        unsorted.put("b", 1);
        unsorted.put("a", null);
        return Stream.of(
                value(PrimitiveType.BOOLEAN, true, "true", "true"),
                value(PrimitiveType.BYTE, (byte) -128, "-128", "-128"),
                value(PrimitiveType.SHORT, (short) 32767, "32767", "32767"),
                value(PrimitiveType.INTEGER, Integer.MIN_VALUE, "-2147483648", "-2147483648"),
                value(PrimitiveType.LONG, Long.MIN_VALUE, "-9223372036854775808", "-9223372036854775808"),
                value(PrimitiveType.FLOAT, 1.1f, "\"0x1.19999ap0\"", "1.1"),
                value(PrimitiveType.FLOAT, Float.NaN, "\"NaN\"", "\"NaN\""),
                value(PrimitiveType.FLOAT, Float.NEGATIVE_INFINITY, "\"-Infinity\"", "\"-Infinity\""),
                value(PrimitiveType.DOUBLE, -0.0, "\"-0x0.0p0\"", "-0.0"),
                value(PrimitiveType.DOUBLE, 1e300, "\"0x1.7e43c8800759cp996\"", "1.0E300"),
                value(new DecimalType(5, 2), new BigDecimal("-0.05"), "\"-0.05\"", "-0.05"),
                value(new DecimalType(5, 0), new BigDecimal("7"), "\"7\"", "7"),
                value(
                        new DecimalType(38, 10),
                        new BigDecimal("-1234567890123456789012345678.0123456789"),
                        "\"-1234567890123456789012345678.0123456789\"",
                        "-1234567890123456789012345678.0123456789"),
                value(
                        PrimitiveType.STRING,
                        "a\"b\\c\n\t\u0001\u007fé😀/",
                        "\"a\\\"b\\\\c\\u000a\\u0009\\u0001\\u007fé😀/\"",
                        "\"a\\\"b\\\\c\\n\\t\\u0001\\u007fé😀/\""),
                value(PrimitiveType.STRING, "", "\"\"", "\"\""),
                value(PrimitiveType.BINARY, new byte[] {0, -1, 16}, "\"00ff10\"", "\"AP8Q\""),
                value(PrimitiveType.DATE, LocalDate.of(0, 1, 1), "\"0000-01-01\"", "\"0000-01-01\""),
                value(PrimitiveType.DATE, LocalDate.of(-1, 12, 31), "\"-0001-12-31\"", "\"-0001-12-31\""),
                value(PrimitiveType.DATE, LocalDate.of(10000, 2, 29), "\"+10000-02-29\"", "\"+10000-02-29\""),
                value(
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("1582-10-04T23:59:59.000001Z"),
                        "\"1582-10-04T23:59:59.000001Z\"",
                        "\"1582-10-04T23:59:59.000001Z\""),
                value(
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("2001-01-01T00:00:00.500Z"),
                        "\"2001-01-01T00:00:00.500000Z\"",
                        "\"2001-01-01T00:00:00.5Z\""),
                value(
                        PrimitiveType.TIMESTAMP_NTZ,
                        LocalDateTime.of(2001, 1, 1, 10, 0),
                        "\"2001-01-01T10:00:00.000000\"",
                        "\"2001-01-01T10:00:00\""),
                value(new ArrayType(PrimitiveType.INTEGER, true), Arrays.asList(1, null), "[1,null]", "[1,null]"),
                value(new ArrayType(PrimitiveType.INTEGER, true), List.of(), "[]", "[]"),
                value(MAP, unsorted, "[[\"a\",null],[\"b\",1]]", "{\"b\":1,\"a\":null}"),
                value(
                        new MapType(PrimitiveType.LONG, PrimitiveType.STRING, true),
                        Map.of(7L, "x"),
                        "[[7,\"x\"]]",
                        "{\"7\":\"x\"}"),
                value(
                        StructType.EMPTY.add("x", PrimitiveType.LONG).add("y z", PrimitiveType.STRING),
                        Arrays.asList(1L, null),
                        "{\"x\":1,\"y z\":null}",
                        "{\"x\":1,\"y z\":null}"));
    }

    private static Arguments value(DataType type, Object value, String canonical, String json) {
        return Arguments.of(type, value, canonical, json);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void everyTypeHasItsCanonicalAndItsPlainForm(DataType type, Object value, String canonical, String json) {
        StructType schema = StructType.EMPTY.add("v", type);
        ColumnBatch batch =
                new BatchBuilder(schema).add(value).add((Object) null).build();

        assertThat(printed(RowPrinter::canonical, batch)).isEqualTo("{\"v\":" + canonical + "}\n{\"v\":null}\n");
        assertThat(printed(RowPrinter::jsonLines, batch)).isEqualTo("{\"v\":" + json + "}\n{\"v\":null}\n");
        assertThat(printed(RowPrinter::jsonArray, batch)).isEqualTo("[{\"v\":" + json + "},\n{\"v\":null}]\n");
    }

    @Test
    void nothingIsAnEmptyArrayAHeaderOrNoLine() {
        StructType schema = StructType.EMPTY.add("a", PrimitiveType.LONG).add("b,c", PrimitiveType.STRING);
        ColumnBatch none = new BatchBuilder(schema).build();

        assertThat(printed(RowPrinter::jsonArray, none)).isEqualTo("[]\n");
        assertThat(printed(RowPrinter::jsonLines, none)).isEmpty();
        assertThat(printed(RowPrinter::csv, none)).isEqualTo("a,\"b,c\"\n");
    }

    @Test
    void csvTellsNullFromTheEmptyStringAndQuotesWhatItMust() {
        StructType schema = StructType.EMPTY.add("s", PrimitiveType.STRING).add("m", MAP);
        ColumnBatch batch = new BatchBuilder(schema)
                .add(null, null)
                .add("", Map.of("k", 1))
                .add("a \"b\",\né", null)
                .build();

        assertThat(printed(RowPrinter::csv, batch)).isEqualTo("s,m\n,\n\"\",\"{\"\"k\"\":1}\"\n\"a \"\"b\"\",\né\",\n");
    }

    @Test
    void aTableIsAlignedCutAndNeverCommandsTheTerminal() {
        StructType schema = StructType.EMPTY.add("n", PrimitiveType.LONG).add("text", PrimitiveType.STRING);
        ColumnBatch batch = new BatchBuilder(schema)
                .add(5L, "\u001b[31mred\n")
                .add(1234L, "日本")
                .add(null, "a text that is longer than the terminal is wide")
                .build();

        assertThat(printed(s -> RowPrinter.table(s, 30), batch)).isEqualTo("""
                   n  text
                ----  ------------------------
                   5  \\u001b[31mred\\n
                1234  日本
                NULL  a text that is longer t…
                """);
    }

    private static String printed(Function<StructType, RowPrinter> printer, ColumnBatch batch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowPrinter rows = printer.apply(batch.schema());
        try {
            rows.print(batch, out);
            rows.finish(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
