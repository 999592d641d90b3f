package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.Severity;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.table.Table;
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
