package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Tables that tell their changes. */
final class ChangeTables {
    private static final String FEED = "'delta.enableChangeDataFeed' = 'true'";

    private ChangeTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "change data feed",
                made("in files of their own", "")
                        .sql(
                                "INSERT INTO $T SELECT id, id, id % 2 FROM range(10)",
                                "UPDATE $T SET v = 'u' WHERE id < 3",
                                "DELETE FROM $T WHERE id = 4",
                                """
                                MERGE INTO $T t USING (SELECT id, 'm' AS v FROM range(8, 12)) s ON t.id = s.id
                                WHEN MATCHED AND t.id = 8 THEN DELETE WHEN MATCHED THEN UPDATE SET v = s.v
                                WHEN NOT MATCHED THEN INSERT (id, v, p) VALUES (s.id, s.v, 0)""",
                                "DELETE FROM $T WHERE p = 1",
                                "OPTIMIZE $T",
                                "INSERT OVERWRITE $T VALUES (50, 'o', 5)",
                                "RESTORE TABLE $T TO VERSION AS OF 2")
                        .changesSince(0)
                        .where("v = 'u'")
                        .core(),
                made(
                                "with deletion vectors and names mapped",
                                ", 'delta.enableDeletionVectors' = 'true', 'delta.columnMapping.mode' = 'name'")
                        .sql(
                                "INSERT INTO $T SELECT id, id, id % 2 FROM range(10)",
                                "DELETE FROM $T WHERE id = 4",
                                "DELETE FROM $T WHERE id IN (5, 6)",
                                "UPDATE $T SET v = 'u' WHERE id < 3",
                                "DELETE FROM $T WHERE p = 1 AND id > 6",
                                "ALTER TABLE $T RENAME COLUMN v TO w",
                                "MERGE INTO $T t USING (SELECT 0 AS id UNION ALL SELECT 77) s ON t.id = s.id"
                                        + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, p) VALUES (s.id, 1)",
                                "REORG TABLE $T APPLY (PURGE)")
                        .changesSince(7)
                        .where("w = 'u'"),
                table("switched on when the table had rows, widened, times in commits")
                        .sql(
                                "CREATE TABLE $T (id INT, v INT) USING delta TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
                                "INSERT INTO $T SELECT id, id FROM range(5)",
                                "ALTER TABLE $T SET TBLPROPERTIES (" + FEED
                                        + ", 'delta.enableInCommitTimestamps' = 'true')",
                                "UPDATE $T SET v = 100 WHERE id = 1",
                                "ALTER TABLE $T CHANGE COLUMN v TYPE BIGINT",
                                "UPDATE $T SET v = 5000000000 WHERE id = 2",
                                "ALTER TABLE $T ADD COLUMN (w STRING)",
                                "INSERT INTO $T VALUES (6, 6, 'w')",
                                "DELETE FROM $T WHERE id = 0")
                        .changesSince(4) // Spark does not cross the change of a type
                        .where("v > 99"));
    }

    private static SparkTable made(String name, String properties) {
        return table(name)
                .sql("CREATE TABLE $T (id INT, v STRING, p INT) USING delta PARTITIONED BY (p) TBLPROPERTIES (" + FEED
                        + properties + ", 'delta.checkpointInterval' = '4')");
    }
}
