package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Parquet files as Spark's settings make them. */
final class FileTables {
    private static final String ROWS = """
            SELECT id, concat('text ', id % 7) AS few, uuid() AS many, id / 3 AS d, CAST(id AS DECIMAL(9, 2)) AS n9, CAST(id AS DECIMAL(18, 4)) AS n18,
            CAST(id AS DECIMAL(38, 6)) AS n38, timestamp_micros(id * 1000003) AS at, DATE'2020-01-01' + CAST(id AS INT) AS day,
            IF(id % 5 = 0, null, id % 2 = 0) AS yes, array(id, null, id + 1) AS l, map(concat('k', id), id) AS m,
            IF(id % 11 = 0, null, named_struct('x', id, 'y', array(named_struct('z', id)))) AS s FROM range(0, 400, 1, 1)""";

    private FileTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "files",
                table("every codec, one after the other")
                        .sql("CREATE TABLE $T USING delta AS " + ROWS)
                        .then("spark.sql.parquet.compression.codec", "gzip")
                        .sql("INSERT INTO $T " + ROWS)
                        .then("spark.sql.parquet.compression.codec", "zstd")
                        .sql("INSERT INTO $T " + ROWS)
                        .then("spark.sql.parquet.compression.codec", "lz4")
                        .sql("INSERT INTO $T " + ROWS)
                        .then("spark.sql.parquet.compression.codec", "lz4_raw")
                        .sql("INSERT INTO $T " + ROWS)
                        .then("spark.sql.parquet.compression.codec", "uncompressed")
                        .sql("INSERT INTO $T " + ROWS)
                        .where("id = 350", "few = 'text 3' AND id < 20", "s.x > 390"),
                table("pages of version 2, delta encodings, checksums, Bloom filters, small dictionaries")
                        .set("parquet.writer.version", "PARQUET_2_0")
                        .set("parquet.page.write-checksum.enabled", "true")
                        .set("parquet.bloom.filter.enabled", "true")
                        .set("parquet.page.size", "1024")
                        .set("parquet.page.row.count.limit", "50")
                        .sql("CREATE TABLE $T USING delta AS " + ROWS)
                        .then("parquet.dictionary.page.size", "64")
                        .sql("INSERT INTO $T " + ROWS)
                        .then("parquet.enable.dictionary", "false")
                        .then("parquet.block.size", "8192")
                        .then("parquet.block.size.row.check.min", "20")
                        .sql("INSERT INTO $T " + ROWS)
                        .where(
                                "id = 350",
                                "few = 'text 3' AND id < 20",
                                "s.x > 390",
                                "at < '1970-01-01 00:00:10'",
                                "n38 = 100")
                        .core(),
                table("the legacy layout of lists, maps and decimals")
                        .set("spark.sql.parquet.writeLegacyFormat", "true")
                        .sql(
                                "CREATE TABLE $T USING delta AS " + ROWS,
                                "INSERT INTO $T (id, l, m, s) VALUES (1000, array(), map(), struct(null, array())), (1001, null, null, struct(1, null))",
                                "DELETE FROM $T WHERE id % 3 = 0")
                        .where("n9 = 100", "n18 > 390", "s.x = 100"),
                table("columns that were added, in files that have none of them, and files without rows")
                        .sql(
                                "CREATE TABLE $T (id INT) USING delta",
                                "INSERT INTO $T VALUES (1), (2)",
                                "ALTER TABLE $T ADD COLUMN (s STRUCT<a: INT, b: STRUCT<c: INT>>, l ARRAY<INT>, m MAP<STRING, INT>)",
                                "INSERT INTO $T SELECT id, null, null, null FROM range(3) WHERE id > 5",
                                "INSERT INTO $T VALUES (3, struct(1, struct(2)), array(1), map('k', 1)), (4, struct(null, null), array(null), map('k', null))",
                                "ALTER TABLE $T ADD COLUMN (s.b.d ARRAY<STRING>, s.e DATE)",
                                "INSERT INTO $T VALUES (5, struct(1, struct(2, array('x')), DATE'2020-01-01'), null, null)")
                        .where("s IS NULL", "s.b.d IS NULL", "s.e = '2020-01-01'", "s.b.c = 2", "s.b IS NULL"),
                table("a Parquet directory made into a table")
                        .step((spark, place) -> {
                            spark.sql("SELECT id, concat('t', id) AS t, CAST(id % 3 AS INT) AS pq FROM range(20)")
                                    .write()
                                    .partitionBy("pq")
                                    .parquet(place.toString());
                            spark.sql("CONVERT TO DELTA parquet.`" + place + "` PARTITIONED BY (pq INT)");
                        })
                        .sql("""
                                ALTER TABLE $T SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.minReaderVersion' = '2',
                                'delta.minWriterVersion' = '5')""", "ALTER TABLE $T RENAME COLUMN t TO text", "INSERT INTO $T VALUES (100, 'x', 9)")
                        .where("pq = 1", "text = 't4'"));
    }
}
