package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.sink.OutputMode;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries whose rows replace those that a table has. */
@Timeout(60)
class OutputModeQueryTest {
    @TempDir
    Path directory;

    /** The newest number of each remainder, and beside it, in a table of its own, all numbers. */
    private Query newest(Numbers source) {
        return Query.from(source)
                .select("n % 10 AS k", "n")
                .to(directory.resolve("newest"))
                .create()
                .outputMode(OutputMode.update("k"))
                .also(Branch.into(directory.resolve("all").toString()).create())
                .also(Branch.into(directory.resolve("again").toString())
                        .filter("k < 5")
                        .outputMode(OutputMode.update("k"))
                        .create())
                .maxRowsPerEpoch(35);
    }

    private Map<Long, List<Long>> byKey(String table) {
        Map<Long, List<Long>> rows = new TreeMap<>();
        try (Table open = Table.open(directory.resolve(table))) {
            open.scan()
                    .rows()
                    .forEach(row -> rows.computeIfAbsent(row.longValue("k"), k -> new ArrayList<>())
                            .add(row.longValue("n")));
        }
        return rows;
    }

    private void assertNewest(long end) {
        for (String table : List.of("newest", "again")) {
            byKey(table).forEach((k, n) -> assertThat(n).as(table).containsExactly(end - 10 + k));
        }
        assertThat(byKey("newest")).hasSize(10);
        assertThat(byKey("again")).hasSize(5);
        assertThat(byKey("all").values().stream().mapToInt(List::size).sum()).isEqualTo((int) end);
    }

    @ParameterizedTest
    @EnumSource(names = "QUARANTINED", mode = EnumSource.Mode.EXCLUDE)
    void aTableThatIsUpdatedHasTheNewestRowOfEachKeyWhereverARunDied(Step step) {
        for (int i = 1; i <= 3; i++) {
            AtomicInteger left = new AtomicInteger(i);
            Query dying = newest(new Numbers(1, 120L * i)).hook(reached -> {
                if (reached == step && left.decrementAndGet() == 0) {
                    throw new IllegalStateException("died");
                }
            });
            assertThatThrownBy(() -> dying.start().await()).hasMessage("died");
        }
        newest(new Numbers(1, 400)).start().await();

        assertNewest(400);
    }

    @Test
    void aContinuousQueryUpdatesToo() {
        RunningQuery running = newest(new Numbers(1, 1000))
                .maxRowsPerEpoch(100)
                .trigger(Trigger.continuous(Duration.ofMillis(10)))
                .start();
        while (running.lastProgress().map(p -> p.total().rowsIn() < 1000).orElse(true)) {
            running.await(Duration.ofMillis(5));
        }
        running.stop();

        assertNewest(1000);
    }

    @Test
    void aTableThatIsReplacedHasTheRowsOfTheLastEpoch() {
        Query.from(new Numbers(1, 95))
                .to(directory.resolve("t"))
                .create()
                .outputMode(OutputMode.complete())
                .maxRowsPerEpoch(30)
                .start()
                .await();

        List<Long> rows = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            table.scan().rows().forEach(row -> rows.add(row.longValue("n")));
        }
        assertThat(rows).startsWith(90L).hasSize(5);
    }
}
