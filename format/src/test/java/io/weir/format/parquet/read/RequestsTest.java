package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What reading costs in requests to the store. */
class RequestsTest {
    /** 60,000 rows in one row group and pages of 500: about 0.5, 0.9 and 2.2 MB a column. */
    private static final InMemory LARGE = FilteredReadTest.numbers(
            60_000,
            ParquetWriteOptions.DEFAULT
                    .withCodec(Codec.UNCOMPRESSED)
                    .withPages(64_000, 500)
                    .withDictionaryBytes(0));

    private final InMemory file = new InMemory(LARGE.bytes);

    @Test
    void openingIsOneRequest() {
        file.open();
        assertThat(file.requests)
                .containsExactly(new ByteRange(LARGE.bytes.length - ParquetFile.TAIL_BYTES, LARGE.bytes.length));
    }

    @Test
    void aFooterLongerThanTheTailIsOneMore() {
        InMemory longFooter = FilteredReadTest.numbers(
                3000, ParquetWriteOptions.DEFAULT.withKeyValues(Map.of("note", "x".repeat(ParquetFile.TAIL_BYTES))));
        ParquetFile opened = longFooter.open();
        assertThat(longFooter.drainRequests()).isEqualTo(2);
        assertThat(opened.rowCount()).isEqualTo(3000);
    }

    @Test
    void allColumnsOfARowGroupAreOneRequest() {
        ParquetFile opened = file.open();
        file.drainRequests();
        assertThat(InMemory.rows(opened, ReadRequest.of(opened.schema()))).hasSize(60_000);
        assertThat(file.requests).hasSize(1);
    }

    @Test
    void columnsFarApartAreOneRequestEach() {
        ParquetFile opened = file.open();
        file.drainRequests();
        StructType ends = opened.schema().select(List.of("id", "pad"));
        assertThat(InMemory.rows(opened, ReadRequest.of(ends))).hasSize(60_000);
        assertThat(file.requests).hasSize(2);
        assertThat(bytes()).isLessThan(LARGE.bytes.length * 4L / 5);
    }

    @Test
    void aRowGroupThatCannotMatchCostsNothing() {
        ParquetFile opened = file.open();
        file.drainRequests();
        StructType schema = opened.schema();
        ReadRequest request = ReadRequest.of(schema).filter(col("id").gt(60_000L), schema);
        assertThat(InMemory.rows(opened, request)).isEmpty();
        assertThat(file.requests).isEmpty();
    }

    @Test
    void ourOwnBoundsOfDoublesAreBelievedUnlessThereIsANan() {
        StructType schema = StructType.EMPTY.add("x", PrimitiveType.DOUBLE);
        for (double last : new double[] {2.5, Double.NaN}) {
            InMemory doubles = InMemory.written(
                    schema,
                    ParquetWriteOptions.DEFAULT,
                    List.of(new BatchBuilder(schema).add(1.5).add(last).build()));
            ParquetFile opened = doubles.open();
            doubles.drainRequests();
            ReadRequest request = ReadRequest.of(schema).filter(col("x").gt(100.0), schema);
            assertThat(InMemory.rows(opened, request)).hasSize(Double.isNaN(last) ? 1 : 0);
            assertThat(doubles.requests).hasSize(Double.isNaN(last) ? 1 : 0);
        }
    }

    @Test
    void oneRowIsOnePageOfEachColumn() {
        ParquetFile opened = file.open();
        file.drainRequests();
        StructType schema = opened.schema();
        ReadRequest request = ReadRequest.of(schema).filter(col("id").eq(30_123L), schema);
        assertThat(InMemory.rows(opened, request)).hasSize(1).first().asString().startsWith("30123|text 30123|");
        // the page of the condition's column, then one of each of the others; the indexes are in the tail
        assertThat(file.requests).hasSize(3);
        assertThat(bytes()).isLessThan(70_000);
    }

    @Test
    void whereNothingMatchesTheOtherColumnsAreNotTouched() {
        ParquetFile opened = file.open();
        file.drainRequests();
        StructType schema = opened.schema();
        ReadRequest request = ReadRequest.of(schema).filter(col("text").eq("text 5x"), schema);
        assertThat(InMemory.rows(opened, request)).isEmpty();
        assertThat(file.requests).hasSize(1);
    }

    @Test
    void aRowGroupWhoseDictionaryLacksTheValueCostsTheDictionary() {
        StructType schema = StructType.EMPTY.add("colour", PrimitiveType.STRING).add("n", PrimitiveType.LONG);
        BatchBuilder builder = new BatchBuilder(schema);
        Random random = new Random(3);
        for (int i = 0; i < 400_000; i++) {
            builder.add("colour " + 2 * random.nextInt(500), (long) i);
        }
        InMemory colours = InMemory.written(
                schema, ParquetWriteOptions.DEFAULT.withCodec(Codec.UNCOMPRESSED), List.of(builder.build()));
        ParquetFile opened = colours.open();
        colours.drainRequests();
        ReadRequest request = ReadRequest.of(schema);
        assertThat(InMemory.rows(opened, request.filter(col("colour").eq("colour 301"), schema)))
                .isEmpty();
        assertThat(colours.requests).hasSize(1);
        assertThat(colours.requests.get(0).end()).isLessThan(20_000);
        assertThat(InMemory.rows(opened, request.filter(col("colour").eq("colour 300"), schema)))
                .isNotEmpty();
    }

    @Test
    void aLongChunkIsCut() {
        InMemory zeros = new InMemory(new byte[40 << 20]);
        try (RowGroupBytes cut = new RowGroupBytes(zeros, new BufferPool())) {
            cut.plan(List.of(List.of(new ByteRange(4, zeros.bytes.length))));
            RowGroupBytes.View view = new RowGroupBytes.View();
            cut.view(4, 1000, view);
            assertThat(zeros.requests).containsExactly(new ByteRange(4, 4 + RowGroupBytes.MAX_REQUEST));
            cut.view(RowGroupBytes.MAX_REQUEST - 100, 1000, view);
            assertThat(zeros.requests).hasSize(2);
        }
    }

    @Test
    void manySmallRangesAreJoinedOverLargerGaps() {
        InMemory zeros = new InMemory(new byte[16 << 20]);
        List<ByteRange> scattered = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            scattered.add(new ByteRange(i * 150_000L, i * 150_000L + 10));
        }
        try (RowGroupBytes bytes = new RowGroupBytes(zeros, new BufferPool())) {
            bytes.plan(List.of(scattered));
            for (ByteRange range : scattered) {
                bytes.view(range.start(), 10, new RowGroupBytes.View());
            }
        }
        assertThat(zeros.requests).hasSize(1);
    }

    private long bytes() {
        return file.requests.stream().mapToLong(r -> r.end() - r.start()).sum();
    }
}
