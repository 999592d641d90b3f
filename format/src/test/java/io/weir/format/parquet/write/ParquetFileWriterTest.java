package io.weir.format.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.FileChecksums;
import io.weir.format.parquet.write.WrittenFile.Page;
import io.weir.format.stats.ColumnStatistics;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.StorageException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParquetFileWriterTest {
    private static final ParquetWriteOptions PLAIN =
            ParquetWriteOptions.DEFAULT.withCodec(Codec.UNCOMPRESSED).withDictionaryBytes(0);

    // ---- the schema in the footer

    static List<Arguments> types() {
        return List.of(
                Arguments.of(PrimitiveType.BOOLEAN, Type.BOOLEAN, null, null),
                Arguments.of(PrimitiveType.BYTE, Type.INT32, ConvertedType.INT_8, "bitWidth:8, isSigned:true"),
                Arguments.of(PrimitiveType.SHORT, Type.INT32, ConvertedType.INT_16, "bitWidth:16, isSigned:true"),
                Arguments.of(PrimitiveType.INTEGER, Type.INT32, null, null),
                Arguments.of(PrimitiveType.LONG, Type.INT64, null, null),
                Arguments.of(PrimitiveType.FLOAT, Type.FLOAT, null, null),
                Arguments.of(PrimitiveType.DOUBLE, Type.DOUBLE, null, null),
                Arguments.of(PrimitiveType.STRING, Type.BYTE_ARRAY, ConvertedType.UTF8, "STRING"),
                Arguments.of(PrimitiveType.BINARY, Type.BYTE_ARRAY, null, null),
                Arguments.of(PrimitiveType.DATE, Type.INT32, ConvertedType.DATE, "DATE"),
                Arguments.of(
                        PrimitiveType.TIMESTAMP,
                        Type.INT64,
                        ConvertedType.TIMESTAMP_MICROS,
                        "isAdjustedToUTC:true, unit:<TimeUnit MICROS"),
                Arguments.of(
                        PrimitiveType.TIMESTAMP_NTZ, Type.INT64, null, "isAdjustedToUTC:false, unit:<TimeUnit MICROS"),
                Arguments.of(new DecimalType(9, 2), Type.INT32, ConvertedType.DECIMAL, "scale:2, precision:9"),
                Arguments.of(new DecimalType(10, 2), Type.INT64, ConvertedType.DECIMAL, "scale:2, precision:10"),
                Arguments.of(new DecimalType(18, 0), Type.INT64, ConvertedType.DECIMAL, "scale:0, precision:18"),
                Arguments.of(
                        new DecimalType(19, 19),
                        Type.FIXED_LEN_BYTE_ARRAY,
                        ConvertedType.DECIMAL,
                        "scale:19, precision:19"),
                Arguments.of(
                        new DecimalType(38, 10),
                        Type.FIXED_LEN_BYTE_ARRAY,
                        ConvertedType.DECIMAL,
                        "scale:10, precision:38"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeHasTheParquetTypeOfTheProtocol(
            DataType type, Type physical, @Nullable ConvertedType converted, @Nullable String logical) {
        WrittenFile file = WrittenFile.of(StructType.EMPTY.add("c", type), PLAIN);
        SchemaElement element = file.footer.getSchema().get(1);
        assertThat(element.getType()).isEqualTo(physical);
        assertThat(element.getConverted_type()).isEqualTo(converted);
        assertThat(element.getRepetition_type()).isEqualTo(FieldRepetitionType.OPTIONAL);
        if (logical == null) {
            assertThat(element.getLogicalType()).isNull();
        } else {
            assertThat(element.getLogicalType().toString()).contains(logical);
        }
        if (type instanceof DecimalType decimal) {
            assertThat(element.getPrecision()).isEqualTo(decimal.precision());
            assertThat(element.getScale()).isEqualTo(decimal.scale());
            assertThat(element.getType_length())
                    .isEqualTo(decimal.precision() == 38 ? 16 : decimal.precision() == 19 ? 9 : 0);
        }
    }

    @Test
    void nestedColumnsHaveThreeLevelsAndFieldsTheirIds() {
        StructType schema = StructType.EMPTY
                .add(new StructField(
                        "l",
                        new ArrayType(PrimitiveType.LONG, false),
                        false,
                        FieldMetadata.EMPTY.with("parquet.field.id", "7")))
                .add("m", new MapType(PrimitiveType.STRING, StructType.EMPTY.add("x", PrimitiveType.DATE), true));
        WrittenFile file = WrittenFile.of(schema, PLAIN);
        assertThat(file.footer.getSchema().stream().skip(1).map(ParquetFileWriterTest::shown))
                .containsExactly(
                        "REQUIRED l 1 LIST id=7",
                        "REPEATED list 1",
                        "REQUIRED element INT64",
                        "OPTIONAL m 1 MAP",
                        "REPEATED key_value 2",
                        "REQUIRED key BYTE_ARRAY UTF8",
                        "OPTIONAL value 1",
                        "OPTIONAL x INT32 DATE");
    }

    private static String shown(SchemaElement element) {
        return element.getRepetition_type() + " " + element.getName()
                + (element.isSetType() ? " " + element.getType() : " " + element.getNum_children())
                + (element.isSetConverted_type() ? " " + element.getConverted_type() : "")
                + (element.isSetField_id() ? " id=" + element.getField_id() : "");
    }

    @Test
    void aSchemaThatParquetCannotHoldIsRefusedAndNothingIsLeft() {
        assertRefused(
                StructType.EMPTY.add("s", StructType.EMPTY), "Parquet cannot hold a struct without fields", "column=s");
        assertRefused(
                StructType.EMPTY.add(
                        "s", StructType.EMPTY.add("x", PrimitiveType.LONG).add("x", PrimitiveType.DATE)),
                "Two columns have the same name",
                "column=s.x");
        assertRefused(StructType.EMPTY.add("", PrimitiveType.LONG), "A column has no name");
        assertRefused(
                StructType.of(new StructField(
                        "a", PrimitiveType.LONG, true, FieldMetadata.EMPTY.with("parquet.field.id", "\"one\""))),
                "Field id is not a number",
                "column=a");
    }

    private static void assertRefused(StructType schema, String... message) {
        MemoryStore store = MemoryStore.create();
        assertThatThrownBy(() -> ParquetFileWriter.create(store.create("f"), schema, PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(message);
        assertThat(store.exists("f")).isFalse();
    }

    // ---- bytes

    @Test
    void plainPagesAreByteByByteWhatTheFormatSays() {
        StructType schema = StructType.EMPTY.add("i", PrimitiveType.INTEGER).add("s", PrimitiveType.STRING, false);
        ColumnBatch batch =
                new BatchBuilder(schema).add(1, "a").add(null, "").add(-2, "bc").build();
        WrittenFile file = WrittenFile.of(schema, PLAIN, batch);
        assertThat(file.bytes).startsWith("PAR1".getBytes(StandardCharsets.US_ASCII));
        assertThat(file.bytes).endsWith("PAR1".getBytes(StandardCharsets.US_ASCII));
        Page ints = file.pages(0, 0).get(0);
        assertThat(ints.header().getData_page_header().getNum_values()).isEqualTo(3);
        assertThat(ints.body())
                .containsExactly(
                        2, 0, 0, 0, // bytes of definition levels
                        3, 0b101, // one group of eight, a bit each
                        1, 0, 0, 0, -2, -1, -1, -1);
        assertThat(file.pages(0, 1).get(0).body()).containsExactly(1, 0, 0, 0, 'a', 0, 0, 0, 0, 2, 0, 0, 0, 'b', 'c');
    }

    @Test
    void listsBecomeLevelsAsInTheDremelPaper() {
        StructType schema = StructType.EMPTY.add("l", new ArrayType(PrimitiveType.INTEGER, true));
        ColumnBatch batch = new BatchBuilder(schema)
                .add(Arrays.asList(1, null))
                .add((Object) null)
                .add(List.of())
                .add(List.of(2))
                .build();
        byte[] body = WrittenFile.of(schema, PLAIN, batch).pages(0, 0).get(0).body();
        assertThat(body)
                .containsExactly(
                        2,
                        0,
                        0,
                        0, // bytes of repetition levels: 0 1 0 0 0
                        3,
                        0b00010, //
                        3,
                        0,
                        0,
                        0, // bytes of definition levels, two bits each: 3 2 0 1 3
                        3,
                        0b01_00_10_11,
                        0b11, //
                        1,
                        0,
                        0,
                        0,
                        2,
                        0,
                        0,
                        0);
    }

    @Test
    void fewDistinctValuesAreIdsOfADictionary() {
        StructType schema = StructType.EMPTY.add("s", PrimitiveType.STRING, false);
        BatchBuilder builder = new BatchBuilder(schema);
        for (int i = 0; i < 800; i++) {
            builder.add(i < 400 ? "abcdefgh" : i % 2 == 0 ? "x" : "y");
        }
        WrittenFile file =
                WrittenFile.of(schema, ParquetWriteOptions.DEFAULT.withCodec(Codec.UNCOMPRESSED), builder.build());
        List<Page> pages = file.pages(0, 0);
        assertThat(pages.get(0).header().getType()).isEqualTo(PageType.DICTIONARY_PAGE);
        assertThat(pages.get(0).header().getDictionary_page_header().getNum_values())
                .isEqualTo(3);
        assertThat(pages.get(0).body())
                .containsExactly(8, 0, 0, 0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 1, 0, 0, 0, 'x', 1, 0, 0, 0, 'y');
        byte[] body = pages.get(1).body();
        // two bits an id; a run of 400 zeros; then 50 groups of 1 2 1 2 …
        assertThat(Arrays.copyOf(body, 6))
                .containsExactly(2, 800 & 0x7f | 0x80, 800 >> 7, 0, 50 << 1 | 1, 0b10_01_10_01);
        assertThat(body).hasSize(1 + 3 + 1 + 100);
        ColumnMetaData column = file.column(0);
        assertThat(column.getDictionary_page_offset()).isEqualTo(4);
        assertThat(column.getEncoding_stats())
                .containsExactly(
                        new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1),
                        new PageEncodingStats(PageType.DATA_PAGE, Encoding.RLE_DICTIONARY, 1));
    }

    @Test
    void distinctValuesAreWrittenPlainFromTheFirstPageOn() {
        StructType schema = StructType.EMPTY
                .add("l", PrimitiveType.LONG, false)
                .add("s", PrimitiveType.STRING, false)
                .add("d", PrimitiveType.DOUBLE, false);
        BatchBuilder builder = new BatchBuilder(schema);
        for (int i = 0; i < 5000; i++) {
            builder.add((long) i, "value " + i, i / 7.0);
        }
        WrittenFile file = WrittenFile.of(schema, ParquetWriteOptions.DEFAULT, builder.build());
        for (int i = 0; i < 3; i++) {
            assertThat(file.column(i).isSetDictionary_page_offset()).isFalse();
            assertThat(file.column(i).getEncodings()).doesNotContain(Encoding.RLE_DICTIONARY);
        }
    }

    @Test
    void aDictionaryThatStopsPayingIsKeptForThePagesThatUseIt() {
        StructType schema = StructType.EMPTY.add("l", PrimitiveType.LONG, false).add("s", PrimitiveType.STRING, false);
        BatchBuilder builder = new BatchBuilder(schema);
        for (int i = 0; i < 6000; i++) {
            builder.add(i < 3000 ? (long) i % 10 : i, i < 3000 ? "v" + i % 10 : "v" + i);
        }
        WrittenFile file =
                WrittenFile.of(schema, ParquetWriteOptions.DEFAULT.withPages(1 << 20, 1000), builder.build());
        for (int i = 0; i < 2; i++) {
            assertThat(file.column(i).getEncoding_stats())
                    .containsExactly(
                            new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1),
                            new PageEncodingStats(PageType.DATA_PAGE, Encoding.RLE_DICTIONARY, 3),
                            new PageEncodingStats(PageType.DATA_PAGE, Encoding.PLAIN, 3));
            assertThat(file.pages(0, i)
                            .get(0)
                            .header()
                            .getDictionary_page_header()
                            .getNum_values())
                    .isEqualTo(10);
        }
    }

    @Test
    void everyPageHasItsChecksum() {
        StructType schema = StructType.EMPTY.add("l", PrimitiveType.LONG);
        WrittenFile file = WrittenFile.of(schema, ParquetWriteOptions.DEFAULT, longs(schema, 0, 100));
        for (Page page : file.pages(0, 0)) {
            CRC32 crc = new CRC32();
            crc.update(page.body());
            assertThat(page.header().getCrc()).isEqualTo((int) crc.getValue());
        }
        WrittenFile without =
                WrittenFile.of(schema, ParquetWriteOptions.DEFAULT.withPageChecksums(false), longs(schema, 0, 100));
        assertThat(without.pages(0, 0)).noneMatch(p -> p.header().isSetCrc());
    }

    @Test
    void offsetsAndSizesInTheFooterAddUp() {
        RandomBatches random = new RandomBatches(new java.util.Random(5));
        StructType schema = random.schema();
        WrittenFile file = WrittenFile.of(
                schema,
                ParquetWriteOptions.DEFAULT.withPages(2000, 100).withRowGroupBytes(1),
                random.batch(schema, 500),
                random.batch(schema, 300));
        assertThat(file.footer.getNum_rows()).isEqualTo(800);
        assertThat(file.footer.getRow_groups().stream().map(RowGroup::getNum_rows))
                .containsExactly(500L, 300L);
        long at = 4;
        for (RowGroup group : file.footer.getRow_groups()) {
            assertThat(group.getFile_offset()).isEqualTo(at);
            for (int i = 0; i < group.getColumnsSize(); i++) {
                ColumnMetaData column = group.getColumns().get(i).getMeta_data();
                long uncompressed = 0;
                long levels = 0;
                for (Page page : file.pages(group.getOrdinal(), i)) {
                    uncompressed += page.header().getUncompressed_page_size();
                    levels += page.header().isSetData_page_header()
                            ? page.header().getData_page_header().getNum_values()
                            : 0;
                }
                assertThat(column.getTotal_uncompressed_size()).isGreaterThan(uncompressed);
                assertThat(column.getNum_values()).isEqualTo(levels);
                at += column.getTotal_compressed_size();
            }
            assertThat(group.getTotal_compressed_size()).isEqualTo(at - group.getFile_offset());
        }
        assertThat(file.footer.getColumn_orders())
                .hasSize(file.footer.getRow_groups().get(0).getColumnsSize());
    }

    @Test
    void aFileWithoutRowsHasASchemaAndNoRowGroup() {
        StructType schema = StructType.EMPTY.add("l", PrimitiveType.LONG);
        WrittenFile file = WrittenFile.of(
                schema, ParquetWriteOptions.DEFAULT.withKeyValues(Map.of("k", "v")), new BatchBuilder(schema).build());
        assertThat(file.footer.getRow_groups()).isEmpty();
        assertThat(file.info.rowCount()).isZero();
        assertThat(file.info.sizeBytes()).isEqualTo(file.bytes.length);
        assertThat(file.footer.getKey_value_metadata())
                .extracting(KeyValue::getKey)
                .as("what was asked for, then the checksums")
                .containsExactly("k", FileChecksums.KEY);
        assertThat(file.footer.getCreated_by()).startsWith("weir version ");
    }

    // ---- page index

    @Test
    void pagesEndAtTheirRowsAndTheIndexSaysWhereTheyAre() {
        StructType schema = StructType.EMPTY.add("l", PrimitiveType.LONG);
        WrittenFile file =
                WrittenFile.of(schema, PLAIN.withPages(1 << 20, 40), longs(schema, 0, 100), longs(schema, 100, 30));
        assertThat(file.offsetIndex(0).getPage_locations().stream().map(PageLocation::getFirst_row_index))
                .containsExactly(0L, 40L, 80L, 120L);
        assertThat(file.offsetIndex(0).getPage_locations().get(0).getOffset())
                .isEqualTo(file.column(0).getData_page_offset());
        ColumnIndex index = file.columnIndex(0);
        assertThat(index.getMin_values().stream().map(ParquetFileWriterTest::toLong))
                .containsExactly(0L, 40L, 80L, 120L);
        assertThat(index.getMax_values().stream().map(ParquetFileWriterTest::toLong))
                .containsExactly(39L, 79L, 119L, 129L);
        assertThat(index.getBoundary_order()).isEqualTo(BoundaryOrder.ASCENDING);
        assertThat(index.getNull_counts()).containsExactly(0L, 0L, 0L, 0L);
    }

    @Test
    void pagesOfNullsHaveNoBoundsAndDoNotDisturbTheOrder() {
        StructType schema = StructType.EMPTY.add("l", PrimitiveType.LONG);
        BatchBuilder builder = new BatchBuilder(schema);
        for (int i = 0; i < 30; i++) {
            builder.add(i >= 10 && i < 20 ? null : Long.valueOf(-i));
        }
        ColumnIndex index = WrittenFile.of(schema, PLAIN.withPages(1 << 20, 10), builder.build())
                .columnIndex(0);
        assertThat(index.getNull_pages()).containsExactly(false, true, false);
        assertThat(index.getNull_counts()).containsExactly(0L, 10L, 0L);
        assertThat(index.getMin_values().get(1).remaining()).isZero();
        assertThat(index.getBoundary_order()).isEqualTo(BoundaryOrder.DESCENDING);
    }

    @Test
    void aPageWithANaNTakesTheColumnIndexAwayButNotTheOffsets() {
        StructType schema = StructType.EMPTY.add("d", PrimitiveType.DOUBLE);
        BatchBuilder builder = new BatchBuilder(schema);
        for (int i = 0; i < 30; i++) {
            builder.add(i == 15 ? Double.NaN : i);
        }
        WrittenFile file = WrittenFile.of(schema, PLAIN.withPages(1 << 20, 10), builder.build());
        assertThat(file.chunk(0, 0).isSetColumn_index_offset()).isFalse();
        assertThat(file.offsetIndex(0).getPage_locations()).hasSize(3);
        assertThat(file.column(0).getStatistics().isSetMin_value()).isFalse();
        assertThat(file.info.statistics().columns().get(0).max()).isNull();
    }

    @Test
    void longStringsAreCutInTheIndexAndTheFooterSaysSo() {
        StructType schema = StructType.EMPTY.add("s", PrimitiveType.STRING).add("b", PrimitiveType.BINARY);
        byte[] high = new byte[70];
        Arrays.fill(high, (byte) 0xff);
        ColumnBatch batch = new BatchBuilder(schema).add("ä".repeat(40), high).build();
        WrittenFile file = WrittenFile.of(schema, PLAIN, batch);
        Statistics strings = file.column(0).getStatistics();
        assertThat(text(strings.min_value)).isEqualTo("ä".repeat(32));
        assertThat(text(strings.max_value)).isEqualTo("ä".repeat(31) + "å");
        assertThat(strings.isIs_min_value_exact()).isFalse();
        assertThat(strings.isIs_max_value_exact()).isFalse();
        assertThat(text(file.columnIndex(0).getMax_values().get(0))).isEqualTo("ä".repeat(31) + "å");
        // nothing shorter is greater than these bytes
        assertThat(file.column(1).getStatistics().getMax_value()).isEqualTo(high);
        assertThat(file.column(1).getStatistics().isIs_max_value_exact()).isTrue();
    }

    @Test
    void aRowThatIsLargerThanAPageIsAPageOfItsOwn() {
        StructType schema =
                StructType.EMPTY.add("s", PrimitiveType.STRING).add("l", new ArrayType(PrimitiveType.LONG, true));
        BatchBuilder builder = new BatchBuilder(schema);
        List<Long> many = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            many.add(i);
        }
        builder.add("a", List.of(1L))
                .add("x".repeat(5000), many)
                .add("b", List.of())
                .add("c", List.of(2L));
        WrittenFile file = WrittenFile.of(schema, PLAIN.withPages(1000, 100), builder.build());
        for (int i = 0; i < 2; i++) {
            assertThat(file.offsetIndex(i).getPage_locations().stream().map(PageLocation::getFirst_row_index))
                    .as("column %s", i)
                    .containsExactly(0L, 1L, 2L);
        }
    }

    // ---- statistics

    @Test
    void statisticsTellOfEveryColumnAndOfNullsAboveIt() {
        StructType inner = StructType.EMPTY.add("x", PrimitiveType.INTEGER).add("y", PrimitiveType.BOOLEAN);
        StructType schema = StructType.EMPTY
                .add("s", inner)
                .add("l", new ArrayType(PrimitiveType.LONG, true))
                .add("ts", PrimitiveType.TIMESTAMP)
                .add("ntz", PrimitiveType.TIMESTAMP_NTZ)
                .add("day", PrimitiveType.DATE)
                .add("small", new DecimalType(5, 2))
                .add("wide", new DecimalType(30, 3))
                .add("text", PrimitiveType.STRING)
                .add("raw", PrimitiveType.BINARY)
                .add("f", PrimitiveType.FLOAT);
        Instant early = Instant.parse("1900-01-01T00:00:00.000001Z");
        Instant late = Instant.parse("2100-01-01T00:00:00Z");
        ColumnBatch batch = new BatchBuilder(schema)
                .add(
                        new BatchBuilder(inner).add(5, true).build().row(0),
                        List.of(1L),
                        late,
                        LocalDateTime.parse("2020-01-01T00:00:00"),
                        LocalDate.of(2020, 2, 2),
                        new BigDecimal("1.50"),
                        new BigDecimal("-99999999999999999999.001"),
                        "b",
                        new byte[] {1},
                        -0.0f)
                .add(
                        new BatchBuilder(inner).add(null, false).build().row(0),
                        null,
                        early,
                        null,
                        LocalDate.of(1500, 1, 1),
                        new BigDecimal("-1.50"),
                        new BigDecimal("99999999999999999999.001"),
                        "ä",
                        null,
                        2.5f)
                .add(null, List.of(), null, null, null, null, null, null, null, null)
                .build();
        WrittenFile file = WrittenFile.of(schema, ParquetWriteOptions.DEFAULT, batch, batch.slice(2, 3));
        assertThat(file.info.statistics().recordCount()).isEqualTo(4);
        assertThat(file.info.statistics().columns().stream().map(ParquetFileWriterTest::shown))
                .containsExactly(
                        "s.x 3 5 5",
                        "s.y 2 false true",
                        "l 1 null null",
                        "ts 2 " + early + " " + late,
                        "ntz 3 2020-01-01T00:00 2020-01-01T00:00",
                        "day 2 1500-01-01 2020-02-02",
                        "small 2 -1.50 1.50",
                        "wide 2 -99999999999999999999.001 99999999999999999999.001",
                        "text 2 b ä",
                        "raw 3 null null",
                        "f 2 -0.0 2.5");
    }

    private static String shown(ColumnStatistics c) {
        return String.join(".", c.path()) + " " + c.nullCount() + " " + c.min() + " " + c.max();
    }

    @Test
    void theLeastZeroIsNegativeAndTheGreatestPositive() {
        StructType schema = StructType.EMPTY.add("n", PrimitiveType.DOUBLE).add("p", PrimitiveType.DOUBLE);
        ColumnBatch batch = new BatchBuilder(schema).add(-0.0, 0.0).build();
        WrittenFile file = WrittenFile.of(schema, PLAIN, batch);
        for (int i = 0; i < 2; i++) {
            Statistics statistics = file.column(i).getStatistics();
            assertThat(toLong(statistics.min_value)).isEqualTo(Double.doubleToRawLongBits(-0.0));
            assertThat(toLong(statistics.max_value)).isZero();
        }
    }

    @Test
    void boundsReachOverRowGroups() {
        StructType schema = StructType.EMPTY.add("l", PrimitiveType.LONG);
        WrittenFile file = WrittenFile.of(
                schema, PLAIN.withRowGroupBytes(1), longs(schema, 5, 3), longs(schema, -10, 3), longs(schema, 0, 3));
        ColumnStatistics column = Objects.requireNonNull(file.info.statistics().column(List.of("l")));
        assertThat(column.min()).isEqualTo(-10L);
        assertThat(column.max()).isEqualTo(7L);
        assertThat(toLong(file.chunk(1, 0).getMeta_data().getStatistics().max_value))
                .isEqualTo(-8);
    }

    // ---- refusals and failures

    @Test
    void aNullWhereNoneMayBeIsRefusedByColumnAndRowAndTheWriterGoesOn() {
        StructType point = StructType.EMPTY.add("x", PrimitiveType.LONG, false);
        StructType schema = StructType.EMPTY.add("id", PrimitiveType.LONG).add("ps", new ArrayType(point, true));
        StructType loose = StructType.EMPTY
                .add("id", PrimitiveType.LONG)
                .add("ps", new ArrayType(StructType.EMPTY.add("x", PrimitiveType.LONG), true));
        Object good = new BatchBuilder(point).add(1L).build().row(0);
        Object bad = new BatchBuilder(StructType.EMPTY.add("x", PrimitiveType.LONG))
                .add((Object) null)
                .build()
                .row(0);
        MemoryStore store = MemoryStore.create();
        try (ParquetFileWriter writer = ParquetFileWriter.create(store.create("f"), schema, PLAIN)) {
            writer.write(new BatchBuilder(loose).add(1L, List.of(good, good)).build());
            ColumnBatch refused = new BatchBuilder(loose)
                    .add(2L, Arrays.asList(good, null))
                    .add(3L, null)
                    .add(4L, List.of(good, bad))
                    .build();
            assertThatThrownBy(() -> writer.write(refused))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("Null in a column that is NOT NULL", "column=ps.list.element.x", "row=2");
            writer.write(new BatchBuilder(loose).add(5L, List.of()).build());
            assertThat(writer.finish().rowCount()).isEqualTo(2);
        }
    }

    @Test
    void aNullStructMayHoldAnythingInItsRequiredFields() {
        StructType inner = StructType.EMPTY.add("x", PrimitiveType.LONG, false);
        StructType schema = StructType.EMPTY.add("s", inner);
        ColumnBatch batch = new BatchBuilder(schema).add((Object) null).build();
        ParquetFileInfo info = WrittenFile.of(schema, PLAIN, batch).info;
        assertThat(info.statistics().columns().get(0).nullCount()).isEqualTo(1);
    }

    @Test
    void aBatchOfOtherColumnsIsRefused() {
        StructType schema = StructType.EMPTY.add("a", PrimitiveType.LONG);
        for (StructType other : List.of(
                StructType.EMPTY.add("b", PrimitiveType.LONG),
                StructType.EMPTY.add("a", PrimitiveType.TIMESTAMP),
                StructType.EMPTY.add("a", PrimitiveType.LONG).add("b", PrimitiveType.LONG))) {
            try (ParquetFileWriter writer =
                    ParquetFileWriter.create(MemoryStore.create().create("f"), schema, PLAIN)) {
                assertThatThrownBy(() -> writer.write(new BatchBuilder(other).build()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("Batch has other columns than the file");
            }
        }
    }

    @Test
    void aStoreThatFailsLeavesAWriterThatOnlyGivesUp() {
        StructType schema = StructType.EMPTY.add("a", PrimitiveType.LONG);
        FullDisk disk = new FullDisk(1000);
        try (ParquetFileWriter writer = ParquetFileWriter.create(disk, schema, PLAIN.withRowGroupBytes(100))) {
            assertThatThrownBy(() -> writer.write(longs(schema, 0, 1000))).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> writer.write(longs(schema, 0, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("broken by an earlier error");
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
            assertThat(disk.aborted).isFalse();
        }
        assertThat(disk.aborted).isTrue();
    }

    @Test
    void aFooterThatCannotBeWrittenGivesTheFileUp() {
        StructType schema = StructType.EMPTY.add("a", PrimitiveType.LONG);
        FullDisk disk = new FullDisk(50);
        try (ParquetFileWriter writer = ParquetFileWriter.create(disk, schema, PLAIN)) {
            writer.write(longs(schema, 0, 1000));
            assertThatThrownBy(writer::finish).isInstanceOf(StorageException.class);
        }
        assertThat(disk.aborted).isTrue();
        assertThat(disk.closed).isFalse();
    }

    @Test
    void aFileGivenUpNeverAppears() {
        StructType schema = StructType.EMPTY.add("a", PrimitiveType.LONG);
        MemoryStore store = MemoryStore.create();
        ParquetFileWriter writer = ParquetFileWriter.create(store.create("f"), schema, PLAIN);
        writer.write(longs(schema, 0, 10));
        writer.abort();
        writer.abort();
        assertThat(store.exists("f")).isFalse();
        assertThatThrownBy(() -> writer.write(longs(schema, 0, 10)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("finished or given up");
    }

    /** Takes so many bytes and no more. */
    private static final class FullDisk implements ObjectWriter {
        private final long capacity;
        private long position;
        private boolean aborted;
        private boolean closed;

        FullDisk(long capacity) {
            this.capacity = capacity;
        }

        @Override
        public String name() {
            return "full";
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (position + length > capacity) {
                throw new StorageException("No space left {name=full}", null);
            }
            position += length;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void abort() {
            aborted = true;
        }
    }

    private static ColumnBatch longs(StructType schema, long from, int count) {
        BatchBuilder builder = new BatchBuilder(schema);
        for (long i = from; i < from + count; i++) {
            builder.add(i);
        }
        return builder.build();
    }

    private static long toLong(ByteBuffer bytes) {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
