package io.weir.suite.written;

import static io.weir.suite.written.SparkTable.table;

/** Variants, whole and shredded. */
final class VariantTables {
    private static final String VALUES = """
            SELECT id, parse_json(CASE id % 12 WHEN 0 THEN concat('{"a": ', id, ', "b": "x', id, '", "c": [1, 2.5, null, {"d": true}]}')
            WHEN 1 THEN '[1, "two", {"three": 3.0}]' WHEN 2 THEN 'null' WHEN 3 THEN '12345678901234567890123' WHEN 4 THEN '1e300'
            WHEN 5 THEN '"text"' WHEN 6 THEN 'true' WHEN 7 THEN '-128' WHEN 8 THEN '{}' WHEN 9 THEN '[]'
            WHEN 10 THEN '{"a": "not a number", "e": {"f": {"g": [[]]}}}' ELSE '{"b": null, "a": 0.125}' END) AS v FROM range(0, 48, 1, 1)""";

    private VariantTables() {}

    static SparkTables all() {
        return SparkTables.of(
                "variant",
                table("whole variants, also in structs, arrays and maps")
                        .sql(
                                "CREATE TABLE $T (id BIGINT, v VARIANT) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '2')",
                                "INSERT INTO $T " + VALUES,
                                "INSERT INTO $T VALUES (1000, null), (1001, to_variant_object(named_struct('d', DATE'2020-01-01', 't',"
                                        + " TIMESTAMP'2020-01-01 00:00:00.5', 'n', TIMESTAMP_NTZ'1969-01-01 00:00:00', 'f', float(0.1),"
                                        + " 'b', X'00ff', 'x', 1.50BD, 'y', 12345678901234567890.5BD, 's', 5S)))",
                                "ALTER TABLE $T ADD COLUMN (s STRUCT<v: VARIANT, l: ARRAY<VARIANT>, m: MAP<STRING, VARIANT>>)",
                                "INSERT INTO $T SELECT 2000, parse_json('1'), struct(parse_json('[]'), array(parse_json('{\"k\": 1}'), null),"
                                        + " map('m', parse_json('\"ü\\\\n\"')))")
                        .where("id = 3", "v IS NULL", "id > 999"),
                table("shredded variants")
                        .set("spark.sql.variant.writeShredding.enabled", "true")
                        .set("spark.sql.variant.inferShreddingSchema", "true")
                        .set("spark.sql.variant.allowReadingShredded", "true")
                        .sql("""
                                CREATE TABLE $T (id BIGINT, v VARIANT) USING delta TBLPROPERTIES ('delta.enableVariantShredding' = 'true')""")
                        .then(
                                "spark.sql.variant.forceShreddingSchemaForTest",
                                "a bigint, b string, c array<double>, e struct<f struct<g string>>")
                        .sql("INSERT INTO $T " + VALUES)
                        .then("spark.sql.variant.forceShreddingSchemaForTest", "a decimal(9, 3)")
                        .sql("INSERT INTO $T " + VALUES, "DELETE FROM $T WHERE id = 5")
                        .where("id = 3", "v IS NULL")
                        .core());
    }
}
