package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** What the commands and features of Delta Spark leave in a log. */
final class CommandTables {
    private CommandTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "commands",
                table("overwritten by condition, by partition, restored, replaced")
                        .sql(
                                "CREATE TABLE $T (id INT, v STRING, p INT) USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.checkpointInterval' = '3')",
                                "INSERT INTO $T SELECT id, id, id % 4 FROM range(40)",
                                "INSERT INTO $T REPLACE WHERE p = 1 AND id < 10 SELECT id, 'replaced', 1 FROM range(0, 9)")
                        .then("spark.sql.sources.partitionOverwriteMode", "dynamic")
                        .sql("INSERT OVERWRITE $T VALUES (100, 'dynamic', 2), (101, 'dynamic', 7)")
                        .then("spark.sql.sources.partitionOverwriteMode", "static")
                        .sql(
                                "RESTORE TABLE $T TO VERSION AS OF 1",
                                "REPLACE TABLE $T (p STRING, other DOUBLE) USING delta PARTITIONED BY (other)",
                                "INSERT INTO $T VALUES ('x', 0.5), ('y', null)",
                                "RESTORE TABLE $T TO VERSION AS OF 3",
                                "TRUNCATE TABLE $T")
                        .where("p IS NULL", "other > 0", "v = 'dynamic'")
                        .core(),
                table("streamed into, and by a batch at a time")
                        .step((spark, place) -> {
                            spark.range(0, 10, 1, 1).write().format("delta").save(place + "-source");
                            for (int i = 0; i < 2; i++) {
                                stream(spark.readStream()
                                        .format("delta")
                                        .load(place + "-source")
                                        .writeStream()
                                        .format("delta")
                                        .option("checkpointLocation", place + "-checkpoint")
                                        .trigger(Trigger.AvailableNow())
                                        .start(place.toString()));
                                spark.range(10, 20, 1, 1)
                                        .write()
                                        .format("delta")
                                        .mode("append")
                                        .save(place + "-source");
                            }
                            spark.range(50, 55, 1, 1)
                                    .write()
                                    .format("delta")
                                    .mode("append")
                                    .option("txnAppId", "app")
                                    .option("txnVersion", 7)
                                    .save(place.toString());
                        })
                        .where("id > 8"),
                table("merged, with columns that come along")
                        .set("spark.databricks.delta.schema.autoMerge.enabled", "true")
                        .sql(
                                "CREATE TABLE $T (id INT, s STRUCT<a: INT>) USING delta",
                                "INSERT INTO $T VALUES (1, struct(1)), (2, null)",
                                """
                                MERGE INTO $T t USING (SELECT id, named_struct('a', 5, 'b', 'new') AS s, 'extra' AS e FROM range(2, 4)) u
                                ON t.id = u.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *""",
                                "MERGE INTO $T t USING (SELECT 3 AS id) u ON t.id = u.id WHEN NOT MATCHED BY SOURCE THEN DELETE")
                        .where("e = 'extra'", "s.b = 'new'", "s.b IS NULL"),
                table("clustered and optimized")
                        .sql(
                                "CREATE TABLE $T (id INT, a INT, s STRUCT<b: STRING>) USING delta CLUSTER BY (a, s.b)",
                                "INSERT INTO $T SELECT id, id % 10, struct(concat('s', id % 5)) FROM range(100)",
                                "INSERT INTO $T SELECT id, id % 10, null FROM range(100, 150)",
                                "OPTIMIZE $T",
                                "ALTER TABLE $T CLUSTER BY (id)",
                                "INSERT INTO $T VALUES (1000, null, null)")
                        .where("a = 3", "s.b = 's1'", "id = 1000"),
                table("times in commits, switched on and off")
                        .sql(
                                "CREATE TABLE $T (id INT) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '2')",
                                "INSERT INTO $T VALUES (1)",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')",
                                "INSERT INTO $T VALUES (2)",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'false')",
                                "INSERT INTO $T VALUES (3)",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableInCommitTimestamps' = 'true')"),
                table("row ids, given to a table that had rows")
                        .sql(
                                "CREATE TABLE $T (id INT, v STRING) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '3')",
                                "INSERT INTO $T SELECT id, id FROM range(20)",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableRowTracking' = 'true')",
                                "UPDATE $T SET v = 'u' WHERE id < 5",
                                "INSERT INTO $T VALUES (100, 'x')",
                                "OPTIMIZE $T",
                                "DELETE FROM $T WHERE id = 3")
                        .where("id = 4")
                        .rowIds(),
                table("partition columns in the files, too")
                        .sql("""
                                CREATE TABLE $T (id INT, p STRING, at TIMESTAMP) USING delta PARTITIONED BY (p) TBLPROPERTIES
                                ('delta.feature.materializePartitionColumns' = 'supported')""", "INSERT INTO $T VALUES (1, 'x', TIMESTAMP'2020-01-01 00:00:00'), (2, null, null)")
                        .where("p = 'x'"),
                table("ready for Iceberg")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, l ARRAY<INT>, m MAP<STRING, STRUCT<x: INT>>, p DATE) USING delta PARTITIONED BY (p)
                                TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.enableIcebergCompatV2' = 'true')""",
                                "INSERT INTO $T VALUES (1, array(1, null), map('k', struct(1)), DATE'2020-01-01'), (2, null, null, null)",
                                "ALTER TABLE $T RENAME COLUMN l TO list")
                        .where("p = '2020-01-01'"),
                table("features dropped again")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, v STRING) USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = 'true',
                                'delta.feature.vacuumProtocolCheck' = 'supported')""",
                                "INSERT INTO $T SELECT id, id FROM range(20)",
                                "DELETE FROM $T WHERE id = 3",
                                "ALTER TABLE $T DROP FEATURE deletionVectors",
                                "INSERT INTO $T VALUES (100, 'x')")
                        .where("id = 100"));
    }

    private static void stream(StreamingQuery query) throws TimeoutException, StreamingQueryException {
        query.awaitTermination();
    }
}
