package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Rows that are deleted beside their files. */
final class DeletionVectorTables {
    private static final String MADE = " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true'";

    private DeletionVectorTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "deletion vectors",
                table("deleted, updated, merged, partitioned")
                        .sql(
                                "CREATE TABLE $T (id BIGINT, v STRING, p STRING) USING delta PARTITIONED BY (p)" + MADE
                                        + ", 'delta.checkpointInterval' = '3')",
                                "INSERT INTO $T SELECT id, concat('v', id), concat('p ', id % 3) FROM range(300)",
                                "DELETE FROM $T WHERE id % 10 = 1",
                                "UPDATE $T SET v = NULL WHERE id BETWEEN 100 AND 110",
                                """
                                MERGE INTO $T t USING (SELECT id, 'p 0' AS p FROM range(290, 310)) s ON t.id = s.id
                                WHEN MATCHED THEN UPDATE SET v = 'matched' WHEN NOT MATCHED THEN INSERT (id, p) VALUES (s.id, s.p)""",
                                "DELETE FROM $T WHERE p = 'p 1'",
                                "DELETE FROM $T WHERE id = 0",
                                "RESTORE TABLE $T TO VERSION AS OF 3",
                                "DELETE FROM $T WHERE id = 2")
                        .where("id = 101", "v IS NULL", "p = 'p 1' AND id < 20", "id IN (0, 2, 3)", "v = 'matched'"),
                table("many row groups and pages")
                        .set("parquet.block.size", "4096")
                        .set("parquet.page.size", "512")
                        .set("parquet.page.row.count.limit", "37")
                        .set("parquet.block.size.row.check.min", "10")
                        .set("parquet.block.size.row.check.max", "50")
                        .sql(
                                "CREATE TABLE $T (id BIGINT, v STRING, s STRUCT<d: DOUBLE, l: ARRAY<INT>>) USING delta"
                                        + MADE + ")",
                                """
                                INSERT INTO $T SELECT /*+ COALESCE(1) */ id, concat('value ', id), struct(id / 4,
                                array(id, id + 1)) FROM range(0, 3000, 1, 1)""",
                                "DELETE FROM $T WHERE id % 100 < 3",
                                "DELETE FROM $T WHERE id BETWEEN 500 AND 900",
                                "UPDATE $T SET v = 'updated' WHERE id % 500 = 17",
                                "DELETE FROM $T WHERE id IN (0, 2999)")
                        .where(
                                "id = 1517",
                                "id BETWEEN 490 AND 910",
                                "id > 2990",
                                "v = 'updated'",
                                "s.d = 250.25",
                                "v LIKE 'value 29%' AND id % 2 = 0")
                        .core(),
                table("purged and made into fewer files")
                        .sql(
                                "CREATE TABLE $T (id INT, v STRING) USING delta" + MADE
                                        + ", 'delta.checkpointInterval' = '2')",
                                "INSERT INTO $T SELECT id, id FROM range(50)",
                                "INSERT INTO $T SELECT id, id FROM range(50, 100)",
                                "DELETE FROM $T WHERE id % 5 = 0",
                                "REORG TABLE $T APPLY (PURGE)",
                                "DELETE FROM $T WHERE id % 7 = 0",
                                "OPTIMIZE $T",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'false')",
                                "DELETE FROM $T WHERE id = 51",
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
                                "DELETE FROM $T WHERE id = 52")
                        .where("id = 52", "id > 45 AND id < 56"),
                table("every row of a file")
                        .sql(
                                "CREATE TABLE $T (id INT, f INT) USING delta" + MADE + ")",
                                "INSERT INTO $T SELECT id, 1 FROM range(0, 20, 1, 1)",
                                "INSERT INTO $T SELECT id, 2 FROM range(20, 40, 1, 1)",
                                "DELETE FROM $T WHERE f = 1 AND id > 0",
                                "DELETE FROM $T WHERE id = 0",
                                "DELETE FROM $T WHERE id >= 20 AND f IS NOT NULL",
                                "INSERT INTO $T VALUES (100, 3)")
                        .where("f = 1", "id = 100"),
                table("large vectors: arrays, runs and bitmaps")
                        .sql(
                                "CREATE TABLE $T (id BIGINT) USING delta" + MADE + ")",
                                "INSERT INTO $T SELECT id FROM range(0, 200000, 1, 1)",
                                "DELETE FROM $T WHERE id BETWEEN 3000 AND 60000",
                                "DELETE FROM $T WHERE id > 65536 AND id < 131072 AND id % 3 = 0",
                                "DELETE FROM $T WHERE id > 131072 AND id % 2 = 1",
                                "DELETE FROM $T WHERE id % 1000 = 999")
                        .where("id BETWEEN 2990 AND 60010", "id = 65537", "id > 199990", "id % 50000 = 0"),
                table("a shallow clone with paths elsewhere")
                        .sql(
                                "CREATE TABLE $S (id INT, `p p` STRING) USING delta PARTITIONED BY (`p p`)" + MADE
                                        + ", 'delta.columnMapping.mode' = 'name')",
                                "INSERT INTO $S SELECT id, concat('a%b ', id % 2) FROM range(40)",
                                "DELETE FROM $S WHERE id % 9 = 0",
                                "CREATE TABLE $T SHALLOW CLONE $S",
                                "DELETE FROM $T WHERE id % 9 = 1",
                                "INSERT INTO $T VALUES (100, 'own')",
                                "UPDATE $T SET id = 0 - id WHERE id % 9 = 2",
                                "OPTIMIZE $T WHERE `p p` = 'a%b 1'")
                        .where("id < 0", "`p p` = 'a%b 1'", "id = 100"),
                table("with row ids")
                        .sql(
                                "CREATE TABLE $T (id INT, v STRING) USING delta" + MADE
                                        + ", 'delta.enableRowTracking' = 'true',"
                                        + " 'delta.checkpointInterval' = '4')",
                                "INSERT INTO $T SELECT id, id FROM range(30)",
                                "DELETE FROM $T WHERE id % 4 = 0",
                                "UPDATE $T SET v = 'u' WHERE id < 10",
                                "INSERT INTO $T VALUES (100, 'x')",
                                "OPTIMIZE $T",
                                "MERGE INTO $T t USING (SELECT 5 AS id UNION ALL SELECT 200) s ON t.id = s.id"
                                        + " WHEN MATCHED THEN UPDATE SET v = 'm' WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)")
                        .where("id = 5", "v = 'u'")
                        .rowIds());
    }
}
