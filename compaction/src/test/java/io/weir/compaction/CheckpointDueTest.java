package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.Maintenance.Kind;
import io.weir.log.action.AddFile;
import io.weir.log.commit.LogNames;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.commit.Transaction;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import io.weir.testkit.simulation.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CheckpointDueTest {
    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final ObjectStore store = MemoryStore.create(clock);
    private int files;

    private TableEnvironment environment(Executor executor) {
        return TableEnvironment.standard()
                .withClock(clock)
                .withExecutor(executor, 1)
                .withBackoff(Backoff.NONE);
    }

    private Table create(String... properties) {
        TableBuilder builder = Table.create(store, environment(Runnable::run)).schema("id BIGINT");
        builder.property("delta.checkpointInterval", "1000");
        for (int i = 0; i < properties.length; i += 2) {
            builder.property(properties[i], properties[i + 1]);
        }
        return builder.commit();
    }

    /** A commit of some 9,000 bytes of log. */
    private void commit(Table table) {
        Transaction transaction = table.transaction("WRITE");
        for (int i = 0; i < 10; i++) {
            transaction.add(AddFile.builder("f" + files++ + "x".repeat(800))
                    .sizeBytes(1)
                    .build());
        }
        transaction.commit();
    }

    private void commit(Table table, int times) {
        for (int i = 0; i < times; i++) {
            commit(table);
        }
    }

    private List<Long> checkpoints() {
        List<Long> versions = new ArrayList<>();
        for (long version = 0; version < 100; version++) {
            if (store.exists(LogNames.classicCheckpoint(version))) {
                versions.add(version);
            }
        }
        return versions;
    }

    @Test
    void oneIsWrittenAsOftenAsTheCommitsBehindTheLastAreLongEnough() {
        try (Table table = create("weir.checkpointBytes", "34 kb")) {
            commit(table, 12);
        }
        assertThat(checkpoints()).containsExactly(4L, 8L, 12L);
    }

    @Test
    void bothRulesTogetherWriteNoneTwiceAndCountFromTheLastOfEither() {
        try (Table table = create("weir.checkpointBytes", "34 kb")) {
            table.alter().set("delta.checkpointInterval", "3").commit();
            commit(table, 8);
        }
        assertThat(checkpoints()).containsExactly(3L, 6L, 9L);
    }

    @Test
    void noneIsWrittenWhereTheRuleIsOff() {
        try (Table table = create("weir.checkpointBytes", "off")) {
            commit(table, 12);
        }
        assertThat(checkpoints()).isEmpty();
    }

    @Test
    void whatOthersCommittedCounts() {
        AtomicBoolean dies = new AtomicBoolean();
        Executor mortal = task -> {
            if (!dies.get()) {
                task.run();
            }
        };
        create("weir.checkpointBytes", "34 kb").close();
        Table other = Table.open(store, environment(mortal));
        try (Table table = Table.open(store, environment(Runnable::run))) {
            dies.set(true);
            commit(other, 3);
            commit(other, 3);
            assertThat(checkpoints()).isEmpty();

            table.latest();
            commit(table);
            assertThat(checkpoints()).containsExactly(7L);
        }
    }

    @Test
    void whoOpensATableKnowsHowMuchIsBehindTheCheckpoint() {
        try (Table table = create("weir.checkpointBytes", "34 kb")) {
            commit(table, 3);
        }
        try (Table table = Table.open(store, environment(Runnable::run))) {
            commit(table);
        }
        assertThat(checkpoints()).containsExactly(4L);
    }

    @Test
    void oneIsWrittenByWhomReplayTookLong() {
        create().close();
        FaultStore slow = FaultStore.over(store)
                .before(StoreOperation.READ, LogNames.commit(0), () -> clock.advance(Duration.ofMillis(1500)));
        try (Table table = Table.open(slow, environment(Runnable::run))) {
            commit(table, 3);
        }
        assertThat(checkpoints()).containsExactly(1L);
    }

    @Test
    void maintenanceWritesOneThatNobodyElseDid() {
        create("weir.checkpointBytes", "34 kb").close();
        AtomicBoolean dies = new AtomicBoolean();
        Table dead = Table.open(store, environment(task -> {
            if (!dies.get()) {
                task.run();
            }
        }));
        dies.set(true);
        commit(dead, 5);
        try (Table table = Table.open(store, environment(Runnable::run))) {
            assertThat(Maintenance.of(table).plan()).anyMatch(step -> step.kind() == Kind.CHECKPOINT);
            table.checkpoint();
            assertThat(checkpoints()).containsExactly(5L);
            assertThat(Maintenance.of(table).plan()).noneMatch(step -> step.kind() == Kind.CHECKPOINT);
        }
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        try (Table table = create()) {
            assertThatThrownBy(() -> table.alter()
                            .set("weir.checkpointBytes", "elephants")
                            .commit())
                    .isInstanceOfSatisfying(
                            TableException.class,
                            e -> assertThat(e.facts()).containsEntry("property", "weir.checkpointBytes"));
        }
    }
}
