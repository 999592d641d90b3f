package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.expression.Expressions.lit;
import static io.weir.format.parquet.read.HandMadeFile.REQUIRED;
import static io.weir.format.parquet.read.HandMadeFile.ints;
import static io.weir.format.parquet.read.HandMadeFile.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.expression.Expression;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a column of one type in a file becomes as another. */
class FileTypesTest {
    @ParameterizedTest
    @CsvSource({
        "UINT_8, 255, SHORT, 255",
        "UINT_16, 65535, INTEGER, 65535",
        "UINT_32, -1, LONG, 4294967295",
        "UINT_32, -1, DOUBLE, 4.294967295E9",
        "INT_8, -128, BYTE, -128",
        ", 127, BYTE, 127",
        ", -32768, SHORT, -32768",
        "UINT_32, 2147483647, INTEGER, 2147483647"
    })
    void numbersOfEveryWidthAreRead(
            @Nullable ConvertedType converted, int stored, PrimitiveType type, String expected) {
        assertThat(as(int32(converted, stored), type)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"UINT_8, 128, BYTE", ", 128, BYTE", "INT_16, -129, BYTE", ", 32768, SHORT", "UINT_32, -1, INTEGER"})
    void aNumberThatIsTooGreatIsAnErrorAndNotAnotherNumber(
            @Nullable ConvertedType converted, int stored, PrimitiveType type) {
        assertThatThrownBy(() -> as(int32(converted, stored), type))
                .isInstanceOf(CorruptParquetException.class)
                .hasMessageContainingAll("column=c", "file=", "position=");
    }

    @Test
    void numbersOf64BitsWithoutASignAreReadWhereTheyFit() {
        InMemory small = int64(ConvertedType.UINT_64, 7);
        InMemory great = int64(ConvertedType.UINT_64, -1);
        assertThat(as(small, PrimitiveType.LONG)).containsExactly("7");
        assertThat(as(great, new DecimalType(20, 0))).containsExactly("18446744073709551615");
        assertThatThrownBy(() -> as(great, PrimitiveType.LONG)).isInstanceOf(CorruptParquetException.class);
    }

    @Test
    void aWiderTypeThanAskedForIsRefusedWithBothTypes() {
        refused(int64(null, 1), PrimitiveType.INTEGER, "BIGINT");
        refused(int64(null, 1), PrimitiveType.DOUBLE, "BIGINT");
        refused(int64(null, 1), new DecimalType(19, 0), "BIGINT");
        refused(int64(null, 1), PrimitiveType.TIMESTAMP, "BIGINT");
        refused(int64(ConvertedType.TIMESTAMP_MICROS, 1), PrimitiveType.DATE, "TIMESTAMP");
        refused(int64(ConvertedType.TIMESTAMP_MICROS, 1), PrimitiveType.LONG, "TIMESTAMP");
        refused(int32(ConvertedType.DATE, 1), PrimitiveType.TIMESTAMP, "DATE");
        refused(int32(ConvertedType.DATE, 1), PrimitiveType.INTEGER, "DATE");
        refused(int32(null, 1), new DecimalType(9, 0), "INT");
        refused(int32(null, 1), new DecimalType(12, 3), "INT");
        refused(decimal(1, 9, 2), new DecimalType(8, 2), "DECIMAL(9,2)");
        refused(decimal(1, 9, 2), new DecimalType(9, 3), "DECIMAL(9,2)");
        refused(decimal(1, 9, 2), PrimitiveType.DOUBLE, "DECIMAL(9,2)");
    }

    private static void refused(InMemory file, DataType type, String found) {
        assertThatThrownBy(() -> as(file, type))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageContainingAll("column=c", "expected=" + type, "found=" + found, "file=");
    }

    @Test
    void boundsOfANarrowerTypeRuleOutWhatTheyShouldAndNoMore() {
        keeps(int32(null, 5), PrimitiveType.LONG, col("c").eq(5L), col("c").eq(6L));
        keeps(int32(null, 5), PrimitiveType.DOUBLE, col("c").lt(5.5), col("c").lt(4.5));
        DecimalType wide = new DecimalType(12, 2);
        keeps(
                int32(null, 5),
                wide,
                col("c").eq(lit(new BigDecimal("5.00"))),
                col("c").eq(lit(new BigDecimal("500.00"))));
        keeps(
                decimal(-123, 9, 2),
                new DecimalType(38, 10),
                col("c").eq(lit(new BigDecimal("-1.23"))),
                col("c").lt(lit(new BigDecimal("-1.24"))));
        LocalDateTime midnight = LocalDateTime.of(1970, 1, 6, 0, 0);
        keeps(
                int32(ConvertedType.DATE, 5),
                PrimitiveType.TIMESTAMP_NTZ,
                col("c").eq(lit(midnight)),
                col("c").gt(lit(midnight)));
    }

    @Test
    void floatsAsDoublesAreComparedAsWhatTheyAre() {
        SchemaElement leaf = new SchemaElement("c").setType(Type.FLOAT);
        byte[] plain = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.1f)
                .array();
        keeps(file(leaf, plain), PrimitiveType.DOUBLE, col("c").eq((double) 0.1f), col("c").eq(0.1));
    }

    @Test
    void times96BitsThatNoMicrosecondsHoldAreAnError() {
        SchemaElement leaf = new SchemaElement("c").setType(Type.INT96);
        byte[] tooFar = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0)
                .putInt(Integer.MAX_VALUE)
                .array();
        assertThatThrownBy(() -> as(file(leaf, tooFar), PrimitiveType.TIMESTAMP))
                .isInstanceOf(CorruptParquetException.class)
                .hasMessageContainingAll("column=c", "Julian day 2147483647");
    }

    private static void keeps(InMemory file, DataType type, Expression matching, Expression other) {
        StructType schema = StructType.EMPTY.add("c", type);
        assertThat(file.rows(ReadRequest.of(schema).filter(matching, schema))).hasSize(1);
        file.drainRequests();
        assertThat(file.rows(ReadRequest.of(schema).filter(other, schema))).isEmpty();
        assertThat(file.drainRequests()).as("requests").isEqualTo(1); // the footer told enough
    }

    private static InMemory int32(@Nullable ConvertedType converted, int stored) {
        SchemaElement leaf = new SchemaElement("c").setType(Type.INT32);
        return file(converted == null ? leaf : leaf.setConverted_type(converted), ints(stored));
    }

    private static InMemory int64(@Nullable ConvertedType converted, long stored) {
        SchemaElement leaf = new SchemaElement("c").setType(Type.INT64);
        return file(converted == null ? leaf : leaf.setConverted_type(converted), longs(stored));
    }

    private static InMemory decimal(int stored, int precision, int scale) {
        SchemaElement leaf = new SchemaElement("c").setType(Type.INT32).setConverted_type(ConvertedType.DECIMAL);
        return file(leaf.setPrecision(precision).setScale(scale), ints(stored));
    }

    private static InMemory file(SchemaElement leaf, byte[] plain) {
        HandMadeFile file = new HandMadeFile(1, 1).leaf(leaf.setRepetition_type(REQUIRED));
        return file.chunk(leaf.getType())
                .statistics(new Statistics().setMin_value(plain).setMax_value(plain))
                .page(null, null, Encoding.PLAIN, plain)
                .build();
    }

    private static List<String> as(InMemory file, DataType type) {
        return file.rows(ReadRequest.of(StructType.EMPTY.add("c", type)));
    }
}
