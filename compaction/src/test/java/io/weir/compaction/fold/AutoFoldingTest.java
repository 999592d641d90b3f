package io.weir.compaction.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AutoFoldingTest {
    private final FaultStore store = FaultStore.over(MemoryStore.create());
    private final List<TableEvents.AfterCommitFailed> failures = new ArrayList<>();

    private Table create(String autoCompact, Executor executor) {
        return Table.create(store, environment(executor))
                .schema("id BIGINT")
                .property("delta.autoOptimize.autoCompact", autoCompact)
                .commit();
    }

    private TableEnvironment environment(Executor executor) {
        return TableEnvironment.standard()
                .withExecutor(executor, 1)
                .withBackoff(Backoff.NONE)
                .withEvents(event -> {
                    if (event instanceof TableEvents.AfterCommitFailed failed) {
                        failures.add(failed);
                    }
                });
    }

    private static void append(Table table, int from, int to) {
        for (long id = from; id < to; id++) {
            table.appendValues(List.<Object[]>of(new Object[] {id}));
        }
    }

    private static List<Long> ids(Table table) {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private static List<String> operations(Table table) {
        return table.history(1000).stream()
                .map(entry -> entry.info().operation())
                .toList();
    }

    private static List<Long> idsTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void aTableThatAsksForItHasFewFilesBehindEveryCommit() {
        Table table = create("true", Runnable::run);

        for (int i = 0; i < 5 * FoldPolicy.FAN_IN; i++) {
            append(table, i, i + 1);
            assertThat(table.known().snapshot().files().count()).isLessThan(FoldPolicy.FAN_IN * 2);
        }

        assertThat(ids(table)).isEqualTo(idsTo(5 * FoldPolicy.FAN_IN));
        assertThat(operations(table)).contains("OPTIMIZE");
        assertThat(failures).isEmpty();
    }

    @Test
    void aTableThatDoesNotAskForItIsLeftAlone() {
        Table table = create("false", Runnable::run);

        append(table, 0, 3 * FoldPolicy.FAN_IN);

        assertThat(operations(table)).doesNotContain("OPTIMIZE");
    }

    @Test
    void whatNobodyHasBegunIsDoneWhenTheTableIsClosed() {
        Table table = create("auto", task -> {});
        append(table, 0, 2 * FoldPolicy.FAN_IN);
        assertThat(table.known().snapshot().files().count()).isEqualTo(2 * FoldPolicy.FAN_IN);

        table.close();

        Table again = Table.open(store, environment(Runnable::run));
        assertThat(again.known().snapshot().files().count()).isLessThan(FoldPolicy.FAN_IN);
        assertThat(ids(again)).isEqualTo(idsTo(2 * FoldPolicy.FAN_IN));
    }

    @Test
    void aFoldThatFailsIsToldAndHarmsNoCommit() {
        Table table = create("true", Runnable::run);
        append(table, 0, FoldPolicy.FAN_IN - 1);
        store.before(StoreOperation.CREATE, "", () -> store.next(StoreOperation.CREATE, Fault.REFUSED));

        append(table, FoldPolicy.FAN_IN - 1, FoldPolicy.FAN_IN);

        assertThat(failures).singleElement().satisfies(failed -> {
            assertThat(failed.step()).isEqualTo("auto-compaction");
        });
        assertThat(ids(table)).isEqualTo(idsTo(FoldPolicy.FAN_IN));
        append(table, FoldPolicy.FAN_IN, FoldPolicy.FAN_IN + 1);
        assertThat(table.known().snapshot().files().count()).isLessThan(FoldPolicy.FAN_IN);
        assertThat(ids(table)).isEqualTo(idsTo(FoldPolicy.FAN_IN + 1));
    }
}
