package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.parquet.read.HandMadeFile.OPTIONAL;
import static io.weir.format.parquet.read.HandMadeFile.REPEATED;
import static io.weir.format.parquet.read.HandMadeFile.REQUIRED;
import static io.weir.format.parquet.read.HandMadeFile.ints;
import static io.weir.format.parquet.read.HandMadeFile.levels;
import static io.weir.format.parquet.read.HandMadeFile.longs;
import static io.weir.format.parquet.read.HandMadeFile.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** What writers of all ages put into files. */
class FileShapesTest {
    @Test
    void listsOfTwoLevelsHaveTheRepeatedFieldAsElement() {
        HandMadeFile file = new HandMadeFile(3, 1).group("l", OPTIONAL, 1, ConvertedType.LIST);
        file.leaf("element", REPEATED, Type.INT32);
        file.chunk(Type.INT32).page(levels(0, 1, 0, 0), levels(2, 2, 0, 1), Encoding.PLAIN, ints(7, 8));
        assertThat(all(file)).containsExactly("[7, 8]", "null", "[]");
    }

    @Test
    void aRepeatedGroupCalledArrayIsTheElement() {
        for (String name : List.of("array", "l_tuple")) {
            HandMadeFile file = new HandMadeFile(2, 1)
                    .group("l", OPTIONAL, 1, ConvertedType.LIST)
                    .group(name, REPEATED, 1, null);
            file.leaf("x", OPTIONAL, Type.INT32);
            file.chunk(Type.INT32).page(levels(0, 1, 0), levels(3, 2, 3), Encoding.PLAIN, ints(7, 8));
            assertThat(all(file)).containsExactly("[(7), (null)]", "[(8)]");
        }
    }

    @Test
    void otherNamesOfTheRepeatedGroupAreOnlyWrapping() {
        HandMadeFile file = new HandMadeFile(2, 1)
                .group("l", OPTIONAL, 1, ConvertedType.LIST)
                .group("bag", REPEATED, 1, null);
        file.leaf("array_element", OPTIONAL, Type.INT32);
        file.chunk(Type.INT32).page(levels(0, 1, 0), levels(3, 2, 3), Encoding.PLAIN, ints(7, 8));
        assertThat(all(file)).containsExactly("[7, null]", "[8]");
    }

    @Test
    void listsOfTwoLevelsMayHoldListsAndMaps() {
        HandMadeFile lists = new HandMadeFile(2, 1)
                .group("l", OPTIONAL, 1, ConvertedType.LIST)
                .group("array", REPEATED, 1, ConvertedType.LIST);
        lists.leaf("array", REPEATED, Type.INT32);
        lists.chunk(Type.INT32).page(levels(0, 2, 1, 0), levels(3, 3, 2, 0), Encoding.PLAIN, ints(7, 8));
        assertThat(all(lists)).containsExactly("[[7, 8], []]", "null");

        HandMadeFile maps = new HandMadeFile(2, 1)
                .group("l", OPTIONAL, 1, ConvertedType.LIST)
                .group("array", REPEATED, 1, ConvertedType.MAP)
                .group("map", REPEATED, 2, ConvertedType.MAP_KEY_VALUE);
        maps.leaf("key", REQUIRED, Type.INT32);
        maps.leaf("value", OPTIONAL, Type.INT32);
        maps.chunk(Type.INT32).page(levels(0, 2, 1, 0), levels(3, 3, 2, 1), Encoding.PLAIN, ints(1, 2));
        maps.chunk(Type.INT32).page(levels(0, 2, 1, 0), levels(4, 3, 2, 1), Encoding.PLAIN, ints(9));
        assertThat(all(maps)).containsExactly("[[1=9, 2=null], []]", "[]");
    }

    @Test
    void aGroupThatIsNotMarkedAsListOrMapIsOneIfTheTableSaysSo() {
        HandMadeFile list = new HandMadeFile(1, 1).group("c", OPTIONAL, 1, null).group("list", REPEATED, 1, null);
        list.leaf("element", OPTIONAL, Type.INT32);
        list.chunk(Type.INT32).page(levels(0, 1), levels(3, 2), Encoding.PLAIN, ints(7));
        assertThat(as(list.build(), "c", new ArrayType(PrimitiveType.INTEGER, true)))
                .containsExactly("[7, null]");

        HandMadeFile map = new HandMadeFile(1, 1).group("c", OPTIONAL, 1, null).group("map", REPEATED, 2, null);
        map.leaf("key", OPTIONAL, Type.INT32); // required by the format, not by all writers
        map.leaf("value", OPTIONAL, Type.INT32);
        map.chunk(Type.INT32).page(levels(0, 1), levels(3, 3), Encoding.PLAIN, ints(1, 2));
        map.chunk(Type.INT32).page(levels(0, 1), levels(3, 2), Encoding.PLAIN, ints(9));
        assertThat(as(map.build(), "c", new MapType(PrimitiveType.INTEGER, PrimitiveType.INTEGER, true)))
                .containsExactly("[1=9, 2=null]");
    }

    @Test
    void aStructOfOneFieldIsAnElementIfTheTableSaysSo() {
        HandMadeFile file = new HandMadeFile(1, 1)
                .group("l", OPTIONAL, 1, ConvertedType.LIST)
                .group("bag", REPEATED, 1, null);
        file.leaf("x", OPTIONAL, Type.INT32);
        file.chunk(Type.INT32).page(levels(0, 1), levels(3, 2), Encoding.PLAIN, ints(7));
        StructType struct = StructType.EMPTY.add("x", PrimitiveType.INTEGER);
        assertThat(as(file.build(), "l", new ArrayType(struct, true))).containsExactly("[(7), (null)]");
    }

    @Test
    void aRepeatedFieldOutsideAListIsOne() {
        HandMadeFile file = new HandMadeFile(3, 1);
        file.leaf("r", REPEATED, Type.INT32);
        file.chunk(Type.INT32).page(levels(0, 1, 0, 0), levels(1, 1, 0, 1), Encoding.PLAIN, ints(1, 2, 3));
        assertThat(all(file)).containsExactly("[1, 2]", "[]", "[3]");
    }

    @Test
    void oldMapsCallTheirEntriesMap() {
        HandMadeFile file = new HandMadeFile(2, 1)
                .group("m", OPTIONAL, 1, ConvertedType.MAP_KEY_VALUE)
                .group("map", REPEATED, 2, null);
        file.leaf("key", REQUIRED, Type.INT32);
        file.leaf("value", OPTIONAL, Type.INT32);
        file.chunk(Type.INT32).page(levels(0, 1, 0), levels(2, 2, 0), Encoding.PLAIN, ints(1, 2));
        file.chunk(Type.INT32).page(levels(0, 1, 0), levels(3, 2, 0), Encoding.PLAIN, ints(9));
        assertThat(all(file)).containsExactly("[1=9, 2=null]", "null");
    }

    @Test
    void aRowMayGoOnInTheNextPage() {
        HandMadeFile file = new HandMadeFile(3, 1);
        file.leaf("r", REPEATED, Type.INT32);
        file.chunk(Type.INT32)
                .page(levels(0, 1), levels(1, 1), Encoding.PLAIN, ints(1, 2))
                .page(levels(1, 0), levels(1, 1), Encoding.PLAIN, ints(3, 4))
                .page(levels(1, 1, 0), levels(1, 1, 1), Encoding.PLAIN, ints(5, 6, 7));
        InMemory built = file.build();
        StructType schema = built.open().schema();
        assertThat(built.rows(ReadRequest.of(schema))).containsExactly("[1, 2, 3]", "[4, 5, 6]", "[7]");
        assertThat(built.rows(ReadRequest.of(schema).batchRows(1))).containsExactly("[1, 2, 3]", "[4, 5, 6]", "[7]");
    }

    @Test
    void keysAndValuesThatDoNotFitTogetherAreCorruption() {
        HandMadeFile file = new HandMadeFile(1, 1)
                .group("m", OPTIONAL, 1, ConvertedType.MAP)
                .group("key_value", REPEATED, 2, null);
        file.leaf("key", REQUIRED, Type.INT32);
        file.leaf("value", OPTIONAL, Type.INT32);
        file.chunk(Type.INT32).page(levels(0, 1), levels(2, 2), Encoding.PLAIN, ints(1, 2));
        file.chunk(Type.INT32).page(levels(0), levels(3), Encoding.PLAIN, ints(9));
        assertThatThrownBy(() -> all(file))
                .isInstanceOf(CorruptParquetException.class)
                .hasMessageContaining("do not fit together");
    }

    @Test
    void levelsOfTheFirstDaysArePackedWithoutALength() {
        HandMadeFile file = new HandMadeFile(10, 1);
        file.leaf("x", OPTIONAL, Type.INT32);
        ByteBuffer body = ByteBuffer.allocate(2 + 5 * 4).order(ByteOrder.LITTLE_ENDIAN);
        body.put((byte) 0b10101010).put((byte) 0b10000000);
        body.put(ints(1, 2, 3, 4, 5));
        file.chunk(Type.INT32).page(10, Encoding.BIT_PACKED, Encoding.PLAIN, body.array());
        assertThat(all(file)).containsExactly("1", "null", "2", "null", "3", "null", "4", "null", "5", "null");
    }

    @Test
    void timesOf96BitsAreMicroseconds() {
        HandMadeFile file = new HandMadeFile(2, 1);
        file.leaf("t", REQUIRED, Type.INT96);
        ByteBuffer body = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        body.putLong(3_600_000_001_999L).putInt(2_440_588 + 1); // one hour and a bit over a microsecond into 1970-01-02
        body.putLong(0).putInt(2_440_588 - 1);
        file.chunk(Type.INT96).page(null, null, Encoding.PLAIN, body.array());
        assertThat(all(file)).containsExactly("1970-01-02T01:00:00.000001Z", "1969-12-31T00:00:00Z");
    }

    @Test
    void timesOfEveryUnitAreMicroseconds() {
        HandMadeFile file = new HandMadeFile(1, 1);
        file.leaf("t", REQUIRED, Type.INT64).setConverted_type(ConvertedType.TIMESTAMP_MILLIS);
        file.chunk(Type.INT64).page(null, null, Encoding.PLAIN, longs(-1));
        InMemory built = file.build();
        assertThat(as(built, "t", PrimitiveType.TIMESTAMP)).containsExactly("1969-12-31T23:59:59.999Z");
        assertThat(as(built, "t", PrimitiveType.TIMESTAMP_NTZ)).containsExactly("1969-12-31T23:59:59.999");
    }

    @Test
    void narrowerTypesAreWidened() {
        HandMadeFile file = new HandMadeFile(1, 3);
        file.leaf("i", REQUIRED, Type.INT32);
        file.leaf("d", REQUIRED, Type.INT32).setConverted_type(ConvertedType.DATE);
        file.leaf("p", REQUIRED, Type.INT64)
                .setConverted_type(ConvertedType.DECIMAL)
                .setPrecision(12)
                .setScale(2);
        file.chunk(Type.INT32).page(null, null, Encoding.PLAIN, ints(-5));
        file.chunk(Type.INT32).page(null, null, Encoding.PLAIN, ints(1));
        file.chunk(Type.INT64).page(null, null, Encoding.PLAIN, longs(-123));
        InMemory built = file.build();
        assertThat(as(built, "i", PrimitiveType.LONG)).containsExactly("-5");
        assertThat(as(built, "i", PrimitiveType.DOUBLE)).containsExactly("-5.0");
        assertThat(as(built, "i", new DecimalType(12, 2))).containsExactly("-5.00");
        assertThat(as(built, "i", new DecimalType(38, 27))).containsExactly("-5.000000000000000000000000000");
        assertThat(as(built, "d", PrimitiveType.TIMESTAMP_NTZ)).containsExactly("1970-01-02T00:00");
        assertThat(as(built, "p", new DecimalType(14, 4))).containsExactly("-1.2300");
        assertThat(as(built, "p", new DecimalType(38, 26))).containsExactly("-1.23000000000000000000000000");
        for (DataType wrong : List.of(PrimitiveType.STRING, PrimitiveType.BOOLEAN, PrimitiveType.FLOAT)) {
            assertThatThrownBy(() -> as(built, "i", wrong))
                    .isInstanceOf(UnsupportedParquetException.class)
                    .hasMessageContainingAll("column=i", "expected=" + wrong, "file=");
        }
        assertThatThrownBy(() -> as(built, "p", new DecimalType(12, 1)))
                .isInstanceOf(UnsupportedParquetException.class);
    }

    @Test
    void decimalsInByteArraysOfAnyLengthAreNumbers() {
        HandMadeFile file = new HandMadeFile(3, 1);
        file.leaf("d", REQUIRED, Type.BYTE_ARRAY)
                .setConverted_type(ConvertedType.DECIMAL)
                .setPrecision(12)
                .setScale(2);
        byte[] page = {
            1,
            0,
            0,
            0,
            (byte) 0x85, // -123
            0,
            0,
            0,
            0, // nothing: 0
            10,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            0 // 256 with leading zeros
        };
        file.chunk(Type.BYTE_ARRAY).page(null, null, Encoding.PLAIN, page);
        InMemory built = file.build();
        assertThat(as(built, "d", new DecimalType(12, 2))).containsExactly("-1.23", "0.00", "2.56");
        assertThat(as(built, "d", new DecimalType(23, 5))).containsExactly("-1.23000", "0.00000", "2.56000");
    }

    @Test
    void stringsStayByDictionaryUntilAPageIsPlain() {
        HandMadeFile file = new HandMadeFile(6, 1);
        file.leaf("s", REQUIRED, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
        byte[] ids = {1, 3, 0b0110}; // one bit each: 0, 1, 1, 0
        file.chunk(Type.BYTE_ARRAY)
                .dictionary(2, strings("no", "yes"))
                .page(4, Encoding.RLE, Encoding.RLE_DICTIONARY, ids)
                .page(2, Encoding.RLE, Encoding.PLAIN, strings("maybe", "never"));
        InMemory built = file.build();
        ReadRequest request = ReadRequest.of(built.open().schema());
        assertThat(built.rows(request)).containsExactly("no", "yes", "yes", "no", "maybe", "never");
        List<Boolean> byDictionary = new ArrayList<>();
        try (BatchReader reader = built.open().read(request.batchRows(2))) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                byDictionary.add(((BytesVector) batch.column(0)).ids() != null);
            }
        }
        assertThat(byDictionary).containsExactly(true, true, false);
    }

    @Test
    void anIdBeyondTheDictionaryIsCorruption() {
        for (Type type : List.of(Type.BYTE_ARRAY, Type.INT32)) {
            HandMadeFile file = new HandMadeFile(4, 1);
            file.leaf("s", REQUIRED, type);
            file.chunk(type)
                    .dictionary(2, type == Type.INT32 ? ints(1, 2) : strings("a", "b"))
                    .page(4, Encoding.RLE, Encoding.RLE_DICTIONARY, new byte[] {2, 3, 0b00100100, 0b01});
            assertThatThrownBy(() -> all(file))
                    .isInstanceOf(CorruptParquetException.class)
                    .hasMessageContainingAll("dictionarySize=2", "column=s");
        }
    }

    @Test
    void aStructIsNullWhereTheFileSaysSoEvenIfNoneOfItsFieldsIsThere() {
        HandMadeFile file = new HandMadeFile(3, 1).group("s", OPTIONAL, 1, null);
        file.leaf("x", OPTIONAL, Type.INT32);
        file.chunk(Type.INT32).page(null, levels(2, 0, 1), Encoding.PLAIN, ints(5));
        InMemory built = file.build();
        StructType other = StructType.EMPTY.add("y", PrimitiveType.STRING);
        assertThat(as(built, "s", other)).containsExactly("(null)", "null", "(null)");
        StructType both = other.add("X", PrimitiveType.LONG);
        assertThat(as(built, "S", both)).containsExactly("(null,5)", "null", "(null,null)");
    }

    @Test
    void oldBoundsOfStringsAreNotTrusted() {
        HandMadeFile file = new HandMadeFile(2, 1);
        file.leaf("s", REQUIRED, Type.BYTE_ARRAY).setConverted_type(ConvertedType.UTF8);
        // compared as signed bytes, "é" was less than "a"
        Statistics wrong = new Statistics().setMin("é".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        wrong.setMax("a".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        file.chunk(Type.BYTE_ARRAY).statistics(wrong).page(null, null, Encoding.PLAIN, strings("a", "é"));
        InMemory built = file.build();
        StructType schema = built.open().schema();
        assertThat(built.rows(ReadRequest.of(schema).filter(col("s").eq("é"), schema)))
                .containsExactly("é");
    }

    @Test
    void oldBoundsOfNumbersAre() {
        HandMadeFile file = new HandMadeFile(2, 1);
        file.leaf("n", REQUIRED, Type.INT32);
        file.chunk(Type.INT32)
                .statistics(new Statistics().setMin(ints(-3)).setMax(ints(4)))
                .page(null, null, Encoding.PLAIN, ints(-3, 4));
        InMemory built = file.build();
        ParquetFile opened = built.open();
        built.drainRequests();
        StructType schema = opened.schema();
        assertThat(InMemory.rows(opened, ReadRequest.of(schema).filter(col("n").gt(4), schema)))
                .isEmpty();
        assertThat(built.requests).isEmpty();
    }

    @Test
    void boundsThatAreNoNumbersAreNone() {
        HandMadeFile file = new HandMadeFile(3, 1);
        file.leaf("d", REQUIRED, Type.DOUBLE);
        byte[] nan = longs(Double.doubleToRawLongBits(Double.NaN));
        file.chunk(Type.DOUBLE)
                .statistics(new Statistics().setMin_value(nan).setMax_value(nan))
                .page(
                        null,
                        null,
                        Encoding.PLAIN,
                        longs(
                                Double.doubleToRawLongBits(1.5),
                                Double.doubleToRawLongBits(Double.NaN),
                                Double.doubleToRawLongBits(-0.0)));
        InMemory built = file.build();
        StructType schema = built.open().schema();
        ReadRequest request = ReadRequest.of(schema);
        assertThat(built.rows(request.filter(col("d").eq(1.5), schema))).containsExactly("1.5");
        assertThat(built.rows(request.filter(col("d").eq(0.0), schema))).containsExactly("-0.0");
    }

    @Test
    void aZeroAsBoundMayStandForTheOther() {
        HandMadeFile file = new HandMadeFile(2, 1);
        file.leaf("d", REQUIRED, Type.DOUBLE);
        file.chunk(Type.DOUBLE)
                .statistics(new Statistics()
                        .setMin_value(longs(Double.doubleToRawLongBits(0.0)))
                        .setMax_value(longs(Double.doubleToRawLongBits(-0.0))))
                .page(
                        null,
                        null,
                        Encoding.PLAIN,
                        longs(Double.doubleToRawLongBits(0.0), Double.doubleToRawLongBits(-0.0)));
        InMemory built = file.build();
        StructType schema = built.open().schema();
        assertThat(built.rows(ReadRequest.of(schema).filter(col("d").eq(0.0), schema)))
                .hasSize(2);
        assertThat(built.rows(ReadRequest.of(schema).filter(col("d").eq(-0.0), schema)))
                .hasSize(2);
    }

    @Test
    void aColumnOfATypeThatDeltaLacksIsNamed() {
        HandMadeFile file = new HandMadeFile(1, 1);
        file.leaf("clock", REQUIRED, Type.INT32).setConverted_type(ConvertedType.TIME_MILLIS);
        file.chunk(Type.INT32).page(null, null, Encoding.PLAIN, ints(1));
        InMemory built = file.build();
        assertThatThrownBy(() -> built.open().schema())
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageContainingAll("column=clock", "annotation=TIME");
    }

    private static List<String> all(HandMadeFile file) {
        InMemory built = file.build();
        return built.rows(ReadRequest.of(built.open().schema()));
    }

    private static List<String> as(InMemory file, String column, DataType type) {
        return file.rows(ReadRequest.of(StructType.EMPTY.add(column, type)));
    }
}
