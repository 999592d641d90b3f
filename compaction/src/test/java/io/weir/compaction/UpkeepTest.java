package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Upkeep.Chore;
import io.weir.compaction.fold.FoldPolicy;
import io.weir.log.action.CommitInfo;
import io.weir.log.error.CommitConflictException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import io.weir.testkit.CountingStore;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import io.weir.testkit.simulation.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = MemoryStore.create(clock);
    private final FaultStore met = FaultStore.over(store);
    private final CountingStore counted = new CountingStore(met);
    private final List<TableEvents.AfterCommitFailed> failures = new ArrayList<>();
    private final TableEnvironment environment = TableEnvironment.standard()
            .withClock(clock)
            .withExecutor(Runnable::run, 1)
            .withBackoff(Backoff.NONE)
            .withEvents(event -> {
                if (event instanceof TableEvents.AfterCommitFailed failed) {
                    failures.add(failed);
                }
            });
    private final Table table = Table.create(counted, environment)
            .schema("id BIGINT, part STRING")
            .partitionBy("part")
            .property("delta.enableDeletionVectors", "true")
            .property("delta.logRetentionDuration", "interval 10 minutes")
            .property("delta.deletedFileRetentionDuration", "interval 10 minutes")
            .commit();
    private final Upkeep upkeep = Upkeep.of(table, EnumSet.of(Chore.FOLD));
    private long nextId;

    /** So many versions with a file in one partition and, for every second one, a file in another. */
    private void append(int versions) {
        for (int i = 0; i < versions; i++) {
            List<Object[]> rows = new ArrayList<>();
            rows.add(new Object[] {nextId, "a"});
            if (nextId % 2 == 0) {
                rows.add(new Object[] {nextId, "b"});
            }
            table.appendValues(rows);
            nextId++;
        }
    }

    private List<Long> ids(String part) {
        return table.scan().where("part = '" + part + "'").rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private List<Long> appended(String part) {
        return LongStream.range(0, nextId)
                .filter(id -> part.equals("a") || id % 2 == 0)
                .boxed()
                .toList();
    }

    /** Works until nothing is due. */
    private Duration work(Upkeep worker) {
        Duration left = worker.work();
        for (int i = 0; left.isZero(); i++) {
            assertThat(i).as("ends").isLessThan(100);
            left = worker.work();
        }
        return left;
    }

    private Duration work() {
        return work(upkeep);
    }

    private long version() {
        return table.latest().version();
    }

    @Test
    void smallFilesOfAPartitionBecomeOneWhenThereAreEnoughAndNotBefore() {
        append(FoldPolicy.FAN_IN - 1);
        work();
        assertThat(version()).isEqualTo(FoldPolicy.FAN_IN - 1);

        append(1);
        clock.advance(LOOK);
        work();

        assertThat(version()).isEqualTo(FoldPolicy.FAN_IN + 1);
        assertThat(table.files()).hasSize(1 + FoldPolicy.FAN_IN / 2);
        assertThat(ids("a")).isEqualTo(appended("a"));
        assertThat(ids("b")).isEqualTo(appended("b"));
    }

    @Test
    void theHistoryTellsItFromAnOptimizationThatSomebodyAskedFor() {
        append(FoldPolicy.FAN_IN);
        work();

        CommitInfo info = table.history(1).get(0).info();
        assertThat(info.operation()).isEqualTo("OPTIMIZE");
        assertThat(info.operationParameters()).containsEntry("auto", "\"true\"").containsEntry("predicate", "\"[]\"");
        assertThat(info.operationMetrics()).containsEntry("numRemovedFiles", "\"" + FoldPolicy.FAN_IN + "\"");
    }

    @Test
    void whoReadsTheTableAsAStreamIsGivenEachRowOnce() {
        for (int i = 0; i < 30; i++) {
            append(3);
            clock.advance(LOOK);
            work();
        }

        List<Long> streamed = table.appends(1).rows().stream()
                .filter(row -> "a".equals(row.string("part")))
                .map(row -> row.longValue("id"))
                .toList();
        assertThat(version()).isGreaterThan(100);
        assertThat(streamed).isEqualTo(appended("a"));
        assertThat(ids("b")).isEqualTo(appended("b"));
        assertThat(table.files()).hasSizeLessThanOrEqualTo(2 * 3 * (FoldPolicy.FAN_IN - 1));
        assertThat(Fsck.of(store, environment).deep().check().isClean()).isTrue();
    }

    @Test
    void whenItEndsAllSmallFilesAreOneAPartition() {
        append(11);
        upkeep.finish();

        assertThat(table.files()).hasSize(2);
        assertThat(ids("a")).isEqualTo(appended("a"));
        upkeep.finish();
        assertThat(version()).as("nothing left").isEqualTo(12);
    }

    @Test
    void aLookAtATableInWhichLittleHappenedAsksNothingOfTheStore() {
        append(FoldPolicy.FAN_IN / 2);
        table.latest();
        counted.drain();

        assertThat(work()).isEqualTo(LOOK);
        clock.advance(LOOK);
        assertThat(work()).isEqualTo(LOOK);
        assertThat(counted.drain()).isEmpty();
    }

    @Test
    void rowsThatAreDeletedMeanwhileAreGoneFromTheFoldedFile() {
        append(FoldPolicy.FAN_IN);
        met.before(
                StoreOperation.PUT_IF_ABSENT,
                "0009.json",
                () -> Table.open(store, environment).delete("id = 3"));

        work();

        assertThat(met.unusedRules()).isZero();
        assertThat(table.history(1).get(0).info().operation()).isEqualTo("OPTIMIZE");
        assertThat(ids("a")).doesNotContain(3L).hasSize(7);
        assertThat(Fsck.of(store, environment).deep().check().isClean()).isTrue();
    }

    @Test
    void filesOfWhichRowsAreDeletedMeanwhileAreLeftAloneAndFoldedLaterWhereThereAreNoVectors() {
        table.alter().set("delta.enableDeletionVectors", "false").commit();
        append(FoldPolicy.FAN_IN);
        met.before(
                StoreOperation.PUT_IF_ABSENT,
                "0010.json",
                () -> Table.open(store, environment).delete("id = 3"));

        Duration pause = work();

        assertThat(met.unusedRules()).isZero();
        assertThat(table.history(1).get(0).info().operation()).isEqualTo("DELETE");
        append(1);
        clock.advance(pause);
        work();
        assertThat(table.history(1).get(0).info().operation()).isEqualTo("OPTIMIZE");
        assertThat(ids("a")).doesNotContain(3L).hasSize(8);
        assertThat(Fsck.of(store, environment).deep().check().isClean()).isTrue();
    }

    @Test
    void aFailureIsToldAndTriedAgainAfterPausesThatGrow() {
        append(FoldPolicy.FAN_IN);
        met.next(StoreOperation.CREATE, "part-", Fault.BROKEN).next(StoreOperation.CREATE, "part-", Fault.BROKEN);

        Duration first = work();
        Duration early = work();
        clock.advance(first);
        Duration second = work();

        assertThat(early).isEqualTo(first);
        assertThat(second).isEqualTo(first.multipliedBy(2));
        assertThat(failures).extracting(TableEvents.AfterCommitFailed::step).containsExactly("fold", "fold");
        assertThat(failures.get(0).cause()).isInstanceOf(StorageException.class);
        assertThat(version()).isEqualTo(FoldPolicy.FAN_IN);

        clock.advance(second);
        work();
        assertThat(version()).isEqualTo(FoldPolicy.FAN_IN + 1);
        assertThat(ids("a")).isEqualTo(appended("a"));
    }

    @Test
    void aTableWhoseColumnsChangeMeanwhileIsFoldedLater() {
        append(FoldPolicy.FAN_IN);
        met.before(
                StoreOperation.PUT_IF_ABSENT,
                "0009.json",
                () -> Table.open(store, environment)
                        .alter()
                        .addColumns("more INT")
                        .commit());

        Duration pause = work();

        assertThat(failures.get(0).cause()).isInstanceOf(CommitConflictException.class);
        clock.advance(pause);
        work();
        assertThat(version()).isEqualTo(FoldPolicy.FAN_IN + 2);
        assertThat(ids("a")).isEqualTo(appended("a"));
    }

    @Test
    void theLogAndTheFilesStayAsManyAsTheTimeTheyAreKeptForMakes() {
        Upkeep all = Upkeep.of(table, Set.of(Chore.values()));
        List<Integer> logFiles = new ArrayList<>();
        List<Integer> dataFiles = new ArrayList<>();
        List<Long> checkpointBytes = new ArrayList<>();
        for (int minute = 0; minute < 40; minute++) {
            append(5);
            clock.advance(Duration.ofMinutes(1));
            work(all);
            logFiles.add(files("_delta_log/").size());
            dataFiles.add(files("part=").size());
            checkpointBytes.add(files("_delta_log/").stream()
                    .filter(file -> file.name().endsWith(".parquet"))
                    .mapToLong(ObjectInfo::sizeBytes)
                    .max()
                    .orElse(0));
        }

        assertThat(failures).isEmpty();
        assertThat(logFiles.get(39)).isLessThanOrEqualTo(logFiles.get(19) * 11 / 10);
        assertThat(dataFiles.get(39)).isLessThanOrEqualTo(dataFiles.get(19) * 11 / 10);
        assertThat(checkpointBytes.get(39)).isLessThanOrEqualTo(checkpointBytes.get(19) * 11 / 10);
        assertThat(ids("a")).isEqualTo(appended("a"));
        assertThat(Fsck.of(store, environment).check().hasErrors()).isFalse();
    }

    @Test
    void aClusteredTableIsPutInOrderWhenEnoughFilesHaveCome() {
        MemoryStore space = MemoryStore.create(clock);
        Table clustered = Table.create(space, environment).schema("id BIGINT").commit();
        clustered.alter().clusterBy("id").commit();
        Upkeep keeper = Upkeep.of(clustered, EnumSet.of(Chore.CLUSTER));
        for (long id = 1; id < FoldPolicy.FAN_IN; id++) {
            clustered.appendValues(List.<Object[]>of(new Object[] {id}));
        }
        work(keeper);
        assertThat(clustered.latest().version()).as("too few").isEqualTo(FoldPolicy.FAN_IN);

        clustered.appendValues(List.<Object[]>of(new Object[] {0L}));
        assertThat(work(keeper)).as("not before its pause is over").isPositive();
        assertThat(clustered.latest().version()).isEqualTo(FoldPolicy.FAN_IN + 1);
        clock.advance(Duration.ofSeconds(10));
        work(keeper);

        assertThat(clustered.history(1).get(0).info().operationParameters())
                .containsEntry("clusterBy", "\"[\\\"id\\\"]\"");
        assertThat(clustered.files()).hasSize(1);
        assertThat(clustered.scan().rows().stream().map(row -> row.longValue("id")))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        clock.advance(Duration.ofSeconds(10));
        work(keeper);
        assertThat(clustered.latest().version()).as("nothing left").isEqualTo(FoldPolicy.FAN_IN + 2);
        assertThat(failures).isEmpty();
    }

    @Test
    void aCheckpointThatNobodyWroteIsWritten() {
        Upkeep keeper = Upkeep.of(table, EnumSet.of(Chore.CHECKPOINT));
        met.next(StoreOperation.PUT_IF_ABSENT, "0010.checkpoint", Fault.BROKEN);
        append(12);
        assertThat(failures).extracting(TableEvents.AfterCommitFailed::step).containsExactly("checkpoint");
        assertThat(checkpoints()).isEmpty();

        work(keeper);

        assertThat(checkpoints()).containsExactly("_delta_log/00000000000000000012.checkpoint.parquet");
        append(3);
        clock.advance(Duration.ofMinutes(1));
        work(keeper);
        assertThat(checkpoints()).as("three versions are no reason").hasSize(1);
    }

    private List<String> checkpoints() {
        return files("_delta_log/").stream()
                .map(ObjectInfo::name)
                .filter(name -> name.endsWith(".checkpoint.parquet"))
                .toList();
    }

    private List<ObjectInfo> files(String prefix) {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            return all.filter(file -> file.name().startsWith(prefix)).toList();
        }
    }
}
