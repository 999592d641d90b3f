package io.weir.table.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.PrimitiveType;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("p", PrimitiveType.STRING, false).add("id", PrimitiveType.LONG);
    private static final WriteOptions LITTLE_MEMORY = WriteOptions.DEFAULT.withGatheredBytes(10_000);

    private final ObjectStore store = MemoryStore.create();

    private DataFileWriter writer(boolean optimized, WriteOptions options) {
        Metadata metadata = Metadata.builder("id")
                .schema(SCHEMA)
                .partitionColumns(List.of("p"))
                .configuration(Map.of("delta.autoOptimize.optimizeWrite", Boolean.toString(optimized)))
                .build();
        return DataFileWriter.create(
                store, TableShape.of(Protocol.LEGACY_DEFAULT, metadata), options, TableEnvironment.standard());
    }

    private static ColumnBatch rows(int from, int to, int partitions) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (int i = from; i < to; i++) {
            builder.add("p" + i % partitions, (long) i);
        }
        return builder.build();
    }

    private List<String> names() {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            return all.map(ObjectInfo::name).toList();
        }
    }

    private long spilled() {
        return names().stream().filter(name -> name.startsWith("spill-")).count();
    }

    private List<Long> ids(WrittenFile file) {
        List<Long> ids = new ArrayList<>();
        try (ObjectReader object = store.open(file.name(), file.sizeBytes());
                BatchReader batches = ParquetFile.open(object).read(ReadRequest.of(SCHEMA.select(List.of("id"))))) {
            for (ColumnBatch batch = batches.next(); batch != null; batch = batches.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    ids.add(batch.row(row).longValue("id"));
                }
            }
        }
        return ids;
    }

    private List<Long> sortedIds(List<WrittenFile> files) {
        return files.stream().flatMap(file -> ids(file).stream()).sorted().toList();
    }

    private static List<Long> range(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    private List<WrittenFile> fourWriters(boolean optimized, WriteOptions options, int rows) {
        List<UnfinishedFiles> parts = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
            try (DataFileWriter writer = writer(optimized, options).sharedBy(4)) {
                for (int from = task * 100; from < rows; from += 400) {
                    writer.write(rows(from, from + 100, 50));
                }
                parts.add(writer.handOver());
            }
        }
        return UnfinishedFiles.finish(parts);
    }

    @Test
    void fourWritersMakeOneFileAPartitionIfTheTableAsksForThat() {
        List<WrittenFile> files = fourWriters(true, WriteOptions.DEFAULT, 2000);

        assertThat(files).hasSize(50);
        assertThat(sortedIds(files)).isEqualTo(range(2000));
        assertThat(names()).hasSize(50);
    }

    @Test
    void fourWritersMakeAFileEachOfEveryPartitionIfItDoesNot() {
        List<WrittenFile> files = fourWriters(false, WriteOptions.DEFAULT, 2000);

        assertThat(files).hasSize(200);
        assertThat(sortedIds(files)).isEqualTo(range(2000));
    }

    @Test
    void rowsThatDoNotFitIntoMemoryWaitInFilesThatAreGoneAfterwards() {
        List<WrittenFile> files = fourWriters(true, LITTLE_MEMORY, 20_000);

        assertThat(files).hasSize(50);
        assertThat(sortedIds(files)).isEqualTo(range(20_000));
        assertThat(names()).hasSize(50);
    }

    @Test
    void aPartitionWithMoreThanAFileHoldsGetsAsFewAsItsLengthAllows() {
        long target = 20_000;
        List<WrittenFile> files = fourWriters(true, LITTLE_MEMORY.withTargetFileBytes(target), 400_000);

        assertThat(sortedIds(files)).isEqualTo(range(400_000));
        assertThat(files).hasSizeBetween(51, 200);
        assertThat(files).allSatisfy(file -> assertThat(file.sizeBytes()).isLessThan(2 * target));
        assertThat(spilled()).isZero();
    }

    @Test
    void noMoreIsInMemoryThanMayBeHoweverManyPartitionsThereAre() {
        try (DataFileWriter writer = writer(true, LITTLE_MEMORY.withMaxOpenFiles(3))) {
            long before = 0;
            for (int i = 0; i < 100; i++) {
                writer.write(rows(i * 100, i * 100 + 100, 300));
                long now = spilled();
                assertThat(now - before).isLessThanOrEqualTo(1);
                before = now;
            }
            assertThat(before)
                    .as("100 rows are some 2,000 bytes, and 10,000 may wait")
                    .isGreaterThan(15);

            List<WrittenFile> files = writer.finish();
            assertThat(files).hasSize(300);
            assertThat(files)
                    .allSatisfy(file -> assertThat(ids(file)).as(file.name()).isSorted());
            assertThat(sortedIds(files)).isEqualTo(range(10_000));
            assertThat(spilled()).isZero();
        }
    }

    @Test
    void withoutThePropertyPartitionsThatAreNotOpenAreBegunAnew() {
        try (DataFileWriter writer = writer(false, WriteOptions.DEFAULT.withMaxOpenFiles(3))) {
            for (int i = 0; i < 10; i++) {
                writer.write(rows(i * 100, i * 100 + 100, 20));
            }
            assertThat(writer.finish()).hasSize(200);
        }
    }

    @Test
    void aWriterThatIsGivenUpLeavesNothing() {
        try (DataFileWriter writer = writer(true, LITTLE_MEMORY.withMaxOpenFiles(3))) {
            for (int i = 0; i < 20; i++) {
                writer.write(rows(i * 100, i * 100 + 100, 20));
            }
            assertThat(spilled()).isPositive();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsHandedOverAndGivenUpLeavesNothing() {
        try (DataFileWriter writer = writer(true, LITTLE_MEMORY.withMaxOpenFiles(3))) {
            for (int i = 0; i < 20; i++) {
                writer.write(rows(i * 100, i * 100 + 100, 20));
            }
            writer.handOver().abort();
            assertThat(names()).isEmpty();

            writer.write(rows(0, 100, 20));
            assertThat(sortedIds(writer.finish())).isEqualTo(range(100));
        }
    }

    @Test
    void anEmptyStringIsRefusedWhenItComes() {
        try (DataFileWriter writer = writer(true, WriteOptions.DEFAULT)) {
            writer.write(rows(0, 10, 2));
            ColumnBatch bad = new BatchBuilder(SCHEMA).add("a", 1L).add("", 2L).build();

            assertThatThrownBy(() -> writer.write(bad))
                    .isInstanceOfSatisfying(
                            ConstraintViolationException.class,
                            e -> assertThat(e.facts().get("row")).isEqualTo("11"));
            assertThat(sortedIds(writer.finish())).isEqualTo(range(10));
        }
    }

    @Test
    void filesEndAtTheTargetHoweverLongABatchIs() {
        try (DataFileWriter writer = writer(false, WriteOptions.DEFAULT.withTargetFileBytes(50_000))) {
            writer.write(rows(0, 100_000, 1));

            List<WrittenFile> files = writer.finish();
            assertThat(files).hasSizeGreaterThan(3);
            assertThat(files.stream().skip(1))
                    .allSatisfy(file -> assertThat(file.sizeBytes()).isLessThan(80_000));
        }
    }
}
