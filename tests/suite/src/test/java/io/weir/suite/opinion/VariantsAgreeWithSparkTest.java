package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.VariantVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectReader;
import io.weir.testkit.RandomRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.types.variant.Variant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Variants are what Spark says they are: their text, and what files that it shreds them into give back. */
class VariantsAgreeWithSparkTest {
    @TempDir
    Path directory;

    static LongStream seeds() {
        return RandomRows.seeds(40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTextOfAVariantIsSparks(long seed) {
        SparkVariants variants = new SparkVariants(seed);
        for (int i = 0; i < 100; i++) {
            Variant theirs = variants.next();
            io.weir.format.variant.Variant ours =
                    io.weir.format.variant.Variant.of(theirs.getValue(), theirs.getMetadata());
            assertThat(ours.toJson()).isEqualTo(theirs.toJson(ZoneOffset.UTC));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatSparkShredsIsPutTogetherAgain(long seed) throws Exception {
        SparkVariants variants = new SparkVariants(seed);
        SparkVariants.Layout layout = variants.layout();
        MessageType schema = new MessageType("t", layout.group());
        List<@Nullable String> expected = new ArrayList<>();
        Path file = directory.resolve("v.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withPageRowCountLimit(40)
                .build()) {
            for (int i = 0; i < 150; i++) {
                SimpleGroup row = new SimpleGroup(schema);
                if (i % 11 == 0) {
                    expected.add(null);
                } else {
                    Variant variant = variants.next();
                    SparkVariants.shred(variant, layout, row.addGroup("v"));
                    expected.add(variant.toJson(ZoneOffset.UTC));
                }
                writer.write(row);
            }
        }
        assertThat(read(file)).as("%s", layout.group()).isEqualTo(expected);
    }

    private static List<@Nullable String> read(Path path) {
        StructType schema = StructType.EMPTY.add("v", VariantType.VARIANT);
        List<@Nullable String> rows = new ArrayList<>();
        try (ObjectReader object =
                        LocalStore.at(Objects.requireNonNull(path.getParent())).open("v.parquet", -1);
                BatchReader reader = ParquetFile.open(object).read(ReadRequest.of(schema))) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                VariantVector column = (VariantVector) batch.column(0);
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(column.isNull(i) ? null : column.variant(i).toJson());
                }
            }
        }
        return rows;
    }
}
