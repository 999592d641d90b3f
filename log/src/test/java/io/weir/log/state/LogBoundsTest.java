package io.weir.log.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogBoundsTest {
    private static ColumnVector vector(DataType type, @Nullable Object... values) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (Object value : values) {
            Values.append(builder, value);
        }
        return builder.build();
    }

    private static ColumnVector certain(DataType type, boolean isMin, @Nullable Object... values) {
        return LogBounds.certain(new StructField("c", type), vector(type, values), isMin);
    }

    private static byte[] text(String text, boolean isMin) {
        return ((BytesVector) certain(PrimitiveType.STRING, isMin, text)).bytes(0);
    }

    @ParameterizedTest
    @CsvSource({"18, 2", "16, 0", "38, 0", "38, 18", "20, 20"})
    void aDecimalThatWentThroughADoubleIsWithinItsBounds(int precision, int scale) {
        DecimalType type = new DecimalType(precision, scale);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
            for (int n = random.nextInt(1, precision + 1); n > 0; n--) {
                digits.append(random.nextInt(10));
            }
            BigDecimal value = new BigDecimal(new java.math.BigInteger(digits.toString()), scale);
            double rounded = value.unscaledValue().doubleValue() / Math.pow(10, scale);
            BigDecimal written = BigDecimal.valueOf(rounded).setScale(scale, java.math.RoundingMode.HALF_EVEN);
            if (written.precision() > precision) {
                continue;
            }

            BigDecimal min = (BigDecimal) Objects.requireNonNull(Values.valueAt(certain(type, true, written), 0));
            BigDecimal max = (BigDecimal) Objects.requireNonNull(Values.valueAt(certain(type, false, written), 0));

            assertThat(min).isLessThanOrEqualTo(value);
            assertThat(max).isGreaterThanOrEqualTo(value);
        }
    }

    @Test
    void boundsOfDecimalsStayWithinTheirType() {
        BigDecimal most = new BigDecimal("9".repeat(38));
        assertThat(Values.valueAt(certain(new DecimalType(38, 0), false, most), 0))
                .isEqualTo(most);
        assertThat(Values.valueAt(certain(new DecimalType(38, 0), true, most.negate()), 0))
                .isEqualTo(most.negate());
        BigDecimal less = new BigDecimal("9".repeat(18));
        assertThat(Values.valueAt(certain(new DecimalType(18, 0), false, less), 0))
                .isEqualTo(less);
        assertThat(Values.valueAt(certain(new DecimalType(18, 0), true, less.negate()), 0))
                .isEqualTo(less.negate());
    }

    @Test
    void aDecimalThatADoubleHoldsIsItsOwnBound() {
        BigDecimal small = new BigDecimal("-1234567890123.50");
        assertThat(Values.valueAt(certain(new DecimalType(38, 2), true, small), 0))
                .isEqualTo(small);
        assertThat(Values.valueAt(certain(new DecimalType(15, 2), false, new BigDecimal("9999999999999.99")), 0))
                .isEqualTo(new BigDecimal("9999999999999.99"));
    }

    @Test
    void theTextOfAFloatBoundsTheFloatItWas() {
        StructField was = new StructField("x", PrimitiveType.DOUBLE)
                .withMetadata(FieldMetadata.EMPTY.with(
                        "delta.typeChanges", "[{\"toType\":\"double\",\"fromType\":\"float\"}]"));
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 1000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (!Float.isFinite(value)) {
                continue;
            }
            ColumnVector written = vector(PrimitiveType.DOUBLE, Double.parseDouble(Float.toString(value)));
            assertThat((Double) Values.valueAt(LogBounds.certain(was, written, true), 0))
                    .isLessThanOrEqualTo(value);
            assertThat((Double) Values.valueAt(LogBounds.certain(was, written, false), 0))
                    .isGreaterThanOrEqualTo(value);
        }
        assertThat(Values.valueAt(certain(PrimitiveType.DOUBLE, false, 0.1), 0)).isEqualTo(0.1);
    }

    @Test
    void aReplacementCharacterMayStandForAnything() {
        String cut = "x".repeat(31);
        assertThat(text(cut + "?\ufffd", false)).isEqualTo(with(cut, 0xff));
        assertThat(text(cut + "y\ufffd", false)).isEqualTo(with(cut + "y", 0xff));
        assertThat(text("a\ufffdb", true)).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(text("a?", false)).isEqualTo("a?".getBytes(StandardCharsets.UTF_8));
        assertThat(text("日本\uffff", false)).isEqualTo("日本\uffff".getBytes(StandardCharsets.UTF_8));
        for (String behind : new String[] {"🚀", "\uffff", "\ue000", "\udbff\udfff\udbff\udfff"}) {
            byte[] value = (cut + behind).getBytes(StandardCharsets.UTF_8);
            assertThat(Arrays.compareUnsigned(text(cut + "?\ufffd", false), value))
                    .isPositive();
        }
    }

    private static byte[] with(String text, int last) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(utf8, utf8.length + 1);
        all[utf8.length] = (byte) last;
        return all;
    }

    @Test
    void aNumberOfRowsThatCannotBeIsNotKnown() {
        LongVector rows = (LongVector) vector(PrimitiveType.LONG, 5L, -1L, null, 0L);
        LongVector nulls = (LongVector) vector(PrimitiveType.LONG, 6L, 1L, 2L, 0L);

        LongVector believedRows = LogBounds.counts(rows, null);
        LongVector believedNulls = LogBounds.counts(nulls, believedRows);

        assertThat(Values.valueAt(believedRows, 0)).isEqualTo(5L);
        assertThat(believedRows.isNull(1)).isTrue();
        assertThat(believedRows.isNull(2)).isTrue();
        assertThat(believedNulls.isNull(0)).as("more than rows").isTrue();
        assertThat(Values.valueAt(believedNulls, 1)).isEqualTo(1L);
        assertThat(Values.valueAt(believedNulls, 2)).isEqualTo(2L);
        assertThat(Values.valueAt(believedNulls, 3)).isEqualTo(0L);
    }
}
