package io.weir.table.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizedChangesTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("p", PrimitiveType.INTEGER)
            .add("id", PrimitiveType.LONG)
            .add("n", PrimitiveType.LONG);
    private static final int THREADS = 4;
    private static final int PARTITIONS = 6;
    private static final int ROWS = 20_000;

    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    /** Each partition has several files. */
    private Table table(Map<String, String> properties) {
        TableEnvironment environment = TableEnvironment.standard().withExecutor(executor, THREADS);
        Table table = Table.create(MemoryStore.create(), environment)
                .schema(SCHEMA)
                .partitionBy("p")
                .properties(properties)
                .property("delta.autoOptimize.optimizeWrite", "true")
                .commit();
        int appends = 5;
        for (int i = 0; i < appends; i++) {
            table.append(rows(i * ROWS / appends, (i + 1) * ROWS / appends));
        }
        assertThat(table.latest().fileCount()).isEqualTo(appends * PARTITIONS);
        return table;
    }

    private static ColumnBatch rows(int from, int to) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int i = from; i < to; i++) {
            rows.add(i % PARTITIONS, (long) i, (long) -i);
        }
        return rows.build();
    }

    private static List<Long> ids(Table table) {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsThatManyThreadsChangeComeIntoOneFileAPartition(boolean vectors) {
        Map<String, String> properties =
                Map.of("delta.enableDeletionVectors", Boolean.toString(vectors), "delta.enableRowTracking", "true");
        try (Table table = table(properties)) {
            DmlResult result =
                    table.update().set("n", "n + 1").where("id % 2 = 0").commit();

            assertThat(result.metric("numAddedFiles")).isEqualTo(PARTITIONS / 2);
            assertThat(ids(table)).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
        }
    }

    @Test
    void aMergeAndItsChangesComeIntoOneFileAPartition() {
        try (Table table = table(Map.of("delta.enableChangeDataFeed", "true"))) {
            DmlResult result = table.merge(rows(ROWS / 2, ROWS * 3 / 2))
                    .on("t.id = s.id")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .commit();

            assertThat(result.metric("numTargetFilesAdded")).isEqualTo(PARTITIONS);
            assertThat(result.metric("numTargetChangeFilesAdded")).isEqualTo(PARTITIONS);
            assertThat(ids(table))
                    .isEqualTo(LongStream.range(0, ROWS * 3 / 2).boxed().toList());
        }
    }

    @Test
    void aDeleteThatCopiesRowsMakesOneFileAPartition() {
        try (Table table = table(Map.of("delta.enableDeletionVectors", "false"))) {
            DmlResult result = table.delete("id % 10 = 0");

            assertThat(result.metric("numAddedFiles")).isEqualTo(PARTITIONS / 2);
            assertThat(ids(table)).hasSize(ROWS - ROWS / 10);
        }
    }
}
