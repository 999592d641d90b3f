package io.weir.log.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionValuesTest {
    private static ColumnVector parsed(DataType type, @Nullable String text) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        PartitionValues.append(text, builder);
        return builder.build();
    }

    static Stream<Arguments> spelled() {
        return Stream.of(
                Arguments.of(PrimitiveType.BOOLEAN, true, "true"),
                Arguments.of(PrimitiveType.BYTE, (byte) -7, "-7"),
                Arguments.of(PrimitiveType.SHORT, (short) 300, "300"),
                Arguments.of(PrimitiveType.INTEGER, Integer.MIN_VALUE, "-2147483648"),
                Arguments.of(PrimitiveType.LONG, Long.MAX_VALUE, "9223372036854775807"),
                Arguments.of(PrimitiveType.FLOAT, Float.NaN, "NaN"),
                Arguments.of(PrimitiveType.DOUBLE, -1.5e300, "-1.5E300"),
                Arguments.of(PrimitiveType.DOUBLE, Double.NEGATIVE_INFINITY, "-Infinity"),
                Arguments.of(PrimitiveType.STRING, "a b/c=%\u00e9", "a b/c=%\u00e9"),
                Arguments.of(PrimitiveType.STRING, "null", "null"),
                Arguments.of(PrimitiveType.DATE, LocalDate.of(1500, 2, 3), "1500-02-03"),
                Arguments.of(PrimitiveType.DATE, LocalDate.of(-44, 3, 15), "-0044-03-15"),
                Arguments.of(PrimitiveType.DATE, LocalDate.of(12345, 1, 1), "+12345-01-01"),
                Arguments.of(
                        PrimitiveType.TIMESTAMP,
                        Instant.parse("2001-01-05T10:00:00.120Z"),
                        "2001-01-05T10:00:00.120000Z"),
                Arguments.of(PrimitiveType.TIMESTAMP_NTZ, LocalDateTime.of(2001, 1, 5, 10, 0), "2001-01-05 10:00:00"),
                Arguments.of(
                        PrimitiveType.TIMESTAMP_NTZ,
                        LocalDateTime.of(2001, 1, 5, 10, 0, 1, 5000),
                        "2001-01-05 10:00:01.000005"),
                Arguments.of(new DecimalType(10, 3), new BigDecimal("1.500"), "1.500"),
                Arguments.of(
                        new DecimalType(38, 2),
                        new BigDecimal("-123456789012345678901234567890.10"),
                        "-123456789012345678901234567890.10"));
    }

    @ParameterizedTest
    @MethodSource("spelled")
    void aValueIsSpelledAndReadBack(DataType type, Object value, String text) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        Values.append(builder, value);

        assertThat(PartitionValues.format(builder.build(), 0)).isEqualTo(text);
        assertThat(Values.valueAt(parsed(type, text), 0)).isEqualTo(value);
    }

    static Stream<Arguments> spelledByOthers() {
        return Stream.of(
                Arguments.of(PrimitiveType.BOOLEAN, "TRUE", true),
                Arguments.of(PrimitiveType.DOUBLE, "-inf", Double.NEGATIVE_INFINITY),
                Arguments.of(PrimitiveType.DATE, "2001-1-5", LocalDate.of(2001, 1, 5)),
                Arguments.of(PrimitiveType.TIMESTAMP, "2001-01-05 10:00:00", Instant.parse("2001-01-05T10:00:00Z")),
                Arguments.of(
                        PrimitiveType.TIMESTAMP,
                        "2001-01-05 10:00:00.123456",
                        Instant.parse("2001-01-05T10:00:00.123456Z")),
                Arguments.of(
                        PrimitiveType.TIMESTAMP, "2001-01-05T10:00:00+02:00", Instant.parse("2001-01-05T08:00:00Z")),
                Arguments.of(PrimitiveType.TIMESTAMP, "2001-01-05", Instant.parse("2001-01-05T00:00:00Z")),
                Arguments.of(
                        PrimitiveType.TIMESTAMP, "-0044-03-15 00:00:00.5", Instant.parse("-0044-03-15T00:00:00.500Z")),
                Arguments.of(PrimitiveType.TIMESTAMP, "+10000-01-01 00:00:00", Instant.parse("+10000-01-01T00:00:00Z")),
                Arguments.of(
                        PrimitiveType.TIMESTAMP,
                        "1969-12-31 23:59:59.999999",
                        Instant.parse("1969-12-31T23:59:59.999999Z")),
                Arguments.of(
                        PrimitiveType.TIMESTAMP_NTZ,
                        "2001-01-05T10:00:00.1Z",
                        LocalDateTime.of(2001, 1, 5, 10, 0, 0, 100_000_000)),
                Arguments.of(PrimitiveType.TIMESTAMP_NTZ, "2001-01-05", LocalDateTime.of(2001, 1, 5, 0, 0)),
                Arguments.of(PrimitiveType.BYTE, "007", (byte) 7),
                Arguments.of(PrimitiveType.LONG, "+5", 5L),
                Arguments.of(PrimitiveType.DOUBLE, "5", 5.0),
                Arguments.of(PrimitiveType.DOUBLE, "-0.0", -0.0),
                Arguments.of(PrimitiveType.DOUBLE, "NAN", Double.NaN),
                Arguments.of(PrimitiveType.BINARY, "\u0001\u00e9", new byte[] {1, (byte) 0xc3, (byte) 0xa9}),
                Arguments.of(new DecimalType(10, 3), "1.5", new BigDecimal("1.500")),
                Arguments.of(new DecimalType(10, 3), "7", new BigDecimal("7.000")),
                Arguments.of(new DecimalType(10, 3), "1.5E+3", new BigDecimal("1500.000")),
                Arguments.of(new DecimalType(9, 9), "0.000000000", new BigDecimal("0E-9")),
                Arguments.of(new DecimalType(10, 3), "0E-18", new BigDecimal("0.000")),
                Arguments.of(new DecimalType(10, 3), "0E+999999999", new BigDecimal("0.000")),
                Arguments.of(new DecimalType(10, 3), "1.50000", new BigDecimal("1.500")));
    }

    @ParameterizedTest
    @MethodSource("spelledByOthers")
    void whatOtherWritersSpellIsReadToo(DataType type, String text, Object value) {
        assertThat(Values.valueAt(parsed(type, text), 0)).isEqualTo(value);
    }

    @Test
    void nothingAndTheEmptyStringAreNullForEveryType() {
        for (PrimitiveType type : PrimitiveType.values()) {
            assertThat(parsed(type, null).isNull(0)).isTrue();
            assertThat(parsed(type, "").isNull(0)).isTrue();
        }
        assertThat(PartitionValues.format(parsed(PrimitiveType.STRING, null), 0))
                .isNull();
    }

    @Test
    void theNameOfADirectoryOfNullsIsNullButForTexts() {
        String name = "__HIVE_DEFAULT_PARTITION__";
        for (PrimitiveType type : PrimitiveType.values()) {
            boolean isText = type == PrimitiveType.STRING || type == PrimitiveType.BINARY;
            assertThat(parsed(type, name).isNull(0)).as("%s", type).isEqualTo(!isText);
        }
        assertThat(Values.valueAt(parsed(PrimitiveType.STRING, name), 0)).isEqualTo(name);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNumberWhoseDigitsWouldFillTheMemoryIsRefused() {
        for (String text : List.of(
                "1E+999999999", "1E-999999999", "1E-111111111", "-9".repeat(1_000_000), "9".repeat(1_000_000))) {
            for (DataType type : List.of(new DecimalType(38, 0), PrimitiveType.DOUBLE, PrimitiveType.LONG)) {
                if (type == PrimitiveType.DOUBLE && text.length() < 20) {
                    continue; // an infinity, or zero
                }
                assertThatThrownBy(() -> parsed(type, text))
                        .isInstanceOf(IllegalArgumentException.class)
                        .satisfies(e -> assertThat(e.toString()).hasSizeLessThan(2000));
            }
        }
    }

    @Test
    void textThatIsNoValueIsShownWithTheType() {
        assertThatThrownBy(() -> parsed(PrimitiveType.INTEGER, "12a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{text=12a, type=INT}");
        assertThatThrownBy(() -> parsed(PrimitiveType.DATE, "yesterday")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parsed(new DecimalType(3, 1), "1000")).isInstanceOf(IllegalArgumentException.class);
    }
}
