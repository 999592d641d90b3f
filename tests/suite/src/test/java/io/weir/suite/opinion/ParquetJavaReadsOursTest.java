package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.LocalStore;
import io.weir.testkit.RandomRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** parquet-java reads the files that our writer wrote: every codec, both page formats, statistics and page index. */
class ParquetJavaReadsOursTest {
    /** Many small pages and row groups, dictionaries that overflow: the seams are where it breaks. */
    private static final ParquetWriteOptions SMALL = ParquetWriteOptions.DEFAULT
            .withPages(2_000, 150)
            .withRowGroupBytes(40_000)
            .withDictionaryBytes(1_500);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void everyTypeIsReadBackWithEveryCodec(Codec codec) throws Exception {
        for (boolean secondFormat : List.of(false, true)) {
            for (ParquetWriteOptions options : List.of(SMALL, ParquetWriteOptions.DEFAULT.withDictionaryBytes(0))) {
                check(
                        options.withCodec(codec).withSecondPageFormat(secondFormat),
                        RandomRows.seeded(codec.ordinal()),
                        RandomRows.everyType(),
                        700);
            }
        }
    }

    @Test
    void randomSchemasAreReadBack() throws Exception {
        for (long seed : RandomRows.seeds(40).toArray()) {
            RandomRows random = RandomRows.seeded(seed);
            StructType schema = random.schema(4, 3);
            check(seed % 2 == 0 ? SMALL : ParquetWriteOptions.DEFAULT, random, schema, 500);
        }
    }

    private void check(ParquetWriteOptions options, RandomRows random, StructType schema, int rows) throws Exception {
        List<String> expected = new ArrayList<>();
        Path file = write(options, random, schema, rows, expected);
        assertThat(ParquetJava.lines(file)).as("%s %s", options, schema).isEqualTo(expected);
    }

    /** Writes three batches; adds their canonical rows to {@code expected}. */
    private Path write(
            ParquetWriteOptions options, RandomRows random, StructType schema, int rows, List<String> expected) {
        LocalStore store = LocalStore.at(directory);
        ParquetFileWriter writer = ParquetFileWriter.create(store.create("f.parquet"), schema, options);
        for (int n = 0; n < 3; n++) {
            ColumnBatch batch = random.batch(schema, rows);
            expected.addAll(WeirRows.lines(batch));
            writer.write(batch);
        }
        writer.finish();
        return directory.resolve("f.parquet");
    }

    @Test
    void filtersThatTrustOurStatisticsAndIndexesLoseNoRow() throws Exception {
        StructType schema = StructType.EMPTY
                .add("b", PrimitiveType.BOOLEAN)
                .add("i", PrimitiveType.INTEGER)
                .add("l", PrimitiveType.LONG)
                .add("f", PrimitiveType.FLOAT)
                .add("d", PrimitiveType.DOUBLE)
                .add("s", PrimitiveType.STRING);
        int compared = 0;
        for (long seed : RandomRows.seeds(15).toArray()) {
            RandomRows random = RandomRows.seeded(seed);
            LocalStore store = LocalStore.at(directory);
            ParquetFileWriter writer = ParquetFileWriter.create(store.create("f.parquet"), schema, SMALL);
            ColumnBatch batch = random.batch(schema, 2_000);
            writer.write(batch);
            writer.finish();
            for (int column = 0; column < schema.size(); column++) {
                for (int probe = 0; probe < 5; probe++) {
                    Object value = Values.valueAt(batch.column(column), random.row(batch.rowCount()));
                    if (value == null || value.equals(Double.NaN) || value.equals(Float.NaN)) {
                        continue;
                    }
                    compared += compare(batch, column, value);
                }
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    private int compare(ColumnBatch batch, int column, Object value) throws Exception {
        String name = batch.schema().field(column).name();
        Map<String, FilterPredicate> filters =
                filters(batch.schema().field(column).type(), name, value);
        for (Map.Entry<String, FilterPredicate> filter : filters.entrySet()) {
            int expected = 0;
            for (int row = 0; row < batch.rowCount(); row++) {
                Object found = Values.valueAt(batch.column(column), row);
                if (found != null && matches(filter.getKey(), found, value)) {
                    expected++;
                }
            }
            assertThat(ParquetJava.groups(directory.resolve("f.parquet"), FilterCompat.get(filter.getValue())))
                    .as("%s %s %s", name, filter.getKey(), value)
                    .hasSize(expected);
        }
        return filters.size();
    }

    private static boolean matches(String operator, Object found, Object value) {
        if (found instanceof Double || found instanceof Float) {
            double a = ((Number) found).doubleValue();
            double b = ((Number) value).doubleValue();
            // parquet-java's filters compare as Double.compare does
            int order = Double.compare(a, b);
            return operator.equals("=") ? order == 0 : operator.equals("<") ? order < 0 : order >= 0;
        }
        if (found instanceof String text) {
            int order = Binary.fromString(text).compareTo(Binary.fromString((String) value));
            return operator.equals("=") ? order == 0 : operator.equals("<") ? order < 0 : order >= 0;
        }
        int order = compareNaturally(found, value);
        return operator.equals("=") ? order == 0 : operator.equals("<") ? order < 0 : order >= 0;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are values of one column
    private static int compareNaturally(Object a, Object b) {
        return ((Comparable) a).compareTo(b);
    }

    private static Map<String, FilterPredicate> filters(DataType type, String name, Object value) {
        if (type == PrimitiveType.BOOLEAN) {
            return Map.of("=", FilterApi.eq(FilterApi.booleanColumn(name), (Boolean) value));
        }
        if (type == PrimitiveType.INTEGER) {
            var column = FilterApi.intColumn(name);
            Integer v = (Integer) value;
            return Map.of("=", FilterApi.eq(column, v), "<", FilterApi.lt(column, v), ">=", FilterApi.gtEq(column, v));
        }
        if (type == PrimitiveType.LONG) {
            var column = FilterApi.longColumn(name);
            Long v = (Long) value;
            return Map.of("=", FilterApi.eq(column, v), "<", FilterApi.lt(column, v), ">=", FilterApi.gtEq(column, v));
        }
        if (type == PrimitiveType.FLOAT) {
            var column = FilterApi.floatColumn(name);
            Float v = (Float) value;
            return Map.of("=", FilterApi.eq(column, v), "<", FilterApi.lt(column, v));
        }
        if (type == PrimitiveType.DOUBLE) {
            var column = FilterApi.doubleColumn(name);
            Double v = (Double) value;
            return Map.of("=", FilterApi.eq(column, v), "<", FilterApi.lt(column, v));
        }
        var column = FilterApi.binaryColumn(name);
        Binary v = Binary.fromString((String) value);
        return Map.of("=", FilterApi.eq(column, v), "<", FilterApi.lt(column, v), ">=", FilterApi.gtEq(column, v));
    }

    @Test
    void everyChunkHasAPageIndexAndStatisticsThatFitIt() throws Exception {
        List<String> expected = new ArrayList<>();
        Path file = write(SMALL, RandomRows.seeded(3), RandomRows.everyType(), 700, expected);
        int indexed = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
            assertThat(reader.getRecordCount()).isEqualTo(expected.size());
            for (BlockMetaData block : reader.getRowGroups()) {
                for (ColumnChunkMetaData chunk : block.getColumns()) {
                    OffsetIndex offsets = reader.readOffsetIndex(chunk);
                    assertThat(offsets).as("offset index of %s", chunk).isNotNull();
                    assertThat(offsets.getFirstRowIndex(0)).isZero();
                    assertThat(offsets.getLastRowIndex(offsets.getPageCount() - 1, block.getRowCount()))
                            .isEqualTo(block.getRowCount() - 1);
                    Statistics<?> statistics = chunk.getStatistics();
                    assertThat(statistics.isNumNullsSet())
                            .as("null count of %s", chunk)
                            .isTrue();
                    ColumnIndex index = reader.readColumnIndex(chunk);
                    if (index != null) {
                        indexed++;
                        assertThat(index.getNullPages()).hasSize(offsets.getPageCount());
                        assertThat(index.getNullCounts().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())
                                .as("nulls of the pages of %s", chunk)
                                .isEqualTo(statistics.getNumNulls());
                    }
                }
            }
        }
        assertThat(indexed).isGreaterThan(20);
    }
}
