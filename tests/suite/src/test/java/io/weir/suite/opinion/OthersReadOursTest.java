package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import io.weir.testkit.RandomRows;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta Kernel and Delta Spark read the tables that Weir wrote: the same rows and the same schema, at every version. */
class OthersReadOursTest {
    @TempDir
    Path directory;

    @Test
    void everyTypeWithCheckpoints() throws Exception {
        Path place = directory.resolve("types");
        StructType schema = RandomRows.everyType();
        RandomRows random = RandomRows.seeded(1);
        List<List<String>> versions = new ArrayList<>();
        try (Table table = Table.create(place)
                .schema(schema)
                .property("delta.checkpointInterval", "3")
                .commit()) {
            versions.add(List.of());
            for (int n = 0; n < 7; n++) {
                ColumnBatch batch = random.batch(schema, 150);
                table.append(batch);
                versions.add(plus(versions.get(n), WeirRows.lines(batch)));
            }
        }
        assertThat(logFiles(place)).as("checkpoints").anyMatch(name -> name.endsWith("6.checkpoint.parquet"));
        for (int version = 0; version < versions.size(); version++) {
            everyoneReads(place, version, schema, versions.get(version), version == 4 || version == 7);
        }
        // Kernel and Spark above had the whole log. Now the checkpoint is all there is of the first versions.
        for (int version = 0; version < 6; version++) {
            Files.delete(place.resolve("_delta_log/%020d.json".formatted(version)));
        }
        DeltaLog.clearCache();
        everyoneReads(place, 7, schema, versions.get(7), true);
    }

    @Test
    void everyTypeOfPartitionColumn() throws Exception {
        Path place = directory.resolve("partitions");
        StructType schema = StructType.EMPTY
                .add("id", PrimitiveType.LONG, false)
                .add("p_string", PrimitiveType.STRING)
                .add("p_int", PrimitiveType.INTEGER)
                .add("value", PrimitiveType.STRING)
                .add("p_date", PrimitiveType.DATE)
                .add("p_timestamp", PrimitiveType.TIMESTAMP)
                .add("p_ntz", PrimitiveType.TIMESTAMP_NTZ)
                .add("p_decimal", new DecimalType(10, 2))
                .add("p_boolean", PrimitiveType.BOOLEAN)
                .add("p_byte", PrimitiveType.BYTE)
                .add("p_short", PrimitiveType.SHORT)
                .add("p_long", PrimitiveType.LONG)
                .add("p_double", PrimitiveType.DOUBLE)
                .add("p_float", PrimitiveType.FLOAT);
        List<String> partitions =
                schema.names().stream().filter(name -> name.startsWith("p_")).toList();
        List<@Nullable Object[]> rows = new ArrayList<>();
        rows.add(row(
                1,
                "plain",
                1,
                "a",
                LocalDate.of(2001, 1, 5),
                Instant.parse("2001-01-05T10:11:12.123456Z"),
                LocalDateTime.parse("2001-01-05T10:11:12.123456"),
                new BigDecimal("1.50"),
                true,
                (byte) 1,
                (short) 2,
                3L,
                1.5,
                0.25f));
        rows.add(row(
                2,
                "a/b=c%2F:d e+f\"#?*{}[]^'\\~é🚀",
                Integer.MIN_VALUE,
                "b",
                LocalDate.of(1, 1, 1),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                LocalDateTime.parse("1900-01-01T00:00:00"),
                new BigDecimal("-99999999.99"),
                false,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Long.MIN_VALUE,
                -1e300,
                Float.MIN_VALUE));
        rows.add(row(
                3,
                " ",
                0,
                "c",
                LocalDate.of(9999, 12, 31),
                Instant.parse("2024-02-29T00:00:00Z"),
                LocalDateTime.parse("2024-02-29T00:00:00.000001"),
                new BigDecimal("0.00"),
                true,
                (byte) 0,
                (short) 0,
                Long.MAX_VALUE,
                0.1,
                16777216f));
        rows.add(row(4, null, null, "d", null, null, null, null, null, null, null, null, null, null));
        rows.add(row(
                5,
                "plain",
                1,
                null,
                LocalDate.of(2001, 1, 5),
                Instant.parse("2001-01-05T10:11:12.123456Z"),
                LocalDateTime.parse("2001-01-05T10:11:12.123456"),
                new BigDecimal("1.50"),
                true,
                (byte) 1,
                (short) 2,
                3L,
                1.5,
                0.25f));
        ColumnBatch batch = batch(schema, rows);
        try (Table table = Table.create(place)
                .schema(schema)
                .partitionBy(partitions)
                .property("delta.checkpointInterval", "2")
                .commit()) {
            table.append(batch);
            table.append(batch);
        }
        List<String> once = WeirRows.lines(batch);
        everyoneReads(place, 1, schema, once, true);
        everyoneReads(place, 2, schema, plus(once, once), true);
        assertThat(KernelReader.snapshot(place, 2).getPartitionColumnNames()).isEqualTo(partitions);
    }

    @Test
    void compactedLogFilesAreWrittenWhereThePropertySaysSo() throws Exception {
        Path place = directory.resolve("compacted");
        StructType schema = StructType.EMPTY.add("v", PrimitiveType.LONG);
        List<String> lines = new ArrayList<>();
        try (Table table = Table.create(place)
                .schema(schema)
                .property("delta.logCompactionInterval", "3")
                .property("delta.checkpointInterval", "10")
                .commit()) {
            for (long i = 1; i <= 13; i++) {
                table.append(batch(schema, List.<Object[]>of(new Object[] {i})));
                lines.add("{\"v\":" + i + "}");
            }
        }
        try (Stream<Path> log = Files.list(place.resolve("_delta_log"))) {
            assertThat(log.map(path -> path.getFileName().toString())
                            .filter(name -> name.endsWith(".compacted.json"))
                            .map(name -> name.replaceAll("0{8,}", "")))
                    .as("one that is due while an older one is not begun yet is written in its place")
                    .isNotEmpty()
                    .isSubsetOf(
                            "1.3.compacted.json", "4.6.compacted.json", "7.9.compacted.json", "11.12.compacted.json");
        }
        everyoneReads(place, 13, schema, lines, true);
        everyoneReads(place, 8, schema, lines.subList(0, 8), true);
    }

    @Test
    void anEmptyStringAsPartitionIsNullForAll() throws Exception {
        Path place = directory.resolve("empty");
        StructType schema = StructType.EMPTY.add("p", PrimitiveType.STRING).add("v", PrimitiveType.STRING);
        try (Table table = Table.create(place).schema(schema).partitionBy("p").commit()) {
            table.append(batch(schema, List.of(new Object[] {"", ""}, new Object[] {"x", ""})));
        }
        everyoneReads(place, 1, schema, List.of("{\"p\":null,\"v\":\"\"}", "{\"p\":\"x\",\"v\":\"\"}"), true);
    }

    @Test
    void overwritesAndNewColumns() throws Exception {
        Path place = directory.resolve("changes");
        StructType first = StructType.EMPTY
                .add("id", PrimitiveType.LONG)
                .add("s", StructType.EMPTY.add("a", PrimitiveType.INTEGER));
        StructType second = StructType.EMPTY
                .add("id", PrimitiveType.LONG)
                .add("s", StructType.EMPTY.add("a", PrimitiveType.INTEGER).add("b", PrimitiveType.STRING))
                .add("more", PrimitiveType.TIMESTAMP_NTZ);
        RandomRows random = RandomRows.seeded(9);
        ColumnBatch old = random.batch(first, 40);
        ColumnBatch wider = random.batch(second, 40);
        ColumnBatch last = random.batch(second, 10);
        try (Table table = Table.create(place).schema(first).commit()) {
            table.append(old);
            table.append().mergeSchema(true).batches(List.of(wider));
            table.overwrite(last);
        }
        everyoneReads(place, 1, first, WeirRows.lines(old), true);
        ReadTable kernel = KernelReader.read(place, 2);
        assertThat(kernel.rows()).hasSize(80).containsAll(WeirRows.lines(wider));
        assertThat(SparkReader.read(place, 2).rows()).isEqualTo(kernel.rows());
        assertThat(WeirReader.read(place, 2).rows()).isEqualTo(kernel.rows());
        everyoneReads(place, 3, second, WeirRows.lines(last), true);
    }

    @Test
    void sparkTrustsOurStatisticsAndLosesNoRow() throws Exception {
        Path place = directory.resolve("statistics");
        StructType schema = StructType.EMPTY
                .add("i", PrimitiveType.INTEGER)
                .add("l", PrimitiveType.LONG)
                .add("d", PrimitiveType.DOUBLE)
                .add("s", PrimitiveType.STRING)
                .add("day", PrimitiveType.DATE)
                .add("at", PrimitiveType.TIMESTAMP)
                .add("dec", new DecimalType(18, 4));
        RandomRows random = RandomRows.seeded(4);
        List<ColumnBatch> batches = new ArrayList<>();
        try (Table table = Table.create(place)
                .schema(schema)
                .property("delta.checkpointInterval", "4")
                .commit()) {
            for (int n = 0; n < 6; n++) {
                ColumnBatch batch = random.batch(schema, 60);
                batches.add(batch);
                table.append(batch);
            }
        }
        Dataset<Row> frame = SparkSessions.shared().read().format("delta").load(place.toString());
        int probes = 0;
        for (int column = 0; column < schema.size(); column++) {
            List<@Nullable Object> all = new ArrayList<>();
            for (ColumnBatch batch : batches) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    all.add(Values.valueAt(batch.column(column), row));
                }
            }
            for (int n = 0; n < 3; n++) {
                Object value = all.get(random.row(all.size()));
                Column name = functions.col(schema.field(column).name());
                long expected = all.stream()
                        .filter(v -> value == null ? v == null : value.equals(v))
                        .count();
                if (value instanceof Double d && d == 0) {
                    continue; // -0.0 and 0.0 are one value to Spark and two to equals
                }
                probes++;
                Column condition = value == null ? name.isNull() : name.equalTo(functions.lit(value));
                assertThat(frame.filter(condition).count())
                        .as("%s = %s", name, value)
                        .isEqualTo(expected);
            }
        }
        assertThat(probes).isGreaterThan(10);
    }

    private static void everyoneReads(Path place, long version, StructType schema, List<String> rows, boolean sparkToo)
            throws Exception {
        List<String> expected = CanonicalText.sorted(rows);
        ReadTable weir = WeirReader.read(place, version);
        assertThat(weir.rows()).as("Weir's rows at %s", version).isEqualTo(expected);
        assertThat(Schemas.of(weir)).as("Weir's schema at %s", version).isEqualTo(schema);
        ReadTable kernel = KernelReader.read(place, version);
        assertThat(kernel.rows()).as("Kernel's rows at %s", version).isEqualTo(expected);
        assertThat(Schemas.of(kernel)).as("Kernel's schema at %s", version).isEqualTo(schema);
        if (sparkToo) {
            ReadTable spark = SparkReader.read(place, version);
            assertThat(spark.rows()).as("Spark's rows at %s", version).isEqualTo(expected);
            assertThat(Schemas.bare(Schemas.of(spark)))
                    .as("Spark's schema at %s", version)
                    .isEqualTo(Schemas.bare(schema));
        }
    }

    private static List<String> plus(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static List<String> logFiles(Path place) throws Exception {
        try (Stream<Path> files = Files.list(place.resolve("_delta_log"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        @Nullable Object[] row = values.clone();
        row[0] = ((Integer) Arrays.asList(values).get(0)).longValue();
        return row;
    }

    private static ColumnBatch batch(StructType schema, List<? extends @Nullable Object[]> rows) {
        BatchBuilder builder = new BatchBuilder(schema);
        rows.forEach(builder::add);
        return builder.build();
    }
}
