package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.MemoryStore;
import io.weir.storage.StorageException;
import io.weir.table.HistoryEntry;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FoldingTest {
    private static final int EPOCHS = 40;
    private static final Trigger OFTEN = Trigger.continuous(Duration.ofMillis(10));

    private final FaultStore store = FaultStore.over(MemoryStore.create());
    private final AtomicInteger failures = new AtomicInteger();
    private final Table table = Table.create(store, TableEnvironment.standard().withEvents(event -> {
                if (event instanceof TableEvents.AfterCommitFailed failed
                        && failed.step().equals("fold")) {
                    failures.incrementAndGet();
                }
            }))
            .schema("timestamp TIMESTAMP, value BIGINT")
            .commit();

    private Query query(Trigger trigger) {
        return Query.from(Sources.rate(10_000)).to(table).trigger(trigger);
    }

    private Summary run(Query query) {
        RunningQuery running = query.start();
        while (running.lastProgress()
                .map(progress -> progress.total().epochs() < EPOCHS)
                .orElse(true)) {
            assertThat(running.await(Duration.ofMillis(5))).isEmpty();
        }
        return running.stop();
    }

    private long optimizations() {
        return table.history(1000).stream()
                .map(HistoryEntry::info)
                .filter(info -> "OPTIMIZE".equals(info.operation()))
                .count();
    }

    private List<Long> streamed() {
        return table.appends(1).rows().stream()
                .map(row -> row.longValue("value"))
                .toList();
    }

    private void assertRowsAreThereOnce(Summary summary) {
        List<Long> expected = LongStream.range(0, summary.rowsOut()).boxed().toList();
        assertThat(streamed()).isEqualTo(expected);
        assertThat(table.scan().rows().stream()
                        .map(row -> row.longValue("value"))
                        .sorted()
                        .toList())
                .isEqualTo(expected);
    }

    @Test
    void aContinuousQueryLeavesOneFileOfManyShortEpochsAndWasFoldingBefore() {
        Summary summary = run(query(OFTEN));

        assertThat(table.files()).hasSize(1);
        assertThat(optimizations()).isGreaterThan(1);
        assertThat(summary.foldedFiles()).isGreaterThanOrEqualTo(summary.epochs());
        assertRowsAreThereOnce(summary);
    }

    @Test
    void whoDoesNotWantItHasAFileAnEpoch() {
        Summary summary = run(query(OFTEN).foldSmallFiles(false));

        assertThat(optimizations()).isZero();
        assertThat(summary.foldedFiles()).isZero();
        assertThat(table.files()).hasSize((int) summary.epochs());
    }

    @Test
    void aQueryWithLongerEpochsIsFoldedIfItIsAskedFor() {
        Summary summary = run(query(Trigger.every(Duration.ofMillis(10))).foldSmallFiles(true));

        assertThat(table.files()).hasSize(1);
        assertRowsAreThereOnce(summary);
    }

    @Test
    void aFoldThatFailsDoesNotEndTheQuery() {
        for (int request = 0; request < 10 * EPOCHS; request++) {
            store.before(StoreOperation.CREATE, "part-", () -> {
                if (Thread.currentThread().getName().equals("weir-upkeep")) {
                    throw new StorageException("The store failed on purpose", null);
                }
            });
        }

        Summary summary = run(query(OFTEN));

        assertThat(failures).as("one, and one at the end").hasValueGreaterThanOrEqualTo(2);
        assertThat(summary.epochs()).isGreaterThanOrEqualTo(EPOCHS);
        assertThat(optimizations()).isZero();
        assertRowsAreThereOnce(summary);
    }
}
