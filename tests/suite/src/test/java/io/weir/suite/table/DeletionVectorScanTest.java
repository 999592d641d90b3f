package io.weir.suite.table;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.Row;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deletion vectors name does not come out, whichever way a scan goes through the files. */
class DeletionVectorScanTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("text", PrimitiveType.STRING)
            .add("part", PrimitiveType.INTEGER);
    private static final int FILE_ROWS = 4000;

    private final ObjectStore store = MemoryStore.create();

    /** Files of several row groups and pages with statistics of their number of rows, in two partitions. */
    private Table table(TableEnvironment environment, int files) {
        Table table = Table.create(store, environment)
                .schema(SCHEMA)
                .partitionBy("part")
                .commit();
        List<Action> adds = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            String name = "f" + file + ".parquet";
            long first = (long) file * FILE_ROWS;
            adds.add(AddFile.builder(name)
                    .sizeBytes(write(name, first))
                    .partitionValues(Map.of("part", String.valueOf(file % 2)))
                    .stats("{\"numRecords\":" + FILE_ROWS + ",\"minValues\":{\"id\":" + first
                            + "},\"maxValues\":{\"id\":" + (first + FILE_ROWS - 1)
                            + "},\"nullCount\":{\"id\":0},\"tightBounds\":false}")
                    .build());
        }
        store.putIfAbsent(LogNames.commit(1), ActionCodec.write(adds));
        return table;
    }

    private long write(String name, long first) {
        ParquetWriteOptions layout = ParquetWriteOptions.DEFAULT
                .withCodec(Codec.UNCOMPRESSED)
                .withDictionaryBytes(0)
                .withPages(64_000, 100)
                .withRowGroupBytes(20_000);
        BatchBuilder rows = new BatchBuilder(SCHEMA.select(List.of("id", "text")));
        try (ParquetFileWriter writer = ParquetFileWriter.create(store.create(name), rows.schema(), layout)) {
            for (long i = first; i < first + FILE_ROWS; i++) {
                rows.add(i, "row " + i);
                if (rows.rowCount() == 500) {
                    writer.write(rows.build());
                }
            }
            return writer.finish().sizeBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void everyWayOfReadingSeesTheSameRows(int seed) {
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Table table = table(TableEnvironment.standard().withExecutor(threads, 1 + seed % 3), 5);
            TreeSet<Long> left =
                    new TreeSet<>(LongStream.range(0, 5L * FILE_ROWS).boxed().toList());
            List<DeletionVector> vectors = new ArrayList<>();
            for (int file = 0; file < 5; file++) {
                long[] rows = deleted(random);
                vectors.add(DeletionVector.of(rows));
                for (long row : rows) {
                    left.remove(file * (long) FILE_ROWS + row);
                }
            }
            if (seed % 2 == 0) {
                Deletions.commitInOneFile(store, table, vectors);
            } else {
                Deletions.commitInline(store, table, vectors);
            }

            assertThat(ids(table, null)).isEqualTo(List.copyOf(left));
            assertThat(table.count()).isEqualTo(left.size());
            assertThat(table.scan().where("part = 1").count())
                    .isEqualTo(
                            left.stream().filter(id -> id / FILE_ROWS % 2 == 1).count());
            for (int i = 0; i < 20; i++) {
                long from = random.nextInt(5 * FILE_ROWS);
                long to = from + 1 + random.nextInt(i % 2 == 0 ? 10 : 5000);
                List<Long> expected = List.copyOf(left.subSet(from, to));
                String condition = "id >= " + from + " AND id < " + to;
                assertThat(ids(table, condition)).as(condition).isEqualTo(expected);
                assertThat(table.scan().where(condition).count()).isEqualTo(expected.size());
                assertThat(table.scan()
                                .where("text = 'row " + from + "'")
                                .select("text")
                                .rows()
                                .toList())
                        .hasSize(left.contains(from) ? 1 : 0);
            }
            for (long limit : new long[] {1, 100, FILE_ROWS, 3L * FILE_ROWS, left.size(), 1_000_000}) {
                assertThat(table.scan().limit(limit).rows().toList()).hasSize((int) Math.min(limit, left.size()));
            }
        } finally {
            threads.shutdown();
        }
    }

    private static List<Long> ids(Table table, @org.jspecify.annotations.Nullable String condition) {
        return (condition == null ? table.scan() : table.scan().where(condition))
                .rows().stream().map((Row row) -> row.longValue("id")).toList();
    }

    /** Nothing, single rows, stretches over pages and row groups, all. */
    private static long[] deleted(Random random) {
        TreeSet<Long> rows = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int start = random.nextInt(FILE_ROWS);
            LongStream.range(start, Math.min(FILE_ROWS, start + 1 + random.nextInt(3000)))
                    .forEach(rows::add);
        }
        for (int i = random.nextInt(300); i > 0; i--) {
            rows.add((long) random.nextInt(FILE_ROWS));
        }
        return rows.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void vectorsOfManyFilesInOneFileAreOneRequestAndFilesWithoutOneAreNoMore() {
        CountingStore counted = new CountingStore(store);
        Table table = Tables.create(counted);
        for (int i = 0; i < 6; i++) {
            table.append(Tables.rows(10 * i, 10 * i + 10));
        }
        DeletionVector some = DeletionVector.of(0, 3);
        Deletions.commitInOneFile(store, table, List.of(some, some, DeletionVector.EMPTY, some, some));
        table.latest();
        counted.drain();

        assertThat(Tables.ids(table)).hasSize(60 - 8);

        List<String> requests = counted.drain();
        assertThat(requests)
                .filteredOn(request -> request.contains("deletion_vector_"))
                .hasSize(1);
        assertThat(requests).filteredOn(request -> request.contains(".parquet")).hasSize(12);
        assertThat(requests).hasSize(14); // and a listing
    }

    @Test
    void countingReadsNoVector() {
        CountingStore counted = new CountingStore(store);
        Table table = Tables.create(counted);
        table.append(Tables.rows(0, 10));
        Deletions.commitInOneFile(store, table, List.of(DeletionVector.of(2, 4)));
        table.latest();
        counted.drain();

        assertThat(table.known().count()).isEqualTo(8);

        assertThat(counted.drain()).isEmpty();
    }

    @Test
    void aFileAllOfWhoseRowsAreDeletedIsOpenedAndNoMore() {
        CountingStore counted = new CountingStore(store);
        Table table = Tables.create(counted);
        table.append(Tables.rows(0, 10));
        Deletions.commitInline(
                store, table, List.of(DeletionVector.of(LongStream.range(0, 10).toArray())));
        table.latest();
        counted.drain();

        assertThat(table.known().scan().rows().toList()).isEmpty();

        assertThat(counted.drain()).singleElement().asString().startsWith("RANGE part-");
    }

    @Test
    void aVectorWhoseFileIsGoneFailsByItsName() {
        Table table = Tables.create(store);
        table.append(Tables.rows(0, 10));
        Deletions.commitInOneFile(store, table, List.of(DeletionVector.of(1)));
        store.delete(new DeletionVectorFile("ab", new UUID(1, 1)).name());

        assertThatThrownBy(() -> Tables.ids(table))
                .isInstanceOfSatisfying(
                        CorruptTableException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("file", new DeletionVectorFile("ab", new UUID(1, 1)).name())
                                .containsEntry("version", "2")
                                .containsKey("dataFile"));
    }

    @Test
    void everyChangedByteOfAVectorsFileIsNoticed() {
        Table table = Tables.create(store);
        table.append(Tables.rows(0, 10));
        table.append(Tables.rows(10, 20));
        Deletions.commitInOneFile(store, table, List.of(DeletionVector.of(1, 2, 7), DeletionVector.of(5)));
        String name = new DeletionVectorFile("ab", new UUID(1, 2)).name();
        byte[] whole = store.read(name);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1 << at % 8;
            store.put(name, changed);
            assertThatThrownBy(() -> Tables.ids(table)).as("byte " + at).isInstanceOf(CorruptTableException.class);
            store.put(name, java.util.Arrays.copyOf(whole, at));
            assertThatThrownBy(() -> Tables.ids(table)).as("cut to " + at).isInstanceOf(CorruptTableException.class);
        }
        store.put(name, whole);
        assertThat(Tables.ids(table)).hasSize(16);
    }

    @Test
    void whatTheLogSaysOfAVectorIsHeldAgainstIt() {
        DeletionVector rows = DeletionVector.of(1, 2, 7);
        DeletionVectorDescriptor right = DeletionVectorFile.inline(rows);
        for (DeletionVectorDescriptor wrong : List.of(
                with(right, "i", right.pathOrInlineDv(), right.sizeInBytes(), 2),
                with(right, "i", right.pathOrInlineDv(), right.sizeInBytes() - 4, 3),
                with(right, "i", right.pathOrInlineDv(), right.sizeInBytes() + 9, 3),
                with(right, "i", "", 0, 3),
                with(right, "i", "no z85", 30, 3),
                with(right, "u", "short", 30, 3),
                with(right, "u", "\"".repeat(20), 30, 3),
                with(right, "p", "/no/such/file", Integer.MAX_VALUE, 3),
                with(right, "x", "what", 30, 3))) {
            ObjectStore own = MemoryStore.create();
            Table table = Tables.create(own);
            table.append(Tables.rows(0, 10));
            Deletions.commit(own, table, List.of(rows), (add, vector) -> wrong);

            assertThatThrownBy(() -> Tables.ids(table)).as("" + wrong).isInstanceOf(CorruptTableException.class);
        }
    }

    private static DeletionVectorDescriptor with(
            DeletionVectorDescriptor right, String storageType, String place, int size, long cardinality) {
        return new DeletionVectorDescriptor(storageType, place, right.offset(), size, cardinality, Map.of());
    }

    @Test
    void aVectorInAFileOfItsOwnIsFoundWithoutAnOffset() {
        Table table = Tables.create(store);
        table.append(Tables.rows(0, 10));
        DeletionVectorFile file = new DeletionVectorFile("", new UUID(7, 7));
        DeletionVectorDescriptor there = file.add(DeletionVector.of(0, 9));
        store.put(file.name(), file.toBytes());
        DeletionVectorDescriptor unsaid = new DeletionVectorDescriptor(
                "p", store.root() + "/" + file.name(), null, there.sizeInBytes(), there.cardinality(), Map.of());
        Deletions.commit(store, table, List.of(DeletionVector.of(0)), (add, rows) -> unsaid);

        assertThat(Tables.ids(table)).hasSize(8).doesNotContain(0L, 9L);
        assertThat(table.scan().where(col("id").gt(7)).count()).isEqualTo(1);
    }
}
