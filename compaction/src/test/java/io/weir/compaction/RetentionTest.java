package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.compaction.retention.VacuumPlan;
import io.weir.format.batch.BatchBuilder;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.changes.Feed;
import io.weir.table.consumers.Consumer;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.simulation.SimulatedClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = MemoryStore.create(clock);
    private final TableEnvironment environment = TableEnvironment.standard()
            .withClock(clock)
            .withExecutor(Runnable::run, 1)
            .withBackoff(Backoff.NONE);
    private final Table table = Table.create(store, environment)
            .schema("id BIGINT, part STRING")
            .partitionBy("part")
            .property("delta.checkpointInterval", "2")
            .property("delta.enableDeletionVectors", "true")
            .commit();

    private void append(long id, String part) {
        table.appendValues(List.<Object[]>of(new Object[] {id, part}, new Object[] {id + 1, part}));
    }

    private List<Long> ids() {
        return table.scan().rows().toList().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    @Test
    void vacuumDeletesWhatNoKeptVersionNeeds() {
        append(1, "a");
        append(3, "a");
        Optimize.of(table).run();
        store.put("part=a/left-behind.parquet", new byte[] {1});
        store.put("_hidden/file", new byte[] {1});
        store.put("metadata/v1.metadata.json", new byte[] {1});

        assertThat(Vacuum.of(table).plan().files()).as("at once").isEmpty();
        clock.advance(Duration.ofDays(8));
        store.put("part=a/being-written.parquet", new byte[] {1});
        VacuumPlan plan = Vacuum.of(table).run().plan();

        assertThat(plan.files()).hasSize(3);
        assertThat(store.exists("part=a/left-behind.parquet")).isFalse();
        assertThat(store.exists("part=a/being-written.parquet")).isTrue();
        assertThat(store.exists("_hidden/file")).isTrue();
        assertThat(store.exists("metadata/v1.metadata.json")).as("of Iceberg").isTrue();
        assertThat(ids()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void vacuumKeepsWhatWasInUseWithinTheTime() {
        append(1, "a");
        clock.advance(Duration.ofDays(30));
        table.delete("id >= 0");
        clock.advance(Duration.ofDays(6));

        assertThat(Vacuum.of(table).run().files()).isEmpty();
        assertThat(table.at(1).count()).isEqualTo(2);

        clock.advance(Duration.ofDays(2));
        assertThat(Vacuum.of(table).run().files()).hasSize(1);
    }

    @Test
    void vacuumRefusesATimeThatTheTableCannotBeHeldTo() {
        assertThatThrownBy(() -> Vacuum.of(table).retain(Duration.ofDays(8)).plan())
                .isInstanceOf(TableException.class);
        assertThatThrownBy(() -> Vacuum.of(table).retain(Duration.ofDays(1)).plan())
                .isInstanceOf(TableException.class);
        assertThat(Vacuum.of(table)
                        .retain(Duration.ofDays(1))
                        .allowShorter()
                        .plan()
                        .files())
                .isEmpty();
    }

    @Test
    void logEntriesGoAsFarAsACheckpointStandsForThem() {
        LongStream.range(0, 5).forEach(i -> append(10 * i, "a"));
        clock.advance(Duration.ofDays(31));
        append(100, "a");
        List<Long> before = ids();

        LogCleanupPlan plan = LogCleanup.of(table).run();

        assertThat(plan.firstKept()).isEqualTo(4);
        Table opened = Table.open(store, environment);
        assertThat(opened.at(5).count()).isEqualTo(10);
        assertThat(opened.at(4).count()).isEqualTo(8);
        assertThatThrownBy(() -> opened.at(3)).isInstanceOf(VersionNotFoundException.class);
        assertThat(ids()).isEqualTo(before);
        assertThat(LogCleanup.of(table).plan().files()).as("a second time").isEmpty();
    }

    @Test
    void nothingOfTheLogGoesBeforeItExpiresOrIsProtected() {
        LongStream.range(0, 5).forEach(i -> append(10 * i, "a"));
        assertThat(LogCleanup.of(table).plan().files()).isEmpty();

        clock.advance(Duration.ofDays(31));
        List<ObjectInfo> log;
        try (var objects = store.listFrom("_delta_log", "")) {
            log = objects.toList();
        }
        assertThat(LogCleanupPlan.of(log, checkpoint -> true, clock.millis(), 5, Long.MAX_VALUE)
                        .files())
                .as("protected")
                .isEmpty();
        assertThat(LogCleanupPlan.of(log, checkpoint -> true, clock.millis(), 4, Long.MAX_VALUE)
                        .files())
                .isNotEmpty();
    }

    @Test
    void ofALogThatHasNotExpiredOnlyTheBeginningIsListed() {
        LongStream.range(0, 20).forEach(i -> append(10 * i, "a"));
        AtomicInteger seen = new AtomicInteger();
        ObjectStore looked = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    return method.getName().equals("listFrom") && arguments[1].equals("")
                            ? ((Stream<?>) answer).peek(file -> seen.incrementAndGet())
                            : answer;
                });

        assertThat(LogCleanup.of(Table.open(looked, environment)).plan().files())
                .isEmpty();

        assertThat(seen.get()).isBetween(1, 3);
    }

    private Consumer consumer(String id, long version, boolean initial, Duration timeToLive) {
        return new Consumer(id, version, initial, Feed.APPENDS, "{}", clock.instant(), timeToLive);
    }

    @Test
    void whatARegisteredConsumerHasNotReadStaysHoweverOldItIs() {
        append(1, "a");
        append(3, "b");
        append(5, "c");
        table.consumers().put(consumer("late", 2, false, Duration.ofDays(400)));
        table.consumers().put(consumer("dead", 0, false, Duration.ofDays(1)));
        table.overwrite(new BatchBuilder(table.schema()).add(9L, "d").build());
        LongStream.range(0, 4).forEach(i -> append(10 * i, "d"));
        clock.advance(Duration.ofDays(100));
        append(100, "d");

        assertThat(Vacuum.of(table).run().files())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).startsWith("part=a/"));
        assertThat(LogCleanup.of(table).run().firstKept()).isLessThan(2);
        assertThat(table.appends(2, 3).rows().toList()).hasSize(4);

        table.consumers().remove("late");
        assertThat(Vacuum.of(table).run().files()).hasSize(2);
        assertThat(LogCleanup.of(table).run().firstKept()).isEqualTo(8);
    }

    @Test
    void whoIsToldOfChangesCanStillReadTheRowsThatWereTakenAway() {
        table.alter().set("delta.enableChangeDataFeed", "true").commit();
        append(1, "a");
        table.consumers().put(new Consumer("c", 3, false, Feed.CHANGES, "{}", clock.instant(), Duration.ofDays(400)));
        table.delete("part = 'a'");
        clock.advance(Duration.ofDays(100));
        append(100, "d");

        assertThat(Vacuum.of(table).run().files()).isEmpty();
        assertThat(table.changes(3, 3).rows().toList()).hasSize(2);
    }

    @Test
    void aConsumerThatReadsTheTableAsItWasKeepsThat() {
        append(1, "a");
        append(3, "b");
        table.consumers().put(consumer("slow", 2, true, Duration.ofDays(400)));
        table.truncate();
        clock.advance(Duration.ofDays(100));
        append(100, "d");

        assertThat(Vacuum.of(table).run().files()).isEmpty();
        assertThat(table.at(2).count()).isEqualTo(4);

        clock.advance(Duration.ofDays(301));
        append(101, "d");
        assertThat(Vacuum.of(table).run().files()).as("when it is dead").hasSize(2);
    }

    @Test
    void aRegistrationThatCannotBeReadStopsTheCleanUp() {
        store.put("_weir/consumers/x.json", new byte[] {'{'});

        assertThatThrownBy(() -> Vacuum.of(table).plan())
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining("_weir/consumers/x.json");
        assertThatThrownBy(() -> LogCleanup.of(table).plan()).isInstanceOf(CorruptTableException.class);
    }

    private long firstKept() {
        return LogCleanup.of(table).plan().firstKept();
    }

    @Test
    void aCheckpointWithAnIdInItsNameStandsForOlderEntriesToo() {
        table.alter().set("delta.checkpointPolicy", "v2").commit();
        LongStream.range(0, 4).forEach(i -> append(10 * i, "a"));
        clock.advance(Duration.ofDays(31));
        append(100, "a");
        assertThat(store.exists(LogNames.classicCheckpoint(4))).isFalse();

        assertThat(LogCleanup.of(table).run().firstKept()).isEqualTo(4);
        assertThat(Table.open(store, environment).at(4).count()).isEqualTo(6);
    }

    @Test
    void aCheckpointThatCannotBeReadStandsForNothing() {
        LongStream.range(0, 5).forEach(i -> append(10 * i, "a"));
        clock.advance(Duration.ofDays(31));
        append(100, "a");
        assertThat(firstKept()).isEqualTo(4);

        store.delete(LogNames.classicCheckpoint(4));
        store.put(LogNames.classicCheckpoint(4), new byte[] {1, 2, 3});

        assertThat(firstKept()).isEqualTo(2);
    }

    @Test
    void aCheckpointOfPartsStandsForOlderEntriesIfAllAreThere() {
        List<ObjectInfo> log = Stream.of(
                        "00000000000000000000.json",
                        "00000000000000000001.checkpoint.0000000001.0000000002.parquet",
                        "00000000000000000001.checkpoint.0000000002.0000000002.parquet",
                        "00000000000000000001.json",
                        "00000000000000000002.checkpoint.0000000001.0000000002.parquet",
                        "00000000000000000002.json")
                .map(name -> new ObjectInfo("_delta_log/" + name, 1, 1))
                .toList();

        assertThat(LogCleanupPlan.of(log, checkpoint -> true, 2, 0, Long.MAX_VALUE)
                        .firstKept())
                .isEqualTo(1);
    }
}
