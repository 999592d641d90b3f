package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Protocol;
import io.weir.table.Alter;
import io.weir.table.Table;
import io.weir.table.alter.ColumnPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same changes made by Weir and by Delta Spark to two tables that Spark made: the same columns, properties, protocol and history
 * afterwards, and everybody reads the same rows. Tables that Weir cloned, restored and converted are read by all, and written by Spark.
 */
class AlteredTablesAgreeWithSparkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private static List<Row> sql(Path place, String statement) {
        return SparkSessions.shared()
                .sql(statement.replace("$T", "delta.`" + place + "`"))
                .collectAsList();
    }

    private void change(String statement, Consumer<Alter> change) throws Exception {
        Path ours = directory.resolve("ours");
        Path theirs = directory.resolve("theirs");
        sql(theirs, statement);
        try (Table table = Table.open(ours);
                Table other = Table.open(theirs)) {
            Alter alter = table.alter();
            change.accept(alter);
            alter.commit();
            assertThat(schema(ours)).as(statement).isEqualTo(schema(theirs));
            assertThat(properties(table)).as(statement).isEqualTo(properties(other));
            assertThat(features(table)).as(statement).isEqualTo(features(other));
            CommitInfo our = table.history(1).get(0).info();
            CommitInfo their = other.history(1).get(0).info();
            assertThat(our.operation()).as(statement).isEqualTo(their.operation());
            assertThat(parameters(our)).as(statement).isEqualTo(parameters(their));
        }
        everyoneReads(ours);
    }

    /** Compared as JSON: members have no order. */
    private static JsonNode schema(Path place) throws Exception {
        return JSON.readTree(generalised(WeirReader.read(place, -1).schemaJson()));
    }

    /** Names that are drawn by lot are all the same. */
    private static String generalised(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID");
    }

    private static Map<String, String> properties(Table table) {
        Map<String, String> properties = new TreeMap<>();
        table.properties().forEach((name, value) -> {
            // by their own clocks, and Spark needs several versions to start tracking rows
            if (!name.startsWith("delta.inCommitTimestampEnablement")) {
                properties.put(name, generalised(value));
            }
        });
        return properties;
    }

    private static String features(Table table) {
        Protocol protocol = table.latest().protocol();
        return protocol.minReaderVersion() + " " + protocol.minWriterVersion() + " "
                + protocol.effectiveReaderFeatures() + " " + protocol.effectiveWriterFeatures();
    }

    /** What is JSON is compared as JSON: members have no order. */
    private static Map<String, Object> parameters(CommitInfo info) throws Exception {
        Map<String, Object> parameters = new TreeMap<>();
        for (Map.Entry<String, String> parameter : info.operationParameters().entrySet()) {
            String text = CommitInfo.plain(parameter.getValue()).orElse(parameter.getValue());
            boolean json = text.startsWith("{") || text.startsWith("[");
            parameters.put(parameter.getKey(), json ? JSON.readTree(text) : text);
        }
        return parameters;
    }

    private static void everyoneReads(Path place) throws Exception {
        DeltaLog.clearCache();
        ReadTable ours = WeirReader.read(place, -1);
        assertThat(KernelReader.read(place, ours.version()).rows()).isEqualTo(ours.rows());
        assertThat(SparkReader.read(place, ours.version()).rows()).isEqualTo(ours.rows());
    }

    @Test
    void changesOfColumnsAndPropertiesAreSparks() throws Exception {
        for (String name : List.of("ours", "theirs")) {
            sql(
                    directory.resolve(name),
                    "CREATE TABLE $T (id INT, s STRUCT<x: INT, y: STRING>, l ARRAY<STRUCT<q: SMALLINT>>, old STRING) USING delta");
            sql(
                    directory.resolve(name),
                    "INSERT INTO $T VALUES (1, struct(2, 'y'), array(struct(3S)), 'o'), (null, null, null, null)");
        }
        change(
                "ALTER TABLE $T ADD COLUMNS (c STRING COMMENT 'why' AFTER id, s.z DATE FIRST, l.element.r INT)",
                alter -> alter.addColumns("c STRING COMMENT 'why' AFTER id, s.z DATE FIRST, l.element.r INT"));
        change("ALTER TABLE $T ALTER COLUMN c FIRST", alter -> alter.moveColumn("c", ColumnPosition.FIRST));
        change("ALTER TABLE $T ALTER COLUMN s.y COMMENT 'text'", alter -> alter.commentColumn("s.y", "text"));
        change(
                "ALTER TABLE $T SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'mine' = 'x')",
                alter -> alter.set(Map.of("delta.columnMapping.mode", "name", "mine", "x")));
        change("ALTER TABLE $T RENAME COLUMN s.x TO xx", alter -> alter.renameColumn("s.x", "xx"));
        change("ALTER TABLE $T DROP COLUMNS (old, s.y)", alter -> alter.dropColumns("old", "s.y"));
        change("ALTER TABLE $T ADD COLUMNS (old STRING)", alter -> alter.addColumns("old STRING"));
        change(
                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
                alter -> alter.set("delta.enableTypeWidening", "true"));
        change("ALTER TABLE $T ALTER COLUMN id TYPE BIGINT", alter -> alter.changeType("id", "BIGINT"));
        change("ALTER TABLE $T ALTER COLUMN l.element.q TYPE INT", alter -> alter.changeType("l.element.q", "INT"));
        change(
                "ALTER TABLE $T ADD CONSTRAINT Small CHECK (id IS NULL OR id < 1000)",
                alter -> alter.addConstraint("Small", "id IS NULL OR id < 1000"));
        change("ALTER TABLE $T DROP CONSTRAINT small", alter -> alter.dropConstraint("small"));
        change("ALTER TABLE $T UNSET TBLPROPERTIES ('mine')", alter -> alter.unsetIfExists("mine"));
        change(
                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'delta.enableChangeDataFeed' = 'true')",
                alter ->
                        alter.set(Map.of("delta.enableDeletionVectors", "true", "delta.enableChangeDataFeed", "true")));
        change(
                "ALTER TABLE $T SET TBLPROPERTIES ('delta.checkpointPolicy' = 'v2')",
                alter -> alter.set("delta.checkpointPolicy", "v2"));
        change(
                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')",
                alter -> alter.set("delta.enableInCommitTimestamps", "true"));
        try (Table table = Table.open(directory.resolve("ours"))) {
            table.alter().set("delta.enableRowTracking", "true").commit();
        }
        sql(directory.resolve("ours"), "INSERT INTO $T (id, c) VALUES (7, 'spark')");
        sql(directory.resolve("ours"), "DELETE FROM $T WHERE id = 1");
        everyoneReads(directory.resolve("ours"));
    }

    @Test
    void clusteringIsKnownToSpark() throws Exception {
        Path place = directory.resolve("clustered");
        sql(place, "CREATE TABLE $T (id BIGINT, s STRUCT<x: INT>) USING delta");
        try (Table table = Table.open(place)) {
            table.alter().clusterBy("s.x", "id").commit();
        }
        DeltaLog.clearCache();
        assertThat(sql(place, "DESCRIBE DETAIL $T")
                        .get(0)
                        .<Object>getAs("clusteringColumns")
                        .toString())
                .contains("s.x", "id");
        sql(place, "INSERT INTO $T VALUES (1, struct(2))");
        everyoneReads(place);
    }

    @Test
    void tablesThatWereCopiedRestoredAndConvertedAreReadByAll() throws Exception {
        Path source = directory.resolve("a source");
        sql(
                source,
                "CREATE TABLE $T (id BIGINT, d DATE, name STRING) USING delta PARTITIONED BY (d)"
                        + " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'delta.columnMapping.mode' = 'name')");
        sql(
                source,
                "INSERT INTO $T SELECT id, DATE '2026-11-21' + CAST(id % 3 AS INT), concat('n', id) FROM range(0, 50, 1, 1)");
        sql(source, "DELETE FROM $T WHERE id % 7 = 0");
        Path shallow = directory.resolve("shallow");
        Path deep = directory.resolve("deep");
        Path again = directory.resolve("again");
        try (Table table = Table.open(source)) {
            table.latest().cloneTo(shallow.toString()).close();
            table.latest().copyTo(deep.toString()).close();
        }
        try (Table table = Table.open(shallow)) {
            table.latest().copyTo(again.toString()).close();
        }
        List<String> expected = WeirReader.read(source, -1).rows();
        assertThat(expected).hasSize(42);
        for (Path clone : List.of(shallow, deep, again)) {
            assertThat(WeirReader.read(clone, -1).rows()).isEqualTo(expected);
            everyoneReads(clone);
            sql(clone, "DELETE FROM $T WHERE id = 1");
            sql(clone, "INSERT INTO $T VALUES (100, null, 'new')");
            everyoneReads(clone);
        }
        assertThat(WeirReader.read(source, -1).rows()).isEqualTo(expected);
        try (Table table = Table.open(source)) {
            table.restore(1);
            assertThat(table.count()).isEqualTo(50);
            table.restore(2);
        }
        assertThat(WeirReader.read(source, -1).rows()).isEqualTo(expected);
        everyoneReads(source);
    }

    @Test
    void checkpointsOfTheSecondSpecificationAreReadByAll() throws Exception {
        Path place = directory.resolve("v2");
        try (Table table = Table.create(place)
                .schema("id BIGINT, p INT")
                .partitionBy("p")
                .property("delta.checkpointPolicy", "v2")
                .property("delta.checkpointInterval", "2")
                .commit()) {
            table.appendValues(List.of(new Object[] {1L, 1}, new Object[] {2L, 2}));
            table.overwrite().values(List.of(new Object[] {3L, 1}, new Object[] {4L, null}));
        }
        try (Stream<Path> log = Files.list(place.resolve("_delta_log"))) {
            assertThat(log.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.matches("0{19}2\\.checkpoint\\.[0-9a-f-]{36}\\.parquet"));
        }
        Files.delete(place.resolve("_delta_log/%020d.json".formatted(0)));
        Files.delete(place.resolve("_delta_log/%020d.json".formatted(1)));
        everyoneReads(place);
        sql(place, "INSERT INTO $T VALUES (5, 5)");
        everyoneReads(place);
    }

    @Test
    void directoriesThatSparkWroteBecomeTables() throws Exception {
        Path place = directory.resolve("parquet");
        SparkSessions.shared()
                .sql(
                        "SELECT id, id % 3 AS part, concat('p ', id % 2, '/%') AS name, CAST(id AS DOUBLE) AS x,"
                                + " struct(id AS a, array(id) AS b) AS s, TIMESTAMP '2026-11-21 10:00:00' AS t FROM range(0, 40, 1, 2)")
                .write()
                .partitionBy("part", "name")
                .parquet(place.toString());
        try (Table table = Table.convert(place).commit()) {
            assertThat(table.count()).isEqualTo(40);
            assertThat(table.scan()
                            .where("part = 1 AND name = 'p 1/%' AND id > 20")
                            .count())
                    .isEqualTo(3);
        }
        everyoneReads(place);
        sql(place, "INSERT INTO $T SELECT * FROM $T WHERE id = 3");
        everyoneReads(place);
        try (Table table = Table.create(place).schema("id BIGINT").createOrReplace()) {
            table.appendValues(List.<Object[]>of(new Object[] {5L}));
        }
        everyoneReads(place);
    }
}
