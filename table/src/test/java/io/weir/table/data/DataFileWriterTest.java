package io.weir.table.data;

import static io.weir.format.type.PrimitiveType.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Values;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.state.TableShape;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataFileWriterTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("day", PrimitiveType.DATE)
            .add("id", PrimitiveType.LONG)
            .add("place", PrimitiveType.STRING);

    private final ObjectStore store = MemoryStore.create();

    private DataFileWriter writer(StructType schema, WriteOptions options, String... partitionColumns) {
        Metadata metadata = Metadata.builder("id")
                .schema(schema)
                .partitionColumns(List.of(partitionColumns))
                .build();
        return DataFileWriter.create(
                store, TableShape.of(Protocol.LEGACY_DEFAULT, metadata), options, TableEnvironment.standard());
    }

    private static ColumnBatch rows(int count) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (int i = 0; i < count; i++) {
            builder.add(LocalDate.of(2001, 1, 1 + i % 3), (long) i, i % 2 == 0 ? "a/b c" : null);
        }
        return builder.build();
    }

    private List<String> names() {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            return all.map(ObjectInfo::name).sorted().toList();
        }
    }

    @Test
    void everyPartitionHasItsDirectoryAndItsValues() {
        try (DataFileWriter writer = writer(SCHEMA, WriteOptions.DEFAULT, "day", "place")) {
            writer.write(rows(12));
            List<WrittenFile> files = writer.finish();

            assertThat(files)
                    .hasSize(6)
                    .allSatisfy(file -> assertThat(file.rows()).isEqualTo(2));
            assertThat(files.get(0).name()).startsWith("day=2001-01-01/place=a%2Fb c/part-00000-");
            assertThat(files.get(0).action().path()).startsWith("day=2001-01-01/place=a%252Fb%20c/part-00000-");
            assertThat(files.get(1).name()).startsWith("day=2001-01-02/place=__HIVE_DEFAULT_PARTITION__/");
            assertThat(files.get(0).action().partitionValues())
                    .isEqualTo(Map.of("day", "2001-01-01", "place", "a/b c"));
            assertThat(files.get(1).action().partitionValues()).containsEntry("place", null);
            assertThat(files.get(0).action().stats())
                    .contains("\"numRecords\":2")
                    .doesNotContain("place");
            assertThat(names()).hasSize(6);
        }
    }

    @Test
    void aFileEndsWhenItIsLargeEnough() {
        try (DataFileWriter writer = writer(SCHEMA, WriteOptions.DEFAULT.withTargetFileBytes(1))) {
            writer.write(rows(10));
            writer.write(rows(10));

            assertThat(writer.finish()).extracting(WrittenFile::rows).containsExactly(10L, 10L);
        }
    }

    @Test
    void moreOpenPartitionsThanAllowedCloseTheOneUnusedLongest() {
        try (DataFileWriter writer = writer(SCHEMA, WriteOptions.DEFAULT.withMaxOpenFiles(2), "day")) {
            writer.write(rows(3));
            writer.write(rows(3));

            assertThat(writer.finish().stream().mapToLong(WrittenFile::rows).sum())
                    .isEqualTo(6);
            assertThat(names()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void anAbandonedWriterLeavesNothingBehind() {
        try (DataFileWriter writer = writer(SCHEMA, WriteOptions.DEFAULT.withMaxOpenFiles(1), "day")) {
            writer.write(rows(9));
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void aBatchThatDoesNotFitLeavesTheRowsBeforeItAlone() {
        StructType strict = StructType.EMPTY
                .add("day", PrimitiveType.DATE)
                .add("id", PrimitiveType.LONG)
                .add("place", PrimitiveType.STRING, false);
        ColumnBatch good = new BatchBuilder(SCHEMA).add(null, 1L, "x").build();
        try (DataFileWriter writer = writer(strict, WriteOptions.DEFAULT, "place")) {
            writer.write(good);
            assertThatThrownBy(() -> writer.write(rows(2)))
                    .isInstanceOfSatisfying(
                            ConstraintViolationException.class,
                            e -> assertThat(e.facts()).containsEntry("row", "2"));
            ColumnBatch empty = new BatchBuilder(SCHEMA)
                    .add(null, 1L, "x")
                    .add(null, 2L, "")
                    .build();
            assertThatThrownBy(() -> writer.write(empty))
                    .isInstanceOfSatisfying(
                            ConstraintViolationException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("column", "place")
                                    .containsEntry("row", "2"));

            assertThat(writer.finish()).extracting(WrittenFile::rows).containsExactly(1L);
        }
    }

    @Test
    void compressionFollowsTheOptionThenThePropertyThenSnappy() {
        Metadata metadata = Metadata.builder("id")
                .schema(SCHEMA)
                .configuration(Map.of("delta.parquet.compression.codec", "ZSTD"))
                .build();

        assertThat(nameOfFile(metadata, WriteOptions.DEFAULT)).endsWith("-c000.zstd.parquet");
        assertThat(nameOfFile(metadata, WriteOptions.DEFAULT.withCompression("gzip")))
                .endsWith("-c000.gz.parquet");
        assertThat(nameOfFile(Metadata.builder("id").schema(SCHEMA).build(), WriteOptions.DEFAULT))
                .endsWith("-c000.snappy.parquet");
    }

    private String nameOfFile(Metadata metadata, WriteOptions options) {
        try (DataFileWriter writer = DataFileWriter.create(
                store, TableShape.of(Protocol.LEGACY_DEFAULT, metadata), options, TableEnvironment.standard())) {
            writer.write(rows(1));
            return writer.finish().get(0).name();
        }
    }

    @Test
    void filesOfMappedTablesAreInRandomDirectoriesAndSpeakOfColumnsByPhysicalName() {
        StructType schema = StructType.of(mapped("day", "col-1", PrimitiveType.DATE), mapped("id", "col-2", LONG));
        Metadata metadata = Metadata.builder("id")
                .schema(schema)
                .partitionColumns(List.of("day"))
                .configuration(Map.of("delta.columnMapping.mode", "name", "delta.randomPrefixLength", "3"))
                .build();
        BatchBuilder rows = new BatchBuilder(schema);
        rows.add(LocalDate.of(2001, 1, 1), 7L);
        try (DataFileWriter writer = DataFileWriter.create(
                store,
                TableShape.of(new Protocol(2, 5), metadata),
                WriteOptions.DEFAULT,
                TableEnvironment.standard())) {
            writer.write(rows.build());
            WrittenFile file = writer.finish().get(0);

            assertThat(file.name()).matches("[0-9a-f]{3}/part-00000-.*");
            assertThat(file.action().partitionValues()).containsExactly(Map.entry("col-1", "2001-01-01"));
            assertThat(file.action().stats()).contains("{\"col-2\":7}").doesNotContain("\"id\"");
        }
    }

    private static StructField mapped(String name, String physical, PrimitiveType type) {
        return new StructField(
                name,
                type,
                true,
                FieldProperties.withText(FieldMetadata.EMPTY, FieldProperties.PHYSICAL_NAME, physical));
    }

    @Test
    void rowsThatWereInTheTableKeepTheirIdsInColumnsOfTheirOwn() {
        try (DataFileWriter writer = tracking("true")) {
            assertThat(writer.keepsRowIds()).isTrue();
            writer.write(rows(3), longs(10L, 11L, null), longs(4L, null, null));
            writer.write(rows(1));
            WrittenFile file = writer.finish().get(0);

            StructType stored = SCHEMA.add("_row-id", LONG).add("_row-version", LONG);
            List<String> ids = new ArrayList<>();
            try (ObjectReader bytes = store.open(file.name(), file.sizeBytes());
                    BatchReader batches = ParquetFile.open(bytes)
                            .read(ReadRequest.of(stored.select(List.of("id", "_row-id", "_row-version"))))) {
                for (ColumnBatch batch = batches.next(); batch != null; batch = batches.next()) {
                    for (int i = 0; i < batch.rowCount(); i++) {
                        ids.add(Values.valueAt(batch.column(0), i) + " " + Values.valueAt(batch.column(1), i) + " "
                                + Values.valueAt(batch.column(2), i));
                    }
                }
            }
            assertThat(ids).containsExactly("0 10 4", "1 11 null", "2 null null", "0 null null");
            assertThat(file.action().stats()).doesNotContain("_row");
        }
    }

    @Test
    void aTableThatDoesNotTrackRowsHasNoColumnsForTheirIds() {
        try (DataFileWriter writer = tracking("false")) {
            assertThat(writer.keepsRowIds()).isFalse();
            assertThatThrownBy(() -> writer.write(rows(1), longs(1L), longs(1L)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private DataFileWriter tracking(String enabled) {
        Metadata metadata = Metadata.builder("id")
                .schema(SCHEMA)
                .configuration(Map.of(
                        "delta.enableRowTracking",
                        enabled,
                        "delta.rowTracking.materializedRowIdColumnName",
                        "_row-id",
                        "delta.rowTracking.materializedRowCommitVersionColumnName",
                        "_row-version"))
                .build();
        Protocol protocol = new Protocol(1, 7, Set.of(), Set.of("rowTracking", "domainMetadata"), Map.of());
        return DataFileWriter.createForRewrites(
                store, TableShape.of(protocol, metadata), WriteOptions.DEFAULT, TableEnvironment.standard());
    }

    private static ColumnVector longs(@Nullable Long... values) {
        ColumnBuilder builder = ColumnBuilder.of(LONG);
        for (Long value : values) {
            if (value == null) {
                builder.appendNull();
            } else {
                builder.appendLong(value);
            }
        }
        return builder.build();
    }
}
