package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectReader;
import io.weir.suite.opinion.ParquetJava.Flavor;
import io.weir.testkit.RandomRows;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our reader reads what parquet-java wrote: every encoding that it has, both page formats, every codec. */
class ParquetJavaWritesForUsTest {
    @TempDir
    Path directory;

    private final Set<Encoding> seen = EnumSet.noneOf(Encoding.class);

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void everyTypeIsReadWithEveryCodecAndPageFormat(CompressionCodecName codec) throws Exception {
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean dictionary : List.of(true, false)) {
                check(
                        RandomRows.seeded(codec.ordinal()),
                        RandomRows.everyType(),
                        Flavor.MODERN,
                        1500,
                        builder -> builder.withCompressionCodec(codec)
                                .withWriterVersion(version)
                                .withDictionaryEncoding(dictionary));
            }
        }
        assertThat(seen)
                .contains(
                        Encoding.PLAIN,
                        Encoding.RLE,
                        Encoding.RLE_DICTIONARY,
                        Encoding.DELTA_BINARY_PACKED,
                        Encoding.DELTA_BYTE_ARRAY);
    }

    @Test
    void byteStreamSplitIsRead() throws Exception {
        check(
                RandomRows.seeded(1),
                RandomRows.everyType(),
                Flavor.MODERN,
                1500,
                builder -> builder.withDictionaryEncoding(false).withByteStreamSplitEncoding(true));
        StructType numbers = StructType.EMPTY
                .add("f", PrimitiveType.FLOAT)
                .add("d", PrimitiveType.DOUBLE)
                .add("i", PrimitiveType.INTEGER)
                .add("l", PrimitiveType.LONG)
                .add("fixed", new DecimalType(30, 3));
        for (long seed : RandomRows.seeds(10).toArray()) {
            check(RandomRows.seeded(seed), numbers, Flavor.MODERN, 700, builder -> {
                builder.withDictionaryEncoding(false);
                numbers.names().forEach(name -> builder.withByteStreamSplitEncoding(name, true));
                return builder;
            });
        }
        assertThat(seen).contains(Encoding.BYTE_STREAM_SPLIT);
    }

    @Test
    void lengthsBeforeBytesAreRead() throws Exception {
        StructType schema = StructType.EMPTY
                .add("s", PrimitiveType.STRING)
                .add("b", PrimitiveType.BINARY)
                .add("a", new ArrayType(PrimitiveType.STRING, true));
        for (long seed : RandomRows.seeds(10).toArray()) {
            check(RandomRows.seeded(seed), schema, Flavor.MODERN, 900, ParquetJavaWritesForUsTest::withLengthsFirst);
        }
        assertThat(seen).contains(Encoding.DELTA_LENGTH_BYTE_ARRAY);
    }

    @Test
    void dictionariesThatOverflowAreRead() throws Exception {
        for (long seed : RandomRows.seeds(10).toArray()) {
            for (WriterVersion version : WriterVersion.values()) {
                RandomRows random = RandomRows.seeded(seed);
                check(
                        random,
                        random.schema(5, 2),
                        Flavor.MODERN,
                        1200,
                        builder -> builder.withWriterVersion(version)
                                .withDictionaryPageSize(200)
                                .withPageRowCountLimit(90));
            }
        }
    }

    @Test
    void randomSchemasAreRead() throws Exception {
        for (long seed : RandomRows.seeds(40).toArray()) {
            RandomRows random = RandomRows.seeded(seed);
            check(
                    random,
                    random.schema(4, 3),
                    Flavor.MODERN,
                    600,
                    builder -> builder.withWriterVersion(
                            seed % 2 == 0 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0));
        }
    }

    @Test
    void timesAsInt96AndDecimalsAsBytesAreRead() throws Exception {
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean dictionary : List.of(true, false)) {
                check(
                        RandomRows.seeded(5),
                        RandomRows.everyType(),
                        Flavor.INT96_AND_BYTES,
                        900,
                        builder -> builder.withWriterVersion(version).withDictionaryEncoding(dictionary));
            }
        }
    }

    @Test
    void decimalsInFixedBytesAreRead() throws Exception {
        StructType decimals = StructType.EMPTY
                .add("a", new DecimalType(1, 0))
                .add("b", new DecimalType(9, 2))
                .add("c", new DecimalType(18, 18))
                .add("d", new DecimalType(38, 3));
        for (WriterVersion version : WriterVersion.values()) {
            for (boolean dictionary : List.of(true, false)) {
                check(
                        RandomRows.seeded(6),
                        decimals,
                        Flavor.MILLIS_AND_FIXED,
                        900,
                        builder -> builder.withWriterVersion(version).withDictionaryEncoding(dictionary));
            }
        }
    }

    private interface Setting {
        ExampleParquetWriter.Builder apply(ExampleParquetWriter.Builder builder);
    }

    private void check(RandomRows random, StructType schema, Flavor flavor, int rows, Setting setting)
            throws Exception {
        Path file = directory.resolve("f.parquet");
        Files.deleteIfExists(file);
        MessageType type = ParquetJava.messageType(schema, flavor);
        ColumnBatch written = random.batch(schema, rows);
        ExampleParquetWriter.Builder builder = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(type)
                .withPageSize(3_000)
                .withPageRowCountLimit(250)
                .withRowGroupSize(60_000L)
                .withMinRowCountForPageSizeCheck(20)
                .withMaxRowCountForPageSizeCheck(100);
        try (ParquetWriter<Group> writer = setting.apply(builder).build()) {
            ParquetJava.write(writer, type, written);
        }
        noteEncodings(file);
        assertThat(read(schema, 8192)).as("%s", schema).isEqualTo(WeirRows.lines(written));
        assertThat(read(schema, 77)).as("small batches of %s", schema).isEqualTo(WeirRows.lines(written));
        if (schema.size() > 2) {
            StructType some = new StructType(List.of(
                    schema.field(schema.size() - 1), new StructField("missing", PrimitiveType.DATE), schema.field(1)));
            ColumnBatch expected = written.select(List.of(
                    schema.field(schema.size() - 1).name(), schema.field(1).name()));
            assertThat(read(some, 1000)).hasSize(rows).first().asString().contains("\"missing\":null");
            assertThat(read(
                            some.select(
                                    List.of(some.field(0).name(), some.field(2).name())),
                            1000))
                    .as("two columns of %s", schema)
                    .isEqualTo(WeirRows.lines(expected));
        }
    }

    private List<String> read(StructType schema, int batchRows) {
        List<String> lines = new ArrayList<>();
        LocalStore store = LocalStore.at(directory);
        try (ObjectReader object = store.open("f.parquet", -1);
                BatchReader reader =
                        ParquetFile.open(object).read(ReadRequest.of(schema).batchRows(batchRows))) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                lines.addAll(WeirRows.lines(batch));
            }
        }
        return lines;
    }

    private void noteEncodings(Path file) throws Exception {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            for (BlockMetaData block : reader.getRowGroups()) {
                for (ColumnChunkMetaData chunk : block.getColumns()) {
                    seen.addAll(chunk.getEncodings());
                }
            }
        }
    }

    /** parquet-java has this encoding and no option that chooses it. */
    private static ExampleParquetWriter.Builder withLengthsFirst(ExampleParquetWriter.Builder builder) {
        try {
            Field field = ParquetWriter.Builder.class.getDeclaredField("encodingPropsBuilder");
            field.setAccessible(true);
            ((ParquetProperties.Builder) field.get(builder)).withValuesWriterFactory(new LengthsFirst());
            return builder;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("parquet-java has changed", e);
        }
    }

    private static final class LengthsFirst implements ValuesWriterFactory {
        private final DefaultV1ValuesWriterFactory others = new DefaultV1ValuesWriterFactory();
        private @Nullable ParquetProperties properties;

        @Override
        public void initialize(ParquetProperties newProperties) {
            properties = newProperties;
            others.initialize(newProperties);
        }

        @Override
        public ValuesWriter newValuesWriter(ColumnDescriptor column) {
            ParquetProperties given = Objects.requireNonNull(properties);
            return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                    ? new DeltaLengthByteArrayValuesWriter(
                            given.getInitialSlabSize(), given.getPageSizeThreshold(), given.getAllocator())
                    : others.newValuesWriter(column);
        }
    }
}
