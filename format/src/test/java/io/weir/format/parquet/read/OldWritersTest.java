package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.parquet.read.HandMadeFile.OPTIONAL;
import static io.weir.format.parquet.read.HandMadeFile.REQUIRED;
import static io.weir.format.parquet.read.HandMadeFile.ints;
import static io.weir.format.parquet.read.HandMadeFile.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by versions of writers that made mistakes. */
class OldWritersTest {
    private static final StructType STRING = StructType.EMPTY.add("s", PrimitiveType.STRING);

    @ParameterizedTest
    @CsvSource({
        "parquet-mr version 1.2.8 (build x), true, true",
        "parquet-mr version 1.2.9, false, true",
        "parquet-mr version 1.6.0rc3, false, true",
        "parquet-mr version 1.7.0, false, true",
        "parquet-mr version 1.8.0, false, false",
        "parquet-mr version 1.17.1 (build abc), false, false",
        "parquet-mr, true, true",
        "parquet-cpp version 1.1.0, false, false",
        "'', false, false"
    })
    void mistakesAreToldByTheVersion(String createdBy, boolean longer, boolean goOn) {
        assertThat(WriterQuirks.of(createdBy)).isEqualTo(new WriterQuirks(longer, goOn));
    }

    @Test
    void prefixesGoOnFromPageToPage() {
        // "apple", "apply" | "apples", whose prefix of four is of the page before
        byte[] first = delta(new int[] {0, 4}, "apple", "y");
        byte[] second = delta(new int[] {4}, "es");
        HandMadeFile file = new HandMadeFile(3, 1).createdBy("parquet-mr version 1.7.0");
        file.leaf("s", REQUIRED, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
        file.chunk(Type.BYTE_ARRAY)
                .page(2, Encoding.RLE, Encoding.DELTA_BYTE_ARRAY, first)
                .page(1, Encoding.RLE, Encoding.DELTA_BYTE_ARRAY, second);
        assertThat(file.build().rows(ReadRequest.of(STRING))).containsExactly("apple", "apply", "apples");
        assertThat(file.build().rows(ReadRequest.of(STRING).filter(col("s").eq("apples"), STRING)))
                .containsExactly("apples");
    }

    @Test
    void newerWritersBeginEveryPageAnew() {
        HandMadeFile file = new HandMadeFile(3, 1).createdBy("parquet-mr version 1.10.0");
        file.leaf("s", REQUIRED, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
        file.chunk(Type.BYTE_ARRAY)
                .page(2, Encoding.RLE, Encoding.DELTA_BYTE_ARRAY, delta(new int[] {0, 4}, "apple", "y"))
                .page(1, Encoding.RLE, Encoding.DELTA_BYTE_ARRAY, delta(new int[] {4}, "es"));
        assertThatThrownBy(() -> file.build().rows(ReadRequest.of(STRING))).isInstanceOf(CorruptParquetException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void boundsOfStringsAreOnlyBelievedWithTheirOrder(boolean saysOrder) {
        HandMadeFile file = new HandMadeFile(1, 1).columnOrders(saysOrder);
        file.leaf("s", REQUIRED, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
        byte[] a = "a".getBytes(StandardCharsets.UTF_8);
        file.chunk(Type.BYTE_ARRAY)
                .statistics(new Statistics().setMin_value(a).setMax_value(a))
                .page(null, null, Encoding.PLAIN, strings("é"));
        assertThat(file.build().rows(ReadRequest.of(STRING).filter(col("s").eq("é"), STRING)))
                .hasSize(saysOrder ? 0 : 1);
    }

    @Test
    void chunksOutOfOrderAreFoundByTheirPaths() {
        HandMadeFile file = new HandMadeFile(1, 2);
        file.leaf("a", REQUIRED, Type.INT32);
        file.leaf("b", REQUIRED, Type.INT32);
        file.chunk(Type.INT32).path("b").page(null, null, Encoding.PLAIN, ints(2));
        file.chunk(Type.INT32).path("a").page(null, null, Encoding.PLAIN, ints(1));
        InMemory built = file.build();
        assertThat(built.rows(ReadRequest.of(built.open().schema()))).containsExactly("1|2");
    }

    @Test
    void aChunkMayBeLongerThanAnOldWriterSays() {
        HandMadeFile file = new HandMadeFile(3, 1).createdBy("parquet-mr version 1.2.5");
        file.leaf("i", REQUIRED, Type.INT32);
        file.chunk(Type.INT32).page(null, null, Encoding.PLAIN, ints(1, 2, 3)).shorten(5);
        file.pad(3);
        InMemory built = file.build();
        assertThat(built.rows(ReadRequest.of(built.open().schema()))).containsExactly("1", "2", "3");
    }

    @Test
    void aRowGroupWithoutRowsIsPassedOver() {
        HandMadeFile file = new HandMadeFile(0, 1);
        file.leaf("i", OPTIONAL, Type.INT32);
        file.chunk(Type.INT32);
        InMemory built = file.build();
        StructType schema = built.open().schema();
        assertThat(built.rows(ReadRequest.of(schema))).isEmpty();
        assertThat(built.rows(ReadRequest.of(schema).filter(col("i").eq(1), schema)))
                .isEmpty();
    }

    /** Prefix lengths, then suffixes with their lengths, each a run of one block of zeros but for its first values. */
    private static byte[] delta(int[] prefixes, String... suffixes) {
        List<byte[]> bytes = java.util.Arrays.stream(suffixes)
                .map(s -> s.getBytes(StandardCharsets.UTF_8))
                .toList();
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(deltas(prefixes));
        out.writeBytes(deltas(bytes.stream().mapToInt(b -> b.length).toArray()));
        bytes.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** At most two values: the first, then the difference as the least delta of a block of no bits. */
    private static byte[] deltas(int... values) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 128, 1, 4, (byte) values.length, (byte) (values[0] << 1)});
        if (values.length > 1) {
            int difference = values[1] - values[0];
            out.writeBytes(new byte[] {(byte) (difference << 1 ^ difference >> 31), 0, 0, 0, 0});
        }
        return out.toByteArray();
    }
}
