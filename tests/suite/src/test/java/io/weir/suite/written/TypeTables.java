package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Types that change, and types that few tables have. */
final class TypeTables {
    private TypeTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "types",
                widening("every change that the protocol allows")
                        .sql("""
                                CREATE TABLE $T (b2s TINYINT, b2i TINYINT, b2l TINYINT, s2i SMALLINT, s2l SMALLINT, i2l INT,
                                b2d TINYINT, s2d SMALLINT, i2d INT, f2d FLOAT, b2n TINYINT, s2n SMALLINT, i2n INT, l2n BIGINT,
                                n2n DECIMAL(5,2), n2m DECIMAL(9,2), n2k DECIMAL(18,4), d2t DATE) USING delta
                                TBLPROPERTIES ('delta.enableTypeWidening' = 'true', 'delta.feature.timestampNtz' = 'supported', 'delta.checkpointInterval' = '2')""", """
                                INSERT INTO $T SELECT id, -id, id, id * 100, -id, id * 1000000, id, id, id, id / 3, id, id, id,
                                id * 1000000000000, id / 8, id / 4, id / 16, DATE'1999-12-30' + CAST(id AS INT) FROM range(20)""", "INSERT INTO $T (b2s) VALUES (null), (127)")
                        .sql(
                                change("b2s", "SMALLINT"),
                                change("b2i", "INT"),
                                change("b2l", "BIGINT"),
                                change("s2i", "INT"))
                        .sql(
                                change("s2l", "BIGINT"),
                                change("i2l", "BIGINT"),
                                change("b2d", "DOUBLE"),
                                change("s2d", "DOUBLE"))
                        .sql(change("i2d", "DOUBLE"), change("f2d", "DOUBLE"), change("b2n", "DECIMAL(10,0)"))
                        .sql(
                                change("s2n", "DECIMAL(12,2)"),
                                change("i2n", "DECIMAL(38,20)"),
                                change("l2n", "DECIMAL(20,0)"))
                        .sql(
                                change("n2n", "DECIMAL(7,4)"),
                                change("n2m", "DECIMAL(20,2)"),
                                change("n2k", "DECIMAL(38,10)"))
                        .sql(change("d2t", "TIMESTAMP_NTZ"))
                        .sql("""
                                INSERT INTO $T SELECT 1000 + id, 100000, 10000000000, 100000, 10000000000, 10000000000, 0.5, 0.25, 1e300,
                                1e300, 1000000000, 12345.67, 1.00000000000000000001, 12345678901234567890, 123.4567, 123456789012345678.25,
                                1234567890.0123456789, TIMESTAMP_NTZ'2020-02-29 12:34:56.789' FROM range(2)""", "DELETE FROM $T WHERE b2s = 7")
                        .since(21)
                        .where("d2t > '2000-01-01 00:00:00'", "i2l > 5000000", "n2n = 0.125", "f2d > 1", "b2s = 127")
                        .core(),
                widening("in structs, arrays and maps, and by evolution")
                        .set("spark.databricks.delta.schema.autoMerge.enabled", "true")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, s STRUCT<a: TINYINT, t: STRUCT<f: FLOAT>>, l ARRAY<SMALLINT>,
                                m MAP<INT, ARRAY<STRUCT<d: DATE>>>) USING delta TBLPROPERTIES
                                ('delta.enableTypeWidening' = 'true', 'delta.feature.timestampNtz' = 'supported', 'delta.checkpointInterval' = '3',
                                'delta.checkpoint.writeStatsAsJson' = 'false')""",
                                """
                                INSERT INTO $T VALUES (1, struct(1, struct(0.1)), array(1, null), map(1, array(struct(DATE'2000-01-01')))),
                                (2, null, null, null)""",
                                "ALTER TABLE $T CHANGE COLUMN s.a TYPE BIGINT",
                                "ALTER TABLE $T CHANGE COLUMN s.t.f TYPE DOUBLE",
                                "ALTER TABLE $T CHANGE COLUMN l.element TYPE INT",
                                "ALTER TABLE $T CHANGE COLUMN m.key TYPE BIGINT",
                                "ALTER TABLE $T CHANGE COLUMN m.value.element.d TYPE TIMESTAMP_NTZ",
                                """
                                INSERT INTO $T VALUES (3, struct(5000000000, struct(1e100)), array(100000), map(5000000000,
                                array(struct(TIMESTAMP_NTZ'2000-01-01 01:00:00'), null)))""",
                                "INSERT INTO $T (id) SELECT 5000000000L",
                                "INSERT INTO $T SELECT 7L, struct(7L, struct(0.5D)), array(5), null")
                        .where("s.a > 3", "s.t.f < 1", "id > 4", "s.a = 1"),
                widening("of partition columns and with names mapped and deletion vectors")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, v SMALLINT, p INT, d DATE) USING delta PARTITIONED BY (p, d)
                                TBLPROPERTIES ('delta.enableTypeWidening' = 'true', 'delta.feature.timestampNtz' = 'supported', 'delta.columnMapping.mode' = 'name',
                                'delta.enableDeletionVectors' = 'true', 'delta.checkpointInterval' = '2')""",
                                "INSERT INTO $T SELECT id, id, id % 3, DATE'2020-01-01' FROM range(30)",
                                "INSERT INTO $T VALUES (100, 1, null, null)",
                                "DELETE FROM $T WHERE id % 5 = 0",
                                change("p", "BIGINT"),
                                change("v", "INT"),
                                "ALTER TABLE $T RENAME COLUMN v TO w",
                                change("d", "TIMESTAMP_NTZ"),
                                "INSERT INTO $T VALUES (200, 100000, 5000000000, TIMESTAMP_NTZ'2020-01-01 12:00:00.5')",
                                "UPDATE $T SET w = 70000 WHERE id = 1")
                        .where(
                                "p > 1",
                                "p = 5000000000",
                                "w > 20",
                                "d > '2020-01-01'",
                                "p IS NULL",
                                "d = '2020-01-01 00:00:00'")
                        .core(),
                table("timestamps without a zone, in partitions and statistics")
                        .sql(
                                """
                                CREATE TABLE $T (id INT, n TIMESTAMP_NTZ, p TIMESTAMP_NTZ) USING delta PARTITIONED BY (p)
                                TBLPROPERTIES ('delta.checkpointInterval' = '2')""",
                                """
                                INSERT INTO $T VALUES (1, TIMESTAMP_NTZ'2020-01-01 00:00:00.123456', TIMESTAMP_NTZ'1969-12-31 23:59:59.999999'),
                                (2, TIMESTAMP_NTZ'0001-01-01 00:00:00', TIMESTAMP_NTZ'0001-01-01 00:00:00'),
                                (3, null, null), (4, TIMESTAMP_NTZ'9999-12-31 23:59:59.999999', TIMESTAMP_NTZ'9999-12-31 23:59:59.999999')""",
                                "INSERT INTO $T VALUES (5, TIMESTAMP_NTZ'1582-10-04 12:00:00', TIMESTAMP_NTZ'1582-10-10 12:00:00')",
                                "INSERT INTO $T VALUES (6, TIMESTAMP_NTZ'2020-01-01 00:00:00.1239', TIMESTAMP_NTZ'2020-01-01 10:00:00')")
                        .where(
                                "n > '2020-01-01 00:00:00.123'",
                                "p < '1970-01-01'",
                                "p IS NULL",
                                "n = '1582-10-04 12:00:00'"),
                table("timestamps in another session's zone, in partitions")
                        .set("spark.sql.session.timeZone", "America/Los_Angeles")
                        .sql("CREATE TABLE $T (id INT, t TIMESTAMP, p TIMESTAMP) USING delta PARTITIONED BY (p)", """
                                INSERT INTO $T VALUES (1, TIMESTAMP'2020-07-01 00:00:00', TIMESTAMP'2020-07-01 00:00:00'),
                                (2, TIMESTAMP'2020-11-01 01:30:00', TIMESTAMP'2020-01-01 23:59:59.000001'), (3, null, null)""")
                        .then("spark.sql.session.timeZone", "UTC")
                        .sql(
                                "INSERT INTO $T VALUES (4, TIMESTAMP'1900-01-01 00:00:00', TIMESTAMP'1900-01-01 00:00:00')")
                        .where(
                                "p = TIMESTAMP'2020-07-01 07:00:00Z'",
                                "p > TIMESTAMP'2000-01-01 00:00:00Z'",
                                "p IS NULL"),
                table("timestamps as INT96, in micros, in millis; old calendars")
                        .set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS")
                        .sql(
                                "CREATE TABLE $T (id INT, t TIMESTAMP, d DATE, s STRUCT<t: TIMESTAMP>) USING delta",
                                OLD_TIMES)
                        .then("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
                        .sql(OLD_TIMES)
                        .then("spark.sql.parquet.datetimeRebaseModeInWrite", "LEGACY")
                        .then("spark.sql.parquet.int96RebaseModeInWrite", "LEGACY")
                        .sql(OLD_TIMES)
                        .then("spark.sql.parquet.outputTimestampType", "INT96")
                        .sql(OLD_TIMES)
                        .then("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED")
                        .sql(OLD_TIMES)
                        .where("d < '1582-10-15'", "t < '1500-01-01'", "d = '1000-01-01'", "t = '1000-01-01 00:00:00'")
                        .core(),
                table("void, characters of a length, defaults, generated, identity, constraints")
                        // else Spark fills characters of a length up with blanks that are in no file
                        .set("spark.sql.readSideCharPadding", "false")
                        .sql(
                                """
                                CREATE TABLE $T (id BIGINT GENERATED BY DEFAULT AS IDENTITY, c CHAR(5), v VARCHAR(10), n STRING DEFAULT 'none',
                                g STRING GENERATED ALWAYS AS (upper(v)), x INT NOT NULL) USING delta
                                TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported', 'delta.checkpointInterval' = '2')""",
                                "INSERT INTO $T (c, v, x) VALUES ('ab', 'varchar', 1), (null, null, 2)",
                                "ALTER TABLE $T ADD CONSTRAINT positive CHECK (x > 0)",
                                "ALTER TABLE $T ADD COLUMN (nothing VOID, after INT)",
                                "INSERT INTO $T (c, v, x, n, after) VALUES ('z', 'zzz', 3, null, 33)",
                                "UPDATE $T SET x = 4 WHERE x = 3",
                                "ALTER TABLE $T DROP CONSTRAINT positive")
                        .where("g = 'VARCHAR'", "c LIKE 'ab%'", "x > 2", "n IS NULL", "after = 33"),
                table("numbers at their ends, NaN and zeros with a sign")
                        .sql(
                                "CREATE TABLE $T (f FLOAT, d DOUBLE, p DOUBLE, q DECIMAL(38, 18), i BIGINT, bin BINARY) USING delta PARTITIONED BY (p)",
                                """
                                INSERT INTO $T VALUES (float('NaN'), double('NaN'), double('NaN'), 99999999999999999999.999999999999999999,
                                9223372036854775807, X'00ff'), (float('-0.0'), -0.0D, -0.0D, -0.000000000000000001, -9223372036854775808, X''),
                                (0, 0, 0, 0, 0, X'FF'), (float('-Infinity'), double('-Infinity'), double('-Infinity'), null, null, null),
                                (1.17549435E-38, 4.9E-324D, 4.9E-324D, 1, 1, X'80'), (3.4028235E38, 1.7976931348623157E308D,
                                1.7976931348623157E308D, -1, -1, X'7F'), (null, null, null, null, null, null)""",
                                "INSERT INTO $T VALUES (float('NaN'), double('NaN'), 1, 1, 1, X'61'), (1, 1, 1, 1, 1, X'62')")
                        .where(
                                "f > 1",
                                "d = CAST('NaN' AS DOUBLE)",
                                "p = 0",
                                "d < 0",
                                "f <> 0",
                                "p = CAST('NaN' AS DOUBLE)",
                                "bin > X'70'",
                                "d >= 1"),
                table("200 columns, of which 32 have statistics")
                        .step((spark, place) -> {
                            String[] columns = new String[200];
                            for (int i = 0; i < columns.length; i++) {
                                columns[i] = (i % 3 == 0 ? "concat('t', id)" : "id * " + i) + " AS c" + i;
                            }
                            spark.range(20)
                                    .selectExpr(columns)
                                    .write()
                                    .format("delta")
                                    .save(place.toString());
                        })
                        .sql(
                                "ALTER TABLE $T SET TBLPROPERTIES ('delta.dataSkippingNumIndexedCols' = '2')",
                                "INSERT INTO $T SELECT * FROM $T")
                        .where("c199 = 398", "c1 = 3", "c198 = 't4'"),
                table("long texts, cut in statistics")
                        .sql(
                                "CREATE TABLE $T (s STRING, b BINARY) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '1')",
                                """
                                INSERT INTO $T VALUES (repeat('a', 100000), X'00'), (concat(repeat('ü', 31), '😀😀', 'x'), X'01'),
                                (repeat('\uffff', 40), X'02'), (concat(repeat('z', 31), '😀'), null)""",
                                "INSERT INTO $T VALUES (concat(repeat('😀', 33), 'a'), null), (repeat('b', 33), null)",
                                "INSERT INTO $T VALUES (repeat('\\u0000', 40), null), ('', null)")
                        .where("s > 'b'", "s = '" + "b".repeat(33) + "'", "s LIKE 'aaa%'", "s < 'a'"));
    }

    private static final String OLD_TIMES = """
            INSERT INTO $T VALUES (1, TIMESTAMP'2020-01-01 00:00:00.123456', DATE'1000-01-01', struct(TIMESTAMP'1000-01-01 00:00:00')),
            (2, TIMESTAMP'1582-10-04 00:00:00', DATE'1582-10-04', null), (3, TIMESTAMP'1582-10-15 00:00:00', DATE'1582-10-15', null),
            (4, TIMESTAMP'0001-01-01 00:00:00', DATE'0001-01-01', struct(null)), (5, TIMESTAMP'1899-12-31 23:59:59.999', DATE'1700-02-28', null),
            (6, TIMESTAMP'9999-12-31 23:59:59.999', DATE'9999-12-31', null), (7, null, null, null)""";

    private static SparkTable widening(String name) {
        return table("widened: " + name);
    }

    private static String change(String column, String type) {
        return "ALTER TABLE $T CHANGE COLUMN " + column + " TYPE " + type;
    }
}
