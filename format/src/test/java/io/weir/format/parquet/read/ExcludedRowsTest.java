package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.parquet.write.RandomBatches;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludedRowsTest {
    private record Bits(BitSet excluded) implements ExcludedRows {
        @Override
        public long count(long start, long end) {
            return excluded.get((int) start, (int) end).cardinality();
        }

        @Override
        public int keep(long firstRow, int[] rows, int rowCount, int[] kept) {
            int count = 0;
            for (int i = 0; i < rowCount; i++) {
                if (!excluded.get((int) (firstRow + rows[i]))) {
                    kept[count++] = i;
                }
            }
            return count;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatComesOutIsEverythingElseAtItsPlace(long seed) {
        Random random = new Random(seed);
        RandomBatches batches = new RandomBatches(random);
        for (int i = 0; i < 25; i++) {
            StructType schema = batches.schema();
            List<ColumnBatch> written = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                written.add(batches.batch(schema, 1 + random.nextInt(3000)));
            }
            InMemory file = InMemory.written(schema, FilteredReadTest.layout(random), written);
            ParquetFile opened = file.open();
            for (int k = 0; k < 6; k++) {
                StructType asked = schema.select(schema.names().subList(0, random.nextInt(schema.size() + 1)));
                ReadRequest request =
                        ReadRequest.of(asked).rowIndexColumn("_row").batchRows(1 + random.nextInt(1500));
                @Nullable
                Expression condition =
                        random.nextBoolean() ? FilteredReadTest.condition(random, schema, written) : null;
                ReadRequest filtered = condition == null ? request : request.filter(condition, schema);
                BitSet excluded = someRows(random, (int) opened.rowCount());
                List<String> expected = InMemory.rows(opened, filtered).stream()
                        .filter(row -> !excluded.get(Integer.parseInt(row.substring(row.lastIndexOf('|') + 1))))
                        .toList();

                assertThat(InMemory.rows(opened, filtered.excluding(new Bits(excluded))))
                        .as("seed %s, file %s, %s of %s", seed, i, condition, schema)
                        .isEqualTo(expected);
            }
        }
    }

    /** None, single rows, or stretches of up to all rows. */
    private static BitSet someRows(Random random, int rowCount) {
        BitSet rows = new BitSet();
        for (int i = random.nextInt(4) * random.nextInt(20); i > 0; i--) {
            int start = random.nextInt(rowCount);
            int length = random.nextInt(3) > 0 ? 1 : random.nextInt(rowCount) + 1;
            rows.set(start, Math.min(rowCount, start + length));
        }
        return rows;
    }

    @Test
    void aRowGroupWithoutAnyRowLeftIsNotFetchedAndPagesWithoutAreNotEither() {
        ParquetWriteOptions layout = ParquetWriteOptions.DEFAULT
                .withCodec(Codec.UNCOMPRESSED)
                .withPages(64_000, 500)
                .withDictionaryBytes(0);
        InMemory file = FilteredReadTest.numbers(60_000, layout.withRowGroupBytes(1_800_000));
        ParquetFile opened = file.open();
        assertThat(opened.rowGroups()).hasSize(2);
        BitSet excluded = new BitSet();
        excluded.set(0, (int) opened.rowGroups().get(0).rowCount());
        excluded.set(59_000);
        file.drainRequests();

        List<String> rows =
                InMemory.rows(opened, ReadRequest.of(opened.schema()).excluding(new Bits(excluded)));

        assertThat(rows).hasSize(60_000 - excluded.cardinality());
        assertThat(file.requests).allSatisfy(range -> assertThat(range.start()).isGreaterThan(1_700_000));

        excluded.set(0, 59_900);
        file.drainRequests();
        assertThat(InMemory.rows(
                        opened,
                        ReadRequest.of(opened.schema().select(List.of("id"))).excluding(new Bits(excluded))))
                .hasSize(100);
        assertThat(file.requests.stream()
                        .mapToLong(range -> range.end() - range.start())
                        .sum())
                .isLessThan(80_000);
        assertThat(InMemory.rows(
                        opened,
                        ReadRequest.of(StructType.EMPTY)
                                .filter(col("id").ge(59_998L), opened.schema())
                                .rowIndexColumn("at")
                                .excluding(new Bits(excluded))))
                .containsExactly("59998", "59999");
    }
}
