package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Names, and values of partitions that become names of directories. */
final class NameTables {
    private NameTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "names and partitions",
                table("partition values with every escape")
                        .sql(
                                "CREATE TABLE $T (id INT, p STRING) USING delta PARTITIONED BY (p) TBLPROPERTIES ('delta.checkpointInterval' = '2')",
                                """
                                INSERT INTO $T VALUES (1, 'a b'), (2, 'a/b'), (3, 'a%b'), (4, 'a%2Fb'), (5, 'a:b'), (6, 'a=b'), (7, 'a"b'),
                                (8, 'a#b'), (9, 'a?b'), (10, 'a\\\\b'), (11, 'a*b'), (12, 'ü表😀'), (13, ' '), (14, ''), (15, null),
                                (16, '__HIVE_DEFAULT_PARTITION__'), (17, 'null'), (18, 'a\\nb\\tc'), (19, '+'), (20, '[x]{y}^z'), (21, "it's"),
                                (22, '.'), (23, '..'), (24, 'a&b;c,d'), (25, '%'), (26, '\\u0001'), (27, '~`!@$()_-|<>')""",
                                "DELETE FROM $T WHERE p = 'a%2Fb'",
                                "UPDATE $T SET id = 0 - id WHERE p IN ('a:b', '%', 'ü表😀')")
                        .where(
                                "p = 'a b'",
                                "p = ''",
                                "p IS NULL",
                                "p = '__HIVE_DEFAULT_PARTITION__'",
                                "p > 'a='",
                                "p = '%'")
                        .core(),
                table("partitions of every type")
                        .sql("""
                                CREATE TABLE $T (id INT, b BOOLEAN, t TINYINT, s SMALLINT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(20, 6),
                                day DATE, at TIMESTAMP, bin BINARY) USING delta PARTITIONED BY (b, t, s, l, f, d, n, day, at, bin)""", """
                                INSERT INTO $T VALUES (1, true, 1, 1, 1, 0.5, 0.5, 1.5, DATE'2020-01-01', TIMESTAMP'2020-01-01 00:00:00.123456', X'61'),
                                (2, false, -128, -32768, -9223372036854775808, float('NaN'), double('Infinity'), -12345678901234.123456,
                                DATE'0001-01-01', TIMESTAMP'0001-01-01 00:00:00', X'C3BC'), (3, null, null, null, null, null, null, null, null, null, null),
                                (4, true, 127, 32767, 9223372036854775807, float('-0.0'), -0.0D, 0, DATE'9999-12-31',
                                TIMESTAMP'9999-12-31 23:59:59.999999', X''), (5, null, 0, 0, 0, 3.4028235E38, 1e-300, 0.000001, DATE'1582-10-10',
                                TIMESTAMP'1582-10-10 00:00:00', X'2F25')""")
                        .where(
                                "b",
                                "f = 0",
                                "n > 1",
                                "day < '1600-01-01'",
                                "at >= '2020-01-01'",
                                "bin = X'61'",
                                "d > 1",
                                "b IS NULL"),
                table("columns whose names have dots, spaces and letters of the world")
                        .set("spark.databricks.delta.properties.defaults.columnMapping.mode", "name")
                        .sql(
                                "CREATE TABLE $T (`a.b` INT, a STRUCT<b: INT>, `A B` STRING, `Grüße` STRUCT<`x y`: INT, `X.Y`: INT>) USING delta",
                                "INSERT INTO $T VALUES (1, struct(10), 'x', struct(1, 2)), (2, struct(null), null, null), (3, null, '', struct(null, 4))",
                                "INSERT INTO $T VALUES (4, struct(40), 'y', struct(7, 8))")
                        .where("`a.b` = 1", "a.b = 10", "`Grüße`.`x y` = 7", "`Grüße`.`X.Y` > 3", "`A B` = ''"),
                table("columns that differ from the files in case, order and place")
                        .sql(
                                "CREATE TABLE $T (Id INT, Name STRING, S STRUCT<Aa: INT, Bb: INT>) USING delta",
                                "INSERT INTO $T VALUES (1, 'x', struct(1, 2))",
                                "ALTER TABLE $T ADD COLUMN (first DATE FIRST, S.Middle INT AFTER Aa, l ARRAY<STRUCT<e: INT>> AFTER Id)",
                                "INSERT INTO $T (id, NAME, s) VALUES (2, 'y', named_struct('aa', 1, 'middle', 5, 'bb', 3))",
                                "ALTER TABLE $T ALTER COLUMN Name FIRST",
                                "ALTER TABLE $T ALTER COLUMN S.Bb FIRST",
                                "ALTER TABLE $T ALTER COLUMN Id COMMENT 'a comment'",
                                "ALTER TABLE $T ADD COLUMN (l.element.f STRING)",
                                "INSERT INTO $T VALUES ('z', DATE'2020-01-01', 3, array(struct(1, 'f'), null), struct(9, 8, 7))")
                        .where("S.Middle = 5", "s.bb < 5", "ID = 3", "first IS NULL"));
    }
}
