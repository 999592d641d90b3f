package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Columns whose names in files are not those of the table. */
final class ColumnMappingTables {
    private ColumnMappingTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "column mapping",
                table("name mode, nested, renamed, dropped, added again")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, s STRUCT<a: INT, b: STRUCT<c: STRING, d: DOUBLE>>,
                                l ARRAY<STRUCT<x: INT, y: STRING>>, m MAP<STRING, STRUCT<k: INT, v: DATE>>, old STRING)
                                USING delta TBLPROPERTIES ('delta.columnMapping.mode' = 'name',
                                'delta.checkpointInterval' = '3')""",
                                """
                                INSERT INTO $T VALUES (1, struct(1, struct('c', 0.5D)), array(struct(1, 'y'), null),
                                map('k', struct(2, DATE'2020-01-01')), 'o1'), (2, null, array(), map(), null)""",
                                "ALTER TABLE $T RENAME COLUMN old TO new",
                                "ALTER TABLE $T RENAME COLUMN s.b.c TO cc",
                                "ALTER TABLE $T RENAME COLUMN l.element.x TO xx",
                                "ALTER TABLE $T RENAME COLUMN m.value.k TO kk",
                                """
                                INSERT INTO $T VALUES (3, struct(3, struct('CC', -0.0D)), array(struct(3, null)),
                                map('q', struct(3, null)), 'n3')""",
                                "ALTER TABLE $T DROP COLUMN new",
                                "ALTER TABLE $T ADD COLUMN (new STRING)",
                                "ALTER TABLE $T DROP COLUMN s.a",
                                "ALTER TABLE $T ADD COLUMN (s.a STRING AFTER b)",
                                """
                                INSERT INTO $T VALUES (4, struct(struct('x', 4.0D), 'text'), null, null, 'again')""",
                                "UPDATE $T SET new = 'was null' WHERE id = 1")
                        .where("s.b.cc = 'CC'", "new IS NULL", "new = 'again'", "s.a IS NULL AND id > 1", "s.b.d < 1")
                        .core(),
                table("id mode, nested, partitioned, renamed and dropped")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, p STRING, s STRUCT<a: INT, b: ARRAY<STRUCT<c: STRING>>>,
                                m MAP<STRUCT<k1: INT>, MAP<STRING, INT>>) USING delta PARTITIONED BY (p)
                                TBLPROPERTIES ('delta.columnMapping.mode' = 'id', 'delta.checkpointInterval' = '2')""",
                                """
                                INSERT INTO $T VALUES (1, 'x', struct(1, array(struct('c'))), map(struct(1), map('i', 1))),
                                (2, null, null, null), (3, 'a=b', struct(null, null), map())""",
                                "ALTER TABLE $T RENAME COLUMN p TO part",
                                "ALTER TABLE $T RENAME COLUMN s.b.element.c TO renamed",
                                "INSERT INTO $T VALUES (4, 'y', struct(4, array(null, struct('d'))), null)",
                                "ALTER TABLE $T DROP COLUMN s.a",
                                "ALTER TABLE $T ADD COLUMN (s.a INT)",
                                "INSERT INTO $T VALUES (5, 'y', struct(array(), 55), null)",
                                "ALTER TABLE $T DROP COLUMN m",
                                "ALTER TABLE $T ADD COLUMN (m INT FIRST)",
                                "INSERT INTO $T VALUES (6, 6, 'x', null)")
                        .where("part = 'x'", "part IS NULL", "s.a = 55", "m = 6", "m IS NULL", "part = 'x' AND m = 6"),
                table("upgraded when it had data, names swapped")
                        .sql(
                                """
                                CREATE TABLE $T (a INT, b INT, P STRING, s STRUCT<u: INT, w: INT>) USING delta
                                PARTITIONED BY (P) TBLPROPERTIES ('delta.checkpointInterval' = '4')""",
                                "INSERT INTO $T SELECT id, id * 10, id % 3, struct(id, -id) FROM range(30)",
                                """
                                ALTER TABLE $T SET TBLPROPERTIES ('delta.minReaderVersion' = '2',
                                'delta.minWriterVersion' = '5', 'delta.columnMapping.mode' = 'name')""",
                                "ALTER TABLE $T RENAME COLUMN a TO t",
                                "ALTER TABLE $T RENAME COLUMN b TO a",
                                "ALTER TABLE $T RENAME COLUMN t TO b",
                                "ALTER TABLE $T RENAME COLUMN s.u TO x",
                                "ALTER TABLE $T RENAME COLUMN s.w TO u",
                                "ALTER TABLE $T RENAME COLUMN P TO q",
                                "INSERT INTO $T VALUES (1000, 2000, 'z', struct(3000, 4000))",
                                "DELETE FROM $T WHERE a >= 200 AND a < 250",
                                "UPDATE $T SET b = -1 WHERE q = '1' AND a < 100")
                        .where(
                                "a = 100",
                                "b = 100",
                                "a = 2000",
                                "s.u = 4000",
                                "s.u < -20",
                                "q = 'z'",
                                "q = '2' AND a < 80"),
                table("names with every odd character")
                        .sql(
                                """
                                CREATE TABLE $T (`a b` INT, `c,d;e` STRING, `f{}()=g` INT, `h.i` STRUCT<`j.k`: INT, `l``m`: INT>,
                                `ünïcödé 表` STRING, `"quoted"` INT, `tab	x` INT, `p.q r/s%41` STRING) USING delta
                                PARTITIONED BY (`p.q r/s%41`) TBLPROPERTIES ('delta.columnMapping.mode' = 'name',
                                'delta.checkpointInterval' = '2')""",
                                """
                                INSERT INTO $T VALUES (1, 'x', 2, struct(3, 4), 'ü', 5, 6, 'p'),
                                (11, null, 12, null, '表', null, 16, 'p/q%41 r'), (21, '', 22, struct(null, 24), null, 25, null, null)""",
                                "DELETE FROM $T WHERE `h.i`.`l``m` = 24",
                                "INSERT INTO $T VALUES (31, 'x', 2, struct(33, 34), '', 35, 36, 'P')")
                        .where("`a b` > 5", "`h.i`.`j.k` = 3", "`ünïcödé 表` = '表'", "`p.q r/s%41` = 'p/q%41 r'"),
                table("names, deletion vectors, statistics as columns only")
                        .sql(
                                """
                                CREATE TABLE $T (id BIGINT, name STRING, s STRUCT<at: TIMESTAMP, d: DECIMAL(12, 3)>, p INT)
                                USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode' = 'name',
                                'delta.enableDeletionVectors' = 'true', 'delta.checkpointInterval' = '3',
                                'delta.checkpoint.writeStatsAsJson' = 'false', 'delta.checkpoint.writeStatsAsStruct' = 'true')""",
                                """
                                INSERT INTO $T SELECT id, concat('name', id), struct(timestamp_seconds(id * 86400), id / 8),
                                id % 4 FROM range(400)""",
                                "DELETE FROM $T WHERE id % 7 = 3",
                                "ALTER TABLE $T RENAME COLUMN s.at TO moment",
                                "ALTER TABLE $T RENAME COLUMN id TO key",
                                "UPDATE $T SET name = 'updated' WHERE key < 40",
                                """
                                MERGE INTO $T t USING (SELECT id FROM range(380, 420)) s ON t.key = s.id
                                WHEN MATCHED AND key % 2 = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET name = 'merged'
                                WHEN NOT MATCHED THEN INSERT (key, name, p) VALUES (s.id, 'new', 9)""",
                                "ALTER TABLE $T DROP COLUMN name",
                                "DELETE FROM $T WHERE p = 9 AND key > 410")
                        .where(
                                "key = 39",
                                "key BETWEEN 30 AND 50 AND p = 2",
                                "s.moment < '1970-02-01'",
                                "s.d > 49.5",
                                "p = 9",
                                "name = 'updated'")
                        .core(),
                table("only the case of a name changes; the table is replaced")
                        .sql(
                                """
                                CREATE TABLE $T (Id INT, Name STRING) USING delta
                                TBLPROPERTIES ('delta.columnMapping.mode' = 'name')""",
                                "INSERT INTO $T VALUES (1, 'one'), (2, null)",
                                "ALTER TABLE $T RENAME COLUMN Name TO tmp",
                                "ALTER TABLE $T RENAME COLUMN tmp TO name",
                                "INSERT INTO $T VALUES (3, 'three')",
                                """
                                REPLACE TABLE $T (name INT, id STRING) USING delta
                                TBLPROPERTIES ('delta.columnMapping.mode' = 'name')""",
                                "INSERT INTO $T VALUES (7, 'seven')",
                                "RESTORE TABLE $T TO VERSION AS OF 4")
                        .where("NAME IS NOT NULL", "iD IS NULL"),
                table("struct within struct of 10 levels, by id")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, a STRUCT<b: STRUCT<c: STRUCT<d: STRUCT<e: STRUCT<f: STRUCT<g: STRUCT<h:
                                STRUCT<i: STRUCT<j: INT, k: ARRAY<MAP<STRING, STRUCT<z: INT>>>>>>>>>>>>) USING delta
                                TBLPROPERTIES ('delta.columnMapping.mode' = 'id')""",
                                """
                                INSERT INTO $T SELECT id, named_struct('b', named_struct('c', named_struct('d', named_struct('e',
                                named_struct('f', named_struct('g', named_struct('h', named_struct('i', named_struct('j', id,
                                'k', array(map('m', named_struct('z', id), 'n', null)))))))))))  FROM range(5)""",
                                "INSERT INTO $T VALUES (9, null), (10, named_struct('b', named_struct('c', null)))",
                                "ALTER TABLE $T RENAME COLUMN a.b.c.d.e.f.g.h.i.j TO last",
                                "INSERT INTO $T (id) VALUES (11)")
                        .where("a.b.c.d.e.f.g.h.i.last = 3", "a.b.c.d.e.f.g.h.i.last IS NULL", "a.b.c IS NULL"));
    }
}
