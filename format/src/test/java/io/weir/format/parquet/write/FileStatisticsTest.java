package io.weir.format.parquet.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import io.weir.format.stats.ColumnStatistics;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of written files, checked against the very values. */
class FileStatisticsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noValueIsOutsideTheBoundsAndEveryNullIsCounted(long seed) {
        Random random = new Random(seed);
        RandomBatches batches = new RandomBatches(random);
        int bounded = 0;
        for (int i = 0; i < 40; i++) {
            StructType schema = batches.schema();
            ColumnBatch[] written = {batches.batch(schema, 300), batches.batch(schema, random.nextInt(50))};
            ParquetWriteOptions options = ParquetWriteOptions.DEFAULT.withPages(500, 40);
            WrittenFile file = WrittenFile.of(schema, options.withRowGroupBytes(1 + random.nextInt(9000)), written);
            assertThat(file.info.statistics().columns().stream().map(ColumnStatistics::path))
                    .containsExactlyElementsOf(StatisticsColumns.all(schema).leaves());
            for (ColumnStatistics column : file.info.statistics().columns()) {
                long nulls = 0;
                boolean any = false;
                boolean nan = false;
                for (ColumnBatch batch : written) {
                    for (int row = 0; row < batch.rowCount(); row++) {
                        Object value = value(batch, column.path(), row);
                        nulls += value == null ? 1 : 0;
                        nan |= isNan(value);
                        any |= value != null;
                        if (value != null && column.min() != null && column.max() != null) {
                            bounded++;
                            assertThat(compare(column.min(), value)).isLessThanOrEqualTo(0);
                            assertThat(compare(column.max(), value)).isGreaterThanOrEqualTo(0);
                        }
                    }
                }
                assertThat(column.nullCount()).as("%s", column).isEqualTo(nulls);
                boolean certain = StatisticsColumns.hasBounds(column.type()) && any && !nan;
                if (column.type() != PrimitiveType.STRING && column.type() != PrimitiveType.BOOLEAN) {
                    assertThat(column.min() != null).as("%s", column).isEqualTo(certain);
                }
            }
        }
        assertThat(bounded).isGreaterThan(1000);
    }

    private static @Nullable Object value(ColumnBatch batch, List<String> path, int row) {
        ColumnVector vector = batch.column(path.get(0));
        for (String name : path.subList(1, path.size())) {
            if (vector.isNull(row)) {
                return null;
            }
            StructVector struct = (StructVector) vector;
            vector = struct.field(struct.structType().indexOf(name));
        }
        return Values.valueAt(vector, row);
    }

    private static boolean isNan(@Nullable Object value) {
        return value instanceof Double d && d.isNaN() || value instanceof Float f && f.isNaN();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are values of one column
    private static int compare(Object a, Object b) {
        return a instanceof String left
                ? Arrays.compareUnsigned(left.getBytes(UTF_8), ((String) b).getBytes(UTF_8))
                : ((Comparable) a).compareTo(b);
    }

    @Test
    void stringsByDictionaryAreMeasuredByWhatIsUsedNotByWhatTheDictionaryHolds() {
        StructType schema = StructType.EMPTY.add("s", PrimitiveType.STRING);
        byte[] data = "aabbcczz".getBytes(UTF_8);
        int[] offsets = {0, 2, 4, 6, 8};
        ColumnBatch[] batches = new ColumnBatch[6];
        for (int i = 0; i < batches.length; i++) {
            int[] ids = new int[100];
            boolean[] nulls = new boolean[100];
            for (int row = 0; row < 100; row++) {
                nulls[row] = row % 10 == 0;
                ids[row] = nulls[row] ? 3 : 1 + (row + i) % 2;
            }
            batches[i] = new ColumnBatch(
                    schema, 100, List.of(new BytesVector(PrimitiveType.STRING, 100, data, offsets, 4, ids, nulls)));
        }
        WrittenFile file = WrittenFile.of(
                schema, ParquetWriteOptions.DEFAULT.withPages(1 << 20, 70).withRowGroupBytes(150), batches);
        ColumnStatistics column = file.info.statistics().columns().get(0);
        assertThat(column.min()).isEqualTo("bb");
        assertThat(column.max()).isEqualTo("cc");
        assertThat(column.nullCount()).isEqualTo(60);
        assertThat(file.footer.getRow_groups()).hasSizeGreaterThan(1);
        for (int i = 0; i < file.footer.getRow_groupsSize(); i++) {
            assertThat(file.pages(i, 0)
                            .get(0)
                            .header()
                            .getDictionary_page_header()
                            .getNum_values())
                    .isEqualTo(2);
        }
    }
}
