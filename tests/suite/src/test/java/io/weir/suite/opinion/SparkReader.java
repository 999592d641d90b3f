package io.weir.suite.opinion;

import io.weir.suite.opinion.CanonicalText.Struct;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneOffset;
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
import org.apache.spark.types.variant.Variant;
import org.apache.spark.unsafe.types.VariantVal;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Reads tables with Delta Spark. */
public final class SparkReader {
    private SparkReader() {}

    public static ReadTable read(Path table, long version) {
        Dataset<Row> frame = frame(SparkSessions.shared(), table, version);
        return new ReadTable(version, frame.schema().json(), lines(frame.schema(), frame.collectAsList()));
    }

    /** A version as a session sees it. */
    public static Dataset<Row> frame(SparkSession session, Path table, long version) {
        return session.read().format("delta").option("versionAsOf", version).load(table.toString());
    }

    /** Rows as canonical lines, sorted. */
    public static List<String> lines(StructType schema, List<Row> rows) {
        List<String> lines = new ArrayList<>(rows.size());
        for (Row row : rows) {
            lines.add(line(schema, row));
        }
        return CanonicalText.sorted(lines);
    }

    /** A row as a canonical line. */
    public static String line(StructType schema, Row row) {
        return CanonicalText.row(struct(schema, row));
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
        if (value instanceof VariantVal variant) {
            return new Variant(variant.getValue(), variant.getMetadata()).toJson(ZoneOffset.UTC);
        }
        return value; // with the Java 8 time API on, Spark's types are ours
    }
}
