package io.weir.suite.opinion;

import io.weir.suite.opinion.CanonicalText.Struct;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Reads tables with Delta Spark. */
final class SparkReader {
    private SparkReader() {}

    static ReadTable read(Path table, long version) {
        SparkSession spark = SparkSessions.shared();
        Dataset<Row> frame =
                spark.read().format("delta").option("versionAsOf", version).load(table.toString());
        StructType schema = frame.schema();
        List<String> lines = new ArrayList<>();
        for (Row row : frame.collectAsList()) {
            lines.add(CanonicalText.row(struct(schema, row)));
        }
        return new ReadTable(version, schema.json(), CanonicalText.sorted(lines));
    }

    private static Struct struct(StructType type, Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < type.length(); i++) {
            values.add(value(type.apply(i).dataType(), row.get(i)));
        }
        return new Struct(Arrays.asList(type.fieldNames()), values);
    }

    private static @Nullable Object value(DataType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof StructType struct) {
            return struct(struct, (Row) value);
        }
        if (type instanceof DecimalType decimal) {
            return ((BigDecimal) value).setScale(decimal.scale());
        }
        if (type instanceof ArrayType array) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : CollectionConverters.asJava((scala.collection.Seq<?>) value)) {
                elements.add(value(array.elementType(), element));
            }
            return elements;
        }
        if (type instanceof MapType map) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            CollectionConverters.asJava((scala.collection.Map<?, ?>) value)
                    .forEach((key, entry) -> entries.put(value(map.keyType(), key), value(map.valueType(), entry)));
            return entries;
        }
        return value; // with the Java 8 time API on, Spark's types are ours
    }
}
