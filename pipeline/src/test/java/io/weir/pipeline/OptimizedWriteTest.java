package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.Row;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OptimizedWriteTest {
    private static final int TASKS = 4;
    private static final int PARTITIONS = 50;
    private static final int ROWS = 2000;

    @TempDir
    Path directory;

    private List<Progress> run(boolean optimized, Trigger trigger) {
        List<Progress> epochs = new CopyOnWriteArrayList<>();
        RunningQuery query = Query.from(new Numbers(TASKS, ROWS / TASKS))
                .select("part", "n", "n % " + PARTITIONS + " AS p")
                .to(directory.resolve("t"))
                .create(table -> table.partitionBy("p")
                        .property("delta.autoOptimize.optimizeWrite", Boolean.toString(optimized)))
                .listener(new QueryListener() {
                    @Override
                    public void committed(Progress progress) {
                        epochs.add(progress);
                    }
                })
                .trigger(trigger)
                .start();
        while (query.isActive()
                && query.lastProgress()
                        .map(progress -> progress.total().rowsOut() < ROWS)
                        .orElse(true)) {
            query.await(Duration.ofMillis(5));
        }
        query.stop();
        requireAllRowsInOrder();
        return epochs;
    }

    private void requireAllRowsInOrder() {
        try (Table table = Table.open(directory.resolve("t"))) {
            List<Row> rows = table.scan().rows().toList();
            assertThat(rows).hasSize(ROWS);
            assertThat(rows.stream().map(row -> row.intValue("part") * ROWS + row.longValue("n")))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, TASKS)
                            .boxed()
                            .flatMap(part -> IntStream.range(0, ROWS / TASKS).mapToObj(n -> (long) part * ROWS + n))
                            .toList());
        }
    }

    private static long files(List<Progress> epochs) {
        return epochs.stream().mapToLong(epoch -> epoch.out().files()).sum();
    }

    @Test
    void fourContinuousTasksMakeOneFileAPartitionInAnEpoch() {
        List<Progress> epochs = run(true, Trigger.continuous(Duration.ofMillis(500)));

        assertThat(epochs).allSatisfy(epoch -> assertThat(epoch.out().files()).isBetween(1L, (long) PARTITIONS));
        assertThat(epochs.get(0).out().rows()).isGreaterThan(PARTITIONS);
    }

    @Test
    void withoutThePropertyEachTaskHasItsFiles() {
        List<Progress> epochs = run(false, Trigger.continuous(Duration.ofMillis(500)));

        assertThat(files(epochs)).isGreaterThanOrEqualTo((long) TASKS * PARTITIONS);
    }

    @Test
    void aMicroBatchMakesOneFileAPartition() {
        List<Progress> epochs = run(true, Trigger.once());

        assertThat(epochs).hasSize(1);
        assertThat(files(epochs)).isEqualTo(PARTITIONS);
    }
}
