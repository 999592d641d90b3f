package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/** Every shape of checkpoint, and logs whose beginning is gone. */
final class CheckpointTables {
    private static final String PART_SIZE = "spark.databricks.delta.checkpoint.partSize";

    private static final String SHORT = "'delta.logRetentionDuration' = 'interval 1 days',"
            + " 'delta.deletedFileRetentionDuration' = 'interval 1 days'";

    private static final String[] LIFE = {
        "INSERT INTO $T SELECT id, concat('n', id), struct(id / 2, DATE'2020-01-01' + CAST(id AS INT)), id % 3 FROM range(9)",
        "INSERT INTO $T SELECT id, null, null, id % 3 FROM range(9, 15)",
        "DELETE FROM $T WHERE id IN (3, 4)",
        "UPDATE $T SET name = 'updated' WHERE id = 6",
        "ALTER TABLE $T ADD COLUMN (more STRING)",
        "INSERT INTO $T VALUES (100, 'x', null, null, 'more')",
        "OPTIMIZE $T WHERE p = 0",
        "INSERT INTO $T VALUES (101, 'y', struct(0.5D, null), 1, null)"
    };

    private static final String[] ASKED = {
        "id = 6", "p = 1", "p IS NULL", "s.d > 3", "s.day = '2020-01-02'", "more = 'more'", "name IS NULL AND p = 2"
    };

    private CheckpointTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "checkpoints",
                made("v2 in JSON, many sidecars", "'delta.checkpointPolicy' = 'v2'")
                        .set("spark.databricks.delta.checkpointV2.topLevelFileFormat", "json")
                        .set(PART_SIZE, "2")
                        .sql(LIFE),
                made(
                                "v2 in Parquet, many sidecars, deletion vectors",
                                "'delta.checkpointPolicy' = 'v2', 'delta.enableDeletionVectors' = 'true'")
                        .set("spark.databricks.delta.checkpointV2.topLevelFileFormat", "parquet")
                        .set(PART_SIZE, "2")
                        .sql(LIFE)
                        .core(),
                made(
                                "v2, statistics as columns only, names mapped",
                                "'delta.checkpointPolicy' = 'v2', 'delta.columnMapping.mode' = 'name',"
                                        + " 'delta.checkpoint.writeStatsAsJson' = 'false'")
                        .sql(LIFE)
                        .sql("ALTER TABLE $T RENAME COLUMN id TO key", "INSERT INTO $T (key) VALUES (555)")
                        .where("key = 555"),
                made("in many parts", "'delta.checkpoint.writeStatsAsStruct' = 'true'")
                        .set(PART_SIZE, "2")
                        .sql(LIFE),
                made("statistics as columns only", "'delta.checkpoint.writeStatsAsJson' = 'false'")
                        .sql(LIFE),
                made("statistics as text only", "'delta.checkpoint.writeStatsAsStruct' = 'false'")
                        .sql(LIFE),
                made(
                                "no statistics in checkpoints",
                                "'delta.checkpoint.writeStatsAsStruct' = 'false', 'delta.checkpoint.writeStatsAsJson' = 'false'")
                        .sql(LIFE),
                made("classic, then v2, then classic again", "'delta.enableDeletionVectors' = 'true'")
                        .sql(LIFE)
                        .sql(
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.checkpointPolicy' = 'v2')",
                                "INSERT INTO $T (id) VALUES (200)",
                                "DELETE FROM $T WHERE id < 3",
                                "INSERT INTO $T (id) VALUES (201)",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.checkpointPolicy' = 'classic')",
                                "INSERT INTO $T (id) VALUES (202)",
                                "INSERT INTO $T (id) VALUES (203)",
                                "INSERT INTO $T (id) VALUES (204)"),
                made("without the pointer to the last checkpoint", "'delta.checkpointInterval' = '2'")
                        .sql(LIFE)
                        .step((spark, place) -> Files.delete(place.resolve("_delta_log/_last_checkpoint"))),
                made("the beginning of the log is gone", SHORT)
                        .sql(LIFE)
                        .step(CheckpointTables::age)
                        .sql("INSERT INTO $T (id) VALUES (300)", "DELETE FROM $T WHERE id = 0")
                        .since(6)
                        .core(),
                made("v2, the beginning of the log is gone", SHORT + ", 'delta.checkpointPolicy' = 'v2'")
                        .sql(LIFE)
                        .step(CheckpointTables::age)
                        .sql("INSERT INTO $T (id) VALUES (300)", "DELETE FROM $T WHERE id = 0")
                        .since(6),
                table("empty, created and replaced, no row ever")
                        .sql(
                                "CREATE TABLE $T (a INT, b STRING) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '1')",
                                "INSERT INTO $T SELECT 1, 'x' WHERE false",
                                "DELETE FROM $T",
                                "REPLACE TABLE $T (b INT) USING delta")
                        .where("b IS NULL"));
    }

    private static SparkTable made(String name, String properties) {
        return table(name)
                .sql(
                        "CREATE TABLE $T (id INT, name STRING, s STRUCT<d: DOUBLE, day: DATE>, p INT) USING delta PARTITIONED BY (p)"
                                + " TBLPROPERTIES (" + properties
                                + (properties.contains("checkpointInterval")
                                        ? ")"
                                        : ", 'delta.checkpointInterval' = '3')"))
                .where(ASKED);
    }

    /** Makes the log old up to version 6, so that the next checkpoint cleans it up. */
    private static void age(SparkSession spark, Path place) throws IOException {
        Instant old = Instant.now().minus(30, ChronoUnit.DAYS);
        List<Path> files;
        try (Stream<Path> found = Files.list(place.resolve("_delta_log"))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            if (file.getFileName().toString().matches(".?0{19}[0-6][.].*")) {
                Files.setLastModifiedTime(file, FileTime.from(old));
                old = old.plusSeconds(60);
            }
        }
        DeltaLog.clearCache();
    }
}
