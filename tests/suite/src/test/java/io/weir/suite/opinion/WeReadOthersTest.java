package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.testkit.RandomRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weir reads the tables that Delta Spark wrote, at every version, and Kernel and Spark say that it is right. */
class WeReadOthersTest {
    private final SparkSession spark = SparkSessions.shared();

    @TempDir
    Path directory;

    @Test
    void everyTypeWithCheckpoints() throws Exception {
        Path place = directory.resolve("types");
        StructType schema = Schemas.bare(RandomRows.everyType());
        RandomRows random = RandomRows.seeded(11);
        sql("SET spark.databricks.delta.properties.defaults.checkpointInterval = 3");
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
            ColumnBatch batch = random.batch(schema, 120);
            expected.addAll(WeirRows.lines(batch));
            append(place, batch);
        }
        sql("RESET spark.databricks.delta.properties.defaults.checkpointInterval");
        ReadTable latest = allAgree(place, 6);
        assertThat(latest.rows()).isEqualTo(CanonicalText.sorted(expected));
        assertThat(Schemas.of(latest)).isEqualTo(schema);
        for (int version = 0; version < 6; version++) {
            allAgree(place, version);
        }
    }

    @Test
    void randomSchemas() throws Exception {
        for (long seed : RandomRows.seeds(4).toArray()) {
            RandomRows random = RandomRows.seeded(seed);
            StructType schema = Schemas.bare(random.schema(5, 3));
            ColumnBatch batch = random.batch(schema, 300);
            Path place = directory.resolve("random" + seed);
            append(place, batch);
            assertThat(allAgree(place, 0).rows()).isEqualTo(CanonicalText.sorted(WeirRows.lines(batch)));
        }
    }

    @Test
    void aTableThatLivedThroughEveryKindOfChange() throws Exception {
        Path place = directory.resolve("life");
        String table = "delta.`" + place + "`";
        sql("CREATE TABLE " + table + " (id BIGINT NOT NULL, name STRING, at TIMESTAMP, day DATE, p STRING)"
                + " USING delta PARTITIONED BY (p, day) TBLPROPERTIES ('delta.checkpointInterval' = '4')");
        sql("INSERT INTO " + table + " SELECT id, concat('n', id), timestamp_micros(id * 1000003), DATE'2001-01-05',"
                + " CASE WHEN id % 3 = 0 THEN 'a/b c' WHEN id % 3 = 1 THEN 'ü%41' END FROM range(100)");
        sql("INSERT INTO " + table + " VALUES (1000, '', NULL, NULL, ''), (1001, NULL, NULL, DATE'1582-10-04', ' ')");
        sql("DELETE FROM " + table + " WHERE id % 10 = 3");
        sql("UPDATE " + table + " SET name = 'changed' WHERE id < 20");
        sql("ALTER TABLE " + table + " ADD COLUMNS (extra STRUCT<a: INT, b: ARRAY<DECIMAL(30, 2)>>)");
        sql("INSERT INTO " + table + " VALUES (2000, 'x', TIMESTAMP'2024-05-05 12:00:00', DATE'2024-05-05', 'z',"
                + " struct(1, array(1.25, NULL)))");
        sql("MERGE INTO " + table + " t USING (SELECT id FROM range(90, 110)) s ON t.id = s.id"
                + " WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, p) VALUES (s.id, 'm')");
        sql("OPTIMIZE " + table);
        sql("ALTER TABLE " + table + " SET TBLPROPERTIES ('some.property' = 'x')");
        sql("DELETE FROM " + table + " WHERE p = 'm'");
        sql("INSERT OVERWRITE " + table + " SELECT * FROM " + table + " WHERE id >= 50");
        for (int version = 0; version <= 10; version++) {
            allAgree(place, version);
        }
    }

    @Test
    void tablesWithTimestampsInTheCommits() throws Exception {
        Path place = directory.resolve("ict");
        String table = "delta.`" + place + "`";
        sql("CREATE TABLE " + table + " (id INT, n TIMESTAMP_NTZ) USING delta TBLPROPERTIES"
                + " ('delta.enableInCommitTimestamps' = 'true', 'delta.checkpointInterval' = '2')");
        for (int n = 0; n < 5; n++) {
            sql("INSERT INTO " + table + " VALUES (" + n + ", TIMESTAMP_NTZ'2020-01-01 00:00:00." + n + "')");
        }
        for (int version = 0; version <= 5; version++) {
            assertThat(allAgree(place, version).rows()).hasSize(version);
        }
    }

    private ReadTable allAgree(Path place, long version) throws Exception {
        ReadTable weir = WeirReader.read(place, version);
        ReadTable kernel = KernelReader.read(place, version);
        ReadTable bySpark = SparkReader.read(place, version);
        assertThat(kernel.rows()).as("Kernel against Spark at %s", version).isEqualTo(bySpark.rows());
        assertThat(weir.rows()).as("Weir against Kernel at %s", version).isEqualTo(kernel.rows());
        assertThat(weir.version()).isEqualTo(version);
        assertThat(Schemas.of(weir)).as("schema at %s", version).isEqualTo(Schemas.of(kernel));
        return weir;
    }

    private void append(Path place, ColumnBatch batch) {
        var schema = (org.apache.spark.sql.types.StructType)
                org.apache.spark.sql.types.DataType.fromJson(SchemaJson.format(batch.schema()));
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            @Nullable Object[] values = new @Nullable Object[batch.schema().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = forSpark(batch.schema().field(i).type(), Values.valueAt(batch.column(i), row));
            }
            rows.add(RowFactory.create(values));
        }
        spark.createDataFrame(rows, schema)
                .write()
                .format("delta")
                .mode("append")
                .save(place.toString());
    }

    private static @Nullable Object forSpark(DataType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof StructType struct) {
            io.weir.format.batch.Row row = (io.weir.format.batch.Row) value;
            @Nullable Object[] fields = new @Nullable Object[struct.size()];
            for (int i = 0; i < fields.length; i++) {
                StructField field = struct.field(i);
                fields[i] = forSpark(field.type(), row.value(i));
            }
            return RowFactory.create(fields);
        }
        if (type instanceof ArrayType array) {
            List<@Nullable Object> elements = new ArrayList<>();
            ((List<?>) value).forEach(element -> elements.add(forSpark(array.element(), element)));
            return elements;
        }
        if (type instanceof MapType map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) value)
                    .forEach((key, entry) -> entries.put(forSpark(map.key(), key), forSpark(map.value(), entry)));
            return entries;
        }
        return value;
    }

    private void sql(String statement) {
        spark.sql(statement).collectAsList();
    }
}
