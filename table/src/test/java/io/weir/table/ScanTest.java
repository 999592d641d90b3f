package io.weir.table;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Row;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetFileInfo;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
    private static final StructType ALL_TYPES = StructType.EMPTY
            .add("b", PrimitiveType.BOOLEAN)
            .add("i8", PrimitiveType.BYTE)
            .add("i16", PrimitiveType.SHORT)
            .add("i32", PrimitiveType.INTEGER)
            .add("i64", PrimitiveType.LONG)
            .add("f32", PrimitiveType.FLOAT)
            .add("f64", PrimitiveType.DOUBLE)
            .add("s", PrimitiveType.STRING)
            .add("bin", PrimitiveType.BINARY)
            .add("d", PrimitiveType.DATE)
            .add("ts", PrimitiveType.TIMESTAMP)
            .add("ntz", PrimitiveType.TIMESTAMP_NTZ)
            .add("dec", new DecimalType(12, 3))
            .add("wide", new DecimalType(38, 2));

    private final ObjectStore store = MemoryStore.create();

    private Table table(StructType schema, String... partitionColumns) {
        return Table.create(store, TableEnvironment.standard())
                .schema(schema)
                .partitionBy(partitionColumns)
                .commit();
    }

    private static @Nullable Object[] values(int i) {
        return new @Nullable Object[] {
            i % 2 == 0,
            (byte) i,
            (short) -i,
            i * 1000,
            1L << 40 | i,
            i == 1 ? Float.NaN : i / 4f,
            i == 2 ? Double.NEGATIVE_INFINITY : i / 8.0,
            "a/b=c%d é" + i,
            ("bytes" + i).getBytes(StandardCharsets.UTF_8),
            LocalDate.of(1500 + i, 2, 3),
            Instant.parse("2001-01-05T10:00:00.123456Z").plusSeconds(i),
            LocalDateTime.of(2001, 1, 5, 10, 0).plusNanos(i * 1000L),
            new BigDecimal("-1.250").add(BigDecimal.valueOf(i)),
            new BigDecimal("123456789012345678901234567890.10").add(BigDecimal.valueOf(i))
        };
    }

    @Test
    void partitionValuesOfEveryTypeComeBack() {
        Table table =
                table(ALL_TYPES.add("n", PrimitiveType.LONG), ALL_TYPES.names().toArray(String[]::new));
        BatchBuilder rows = new BatchBuilder(table.schema());
        for (int i = 0; i < 4; i++) {
            @Nullable Object[] row = Arrays.copyOf(values(i), ALL_TYPES.size() + 1);
            row[ALL_TYPES.size()] = (long) i;
            rows.add(row);
        }
        @Nullable Object[] nothing = new @Nullable Object[ALL_TYPES.size() + 1];
        nothing[ALL_TYPES.size()] = 4L;
        rows.add(nothing);
        ColumnBatch written = rows.build();

        table.append(written);

        assertThat(table.latest().fileCount()).isEqualTo(5);
        List<Row> read =
                Table.open(store, TableEnvironment.standard()).scan().rows().toList();
        assertThat(read).hasSize(5);
        for (Row row : read) {
            assertThat(row).isEqualTo(written.row((int) row.longValue("n")));
        }
        assertThat(table.scan()
                        .where(col("ts").eq(Instant.parse("2001-01-05T10:00:02.123456Z")))
                        .rows()
                        .toList())
                .extracting(row -> row.longValue("n"))
                .containsExactly(2L);
        assertThat(table.scan().where(col("s").isNull()).count()).isEqualTo(1);
        assertThat(table.scan().where(col("wide").isNull()).plan().filesKept()).isEqualTo(1);
    }

    @Test
    void nestedColumnsComeBackAndFieldsAreSelected() {
        StructType address = StructType.EMPTY.add("city", PrimitiveType.STRING).add("zip", PrimitiveType.INTEGER);
        Table table = table(StructType.EMPTY
                .add("id", PrimitiveType.LONG)
                .add("address", address)
                .add("tags", new ArrayType(PrimitiveType.STRING, true))
                .add("counts", new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true)));
        ColumnBatch rows = new BatchBuilder(table.schema())
                .add(1L, List.of("Rome", 100), Arrays.asList("a", null), Map.of("x", 1L))
                .add(2L, null, List.of(), null)
                .build();

        table.append(rows);

        assertThat(table.scan().rows().toList()).containsExactly(rows.row(0), rows.row(1));
        assertThat(table.scan().select("address.city", "id").rows().toList())
                .extracting(Row::toString)
                .containsExactly("{city=Rome, id=1}", "{city=null, id=2}");
        assertThat(table.scan().where(col("address.zip").gt(50)).count()).isEqualTo(1);
    }

    @Test
    void manyFilesReadAtTheSameTimeComeInTheirOrder() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));
        for (int file = 0; file < 30; file++) {
            BatchBuilder rows = new BatchBuilder(table.schema());
            for (long i = 0; i < 1000; i++) {
                rows.add(file * 1000L + i);
            }
            table.append(rows.build());
        }
        List<Long> first = ids(table.scan());
        List<Long> second = ids(table.scan());

        assertThat(first).hasSize(30_000).doesNotHaveDuplicates().isEqualTo(second);
    }

    private static List<Long> ids(Scan scan) {
        List<Long> ids = new ArrayList<>();
        try (CloseableIterator<ColumnBatch> batches = scan.batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                for (int i = 0; i < batch.rowCount(); i++) {
                    ids.add(batch.row(i).longValue("id"));
                }
            }
        }
        return ids;
    }

    @Test
    void scansThatWaitForEachOtherInOneThreadEnd() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));
        BatchBuilder rows = new BatchBuilder(table.schema());
        for (long i = 0; i < 100_000; i++) {
            rows.add(i);
        }
        table.append(rows.build());

        try (CloseableIterator<ColumnBatch> outer = table.scan().batches()) {
            for (int i = 0; i < 20; i++) {
                assertThat(outer.hasNext()).isTrue();
                assertThat(ids(table.scan())).hasSize(100_000);
            }
        }
    }

    @Test
    void aDataFileThatIsGoneIsNamed() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));
        table.append(new BatchBuilder(table.schema()).add(1L).build());
        String path = table.latest().files().map(AddFile::path).findFirst().orElseThrow();
        store.delete(path);

        assertThatThrownBy(() -> table.scan().rows().toList())
                .isInstanceOfSatisfying(
                        CorruptTableException.class,
                        e -> assertThat(e.facts()).containsEntry("file", path).containsEntry("version", "1"));
    }

    @Test
    void filesOutsideTheTableAreReadByTheirAddress(@TempDir Path directory) throws Exception {
        Table donor = Table.create(directory.resolve("donor dir"))
                .schema(StructType.EMPTY.add("id", PrimitiveType.LONG))
                .commit();
        donor.append(new BatchBuilder(donor.schema()).add(7L).build());
        AddFile file = donor.latest().files().findFirst().orElseThrow();
        Path moved = directory.resolve("elsewhere %20").resolve("x y.parquet");
        Files.createDirectories(moved.getParent());
        Files.copy(directory.resolve("donor dir").resolve(file.path()), moved);
        Table table = table(donor.schema());

        table.transaction("CLONE")
                .add(AddFile.builder(moved.toUri().toString())
                        .sizeBytes(file.sizeBytes())
                        .build())
                .commit();

        assertThat(ids(table.scan())).containsExactly(7L);
        assertThat(table.count()).isEqualTo(1);
    }

    @Test
    void mistakesInAScanAreToldWhenTheyAreMade() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));

        assertThatThrownBy(() -> table.scan().where(col("idd").eq(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idd");
        assertThatThrownBy(() -> table.scan().where("id <")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.scan().select("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.scan().limit(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowGroupsOfALargeFileReadAtTheSameTimeComeInTheirOrder() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));
        int count = 2_500_000;
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * 0x9E3779B97F4A7C15L;
        }
        ParquetWriteOptions options = ParquetWriteOptions.DEFAULT
                .withCodec(Codec.UNCOMPRESSED)
                .withDictionaryBytes(0)
                .withRowGroupBytes(4 << 20);
        ParquetFileInfo info;
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create("large.parquet"), table.schema(), options)) {
            for (int from = 0; from < count; from += 100_000) {
                LongVector part = new LongVector(
                        PrimitiveType.LONG, 100_000, Arrays.copyOfRange(values, from, from + 100_000), null);
                writer.write(new ColumnBatch(table.schema(), 100_000, List.of(part)));
            }
            info = writer.finish();
        }
        table.transaction("WRITE")
                .add(AddFile.builder("large.parquet")
                        .sizeBytes(info.sizeBytes())
                        .build())
                .commit();

        int row = 0;
        try (CloseableIterator<ColumnBatch> batches = table.scan().batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                LongVector ids = (LongVector) batch.column("id");
                for (int i = 0; i < batch.rowCount(); i++) {
                    if (ids.value(i) != values[row++]) {
                        assertThat(ids.value(i)).as("row %s", row - 1).isEqualTo(values[row - 1]);
                    }
                }
            }
        }
        assertThat(row).isEqualTo(count);
        assertThat(table.scan().limit(10).rows().toList()).hasSize(10);
    }
}
