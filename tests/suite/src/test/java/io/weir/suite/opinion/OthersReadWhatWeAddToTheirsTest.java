package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.Severity;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.storage.ObjectReader;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import io.weir.testkit.RandomRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows added to tables that Delta Spark made with features of writers: Delta Kernel and Delta Spark read them all. */
class OthersReadWhatWeAddToTheirsTest {
    @TempDir
    Path directory;

    private Path spark(String name, String... statements) {
        Path place = directory.resolve(name);
        for (String statement : statements) {
            SparkSessions.shared()
                    .sql(statement.replace("$T", "delta.`" + place + "`"))
                    .collectAsList();
        }
        return place;
    }

    @Test
    void tablesWhoseColumnsAreMappedByName() throws Exception {
        Path place = spark(
                "name",
                """
                CREATE TABLE $T (id BIGINT, s STRUCT<a: INT, b: STRUCT<c: STRING, d: DOUBLE>>,
                l ARRAY<STRUCT<x: INT, y: STRING>>, m MAP<STRING, STRUCT<k: INT, v: DATE>>, p INT, old STRING)
                USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode' = 'name',
                'delta.checkpointInterval' = '3')""",
                "INSERT INTO $T VALUES (1, struct(1, struct('c', 0.5D)), array(), map(), 1, 'o1'), (2, null, null, null, null, null)",
                "ALTER TABLE $T RENAME COLUMN old TO `new one`",
                "ALTER TABLE $T RENAME COLUMN s.b.c TO cc",
                "ALTER TABLE $T RENAME COLUMN p TO part");

        appendedRowsAreReadByAll(place, 11);
    }

    @Test
    void tablesWhoseColumnsAreMappedById() throws Exception {
        Path place = spark(
                "id",
                """
                CREATE TABLE $T (id BIGINT, p INT, s STRUCT<a: INT, b: ARRAY<STRUCT<c: STRING>>>,
                m MAP<STRUCT<k1: INT>, MAP<STRING, INT>>, gone STRING) USING delta PARTITIONED BY (p)
                TBLPROPERTIES ('delta.columnMapping.mode' = 'id', 'delta.checkpointInterval' = '3')""",
                "INSERT INTO $T VALUES (1, 2, struct(1, array(struct('c'))), map(struct(1), map('i', 1)), 'x')",
                "ALTER TABLE $T DROP COLUMN gone",
                "ALTER TABLE $T ADD COLUMN (gone INT)");

        appendedRowsAreReadByAll(place, 12);
    }

    @Test
    void tablesThatWereUpgradedAndWhoseNamesChangedPlaces() throws Exception {
        Path place = spark(
                "upgraded",
                "CREATE TABLE $T (a INT, b INT, P INT, s STRUCT<u: INT, w: INT>) USING delta PARTITIONED BY (P)",
                "INSERT INTO $T VALUES (1, 2, 5, struct(3, 4))",
                """
                ALTER TABLE $T SET TBLPROPERTIES ('delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5',
                'delta.columnMapping.mode' = 'name')""",
                "ALTER TABLE $T RENAME COLUMN a TO t",
                "ALTER TABLE $T RENAME COLUMN b TO a",
                "ALTER TABLE $T RENAME COLUMN t TO b",
                "ALTER TABLE $T RENAME COLUMN s.u TO x",
                "ALTER TABLE $T RENAME COLUMN s.w TO u");

        appendedRowsAreReadByAll(place, 13);
    }

    @Test
    void tablesThatIcebergIsToReadAndWhoseFilesHaveThePartitionColumns() throws Exception {
        Path place = spark(
                "iceberg",
                """
                CREATE TABLE $T (id BIGINT, l ARRAY<STRUCT<x: INT>>, p INT, m MAP<STRING, ARRAY<INT>>, at TIMESTAMP)
                USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode' = 'name',
                'delta.enableIcebergCompatV2' = 'true', 'delta.checkpointInterval' = '3')""",
                "INSERT INTO $T VALUES (1, array(struct(2)), 3, map('k', array(4)), TIMESTAMP'2020-01-01 00:00:00')");

        appendedRowsAreReadByAll(place, 14);

        try (Table table = Table.open(place)) {
            AddFile file = table.files().findFirst().orElseThrow();
            try (ObjectReader bytes = table.store().open(DataPath.decode(file.path()), file.sizeBytes())) {
                StructType stored = ParquetFile.open(bytes).schema();
                assertThat(stored.size()).isEqualTo(5);
                assertThat(stored.field(4).name())
                        .isEqualTo(FieldProperties.text(
                                table.schema().field(2).metadata(), FieldProperties.PHYSICAL_NAME));
            }
        }
    }

    @Test
    void tablesWhoseTypesWereWidenedAndTimesWithoutAZone() throws Exception {
        Path place = spark(
                "widened",
                """
                CREATE TABLE $T (a SMALLINT, f FLOAT, x DECIMAL(6, 2), at TIMESTAMP_NTZ, s STRUCT<i: INT>) USING delta
                TBLPROPERTIES ('delta.enableTypeWidening' = 'true', 'delta.checkpointInterval' = '3')""",
                "INSERT INTO $T VALUES (1, 0.5F, 1.25, TIMESTAMP_NTZ'2020-01-01 00:00:00', struct(7))",
                "ALTER TABLE $T ALTER COLUMN a TYPE BIGINT",
                "ALTER TABLE $T ALTER COLUMN f TYPE DOUBLE",
                "ALTER TABLE $T ALTER COLUMN x TYPE DECIMAL(12, 4)",
                "ALTER TABLE $T ALTER COLUMN s.i TYPE BIGINT");

        appendedRowsAreReadByAll(place, 15);
    }

    @Test
    void variantsThatSparkMadeAreAddedOnceMore() throws Exception {
        Path place = spark("variants", "CREATE TABLE $T (id INT, v VARIANT, l ARRAY<VARIANT>) USING delta", """
                INSERT INTO $T SELECT id, CASE WHEN id = 3 THEN null ELSE
                parse_json('{"a": ' || id || ', "b": [true, null, "text", 1.25], "c": {"d": "' || repeat('x', CAST(id AS INT)) || '"}}') END,
                array(parse_json('"s"'), null, parse_json('[]')) FROM range(6)""");
        try (Table table = Table.open(place)) {
            List<ColumnBatch> batches = new ArrayList<>();
            try (CloseableIterator<ColumnBatch> reader = table.scan().batches()) {
                reader.forEachRemaining(batches::add);
            }
            long version = table.append().batches(batches).version();

            List<String> once = SparkReader.read(place, 1).rows();
            List<String> rows = new ArrayList<>(once);
            rows.addAll(once);
            assertThat(SparkReader.read(place, version).rows()).isEqualTo(CanonicalText.sorted(rows));
            assertThat(WeirReader.read(place, version).rows()).hasSize(12);
            assertThat(Fsck.of(table).deep().check().findings())
                    .allSatisfy(f -> assertThat(f.severity()).isEqualTo(Severity.NOTE));
        }
    }

    /** Four appends and an overwrite, each read by Kernel, by Spark and by us; a check of the table finds nothing. */
    private static void appendedRowsAreReadByAll(Path place, long seed) throws Exception {
        RandomRows random = RandomRows.seeded(seed);
        try (Table table = Table.open(place)) {
            StructType schema = table.schema();
            List<String> expected = new ArrayList<>(
                    WeirReader.read(place, table.latest().version()).rows());
            for (int n = 0; n < 4; n++) {
                ColumnBatch batch = random.batch(schema, 30);
                expected.addAll(WeirRows.lines(batch));
                table.append(batch);
            }
            everyoneReads(place, table.latest().version(), expected);
            ColumnBatch batch = random.batch(schema, 20);
            everyoneReads(place, table.overwrite(batch).version(), WeirRows.lines(batch));
            assertThat(Fsck.of(table).deep().check().findings())
                    .allSatisfy(f -> assertThat(f.severity()).isEqualTo(Severity.NOTE));
        }
    }

    private static void everyoneReads(Path place, long version, List<String> rows) throws Exception {
        List<String> expected = CanonicalText.sorted(rows);
        assertThat(WeirReader.read(place, version).rows())
                .as("Weir's rows at %s", version)
                .isEqualTo(expected);
        assertThat(KernelReader.read(place, version).rows())
                .as("Kernel's rows at %s", version)
                .isEqualTo(expected);
        assertThat(SparkReader.read(place, version).rows())
                .as("Spark's rows at %s", version)
                .isEqualTo(expected);
    }
}
