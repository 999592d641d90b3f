package io.weir.suite.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.AppendWriter;
import io.weir.table.Table;
import io.weir.table.commit.Committer;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.environment.TableEvents;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.ProcessStopped;
import io.weir.testkit.StoreOperation;
import io.weir.testkit.simulation.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommitFaultsTest {
    private static final String FIRST = "00000000000000000001.json";

    private final ObjectStore store = MemoryStore.create();
    private final FaultStore faults = FaultStore.over(store);
    private final Table table = Tables.create(faults);

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "REPEATED", "REQUEST_LOST", "REFUSED"})
    void aCommitWithoutAClearAnswerIsThereOnce(Fault fault) {
        faults.next(StoreOperation.PUT_IF_ABSENT, FIRST, fault);

        assertThat(table.append(Tables.rows(0, 3)).version()).isEqualTo(1);

        assertThat(faults.unusedRules()).isZero();
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
        assertThat(table.latest().version()).isEqualTo(1);
    }

    @Test
    void aCommitThatWasSentTwiceIsNotRefusedBecauseReadingItBackFails() {
        faults.next(StoreOperation.PUT_IF_ABSENT, FIRST, Fault.REPEATED)
                .next(StoreOperation.READ, FIRST, Fault.REFUSED);

        assertThat(table.append(Tables.rows(0, 3)).version()).isEqualTo(1);

        assertThat(faults.unusedRules()).isZero();
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aCommitThatWasSentTwiceAndCannotBeReadBackIsUnknownAndKeepsItsFiles() {
        faults.next(StoreOperation.PUT_IF_ABSENT, FIRST, Fault.REPEATED).next(StoreOperation.READ, FIRST, Fault.BROKEN);

        assertThatThrownBy(() -> table.append(Tables.rows(0, 3))).isInstanceOf(CommitUnknownException.class);

        assertThat(faults.unusedRules()).isZero();
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT_IF_ABSENT, .json, BROKEN, 1",
        "PUT_IF_ABSENT, .json, DISK_FULL, 6",
        "PUT_IF_ABSENT, .json, REFUSED, 6",
        "CREATE, .parquet, DISK_FULL, 1",
        "WRITE, .parquet, DISK_FULL, 1",
        "FINISH, .parquet, DISK_FULL, 1",
        "SYNC, .parquet, BROKEN, 1"
    })
    void aStoreThatTakesNothingLeavesTheTableAsItWas(StoreOperation operation, String name, Fault fault, int times) {
        for (int i = 0; i < times; i++) {
            faults.next(operation, name, fault);
        }

        assertThatThrownBy(() -> table.append(Tables.rows(0, 3))).isInstanceOf(StorageException.class);

        assertThat(faults.unusedRules()).isZero();
        assertThat(Tables.dataFiles(store)).isEmpty();
        assertThat(Tables.open(store).latest().version()).isZero();
        assertThat(table.append(Tables.rows(5, 6)).version()).isEqualTo(1);
        assertThat(Tables.ids(table)).containsExactly(5L);
    }

    @ParameterizedTest
    @CsvSource({"CREATE, .parquet", "WRITE, .parquet", "FINISH, .parquet", "PUT_IF_ABSENT, .json", "PUT_IF_ABSENT, .crc"
    })
    void aProcessThatStopsAnywhereLeavesAllOfTheRowsOrNone(StoreOperation operation, String name) {
        for (Fault stop : List.of(Fault.STOP_BEFORE, Fault.STOP_AFTER)) {
            ObjectStore kept = MemoryStore.create();
            Tables.create(kept);
            FaultStore stopping = FaultStore.over(kept);
            Table doomed = Tables.open(stopping);
            stopping.next(operation, name, stop);

            Throwable end = catchThrowable(() -> doomed.append(Tables.rows(0, 3)));

            assertThat(end).isInstanceOf(ProcessStopped.class);
            Table survivor = Tables.open(kept);
            boolean committed = name.equals(".crc") || name.equals(".json") && stop == Fault.STOP_AFTER;
            assertThat(Tables.ids(survivor)).isEqualTo(committed ? List.of(0L, 1L, 2L) : List.of());
            survivor.append(Tables.rows(7, 8));
            assertThat(Tables.ids(Tables.open(kept))).contains(7L);
        }
    }

    @Test
    void aCommitNobodyCanTellAboutKeepsItsFiles() {
        for (int i = 0; i < 200; i++) {
            faults.next(StoreOperation.READ, FIRST, Fault.BROKEN);
        }
        faults.next(StoreOperation.PUT_IF_ABSENT, FIRST, Fault.ANSWER_LOST);

        assertThatThrownBy(() -> table.append(Tables.rows(0, 3)))
                .isInstanceOfSatisfying(
                        CommitUnknownException.class,
                        e -> assertThat(e.facts()).containsEntry("version", "1").containsKeys("table", "txnId"));

        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aListenerThatThrowsDoesNotMakeACommitLookFailed() {
        Table listened = Table.open(store, Tables.ENVIRONMENT.withEvents(event -> {
            if (event instanceof TableEvents.Committed) {
                throw new IllegalStateException("listener");
            }
        }));

        assertThat(listened.append(Tables.rows(0, 3)).version()).isEqualTo(1);

        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void anExecutorThatIsClosedDoesNotMakeACommitLookFailed() {
        List<TableEvents.Event> events = new ArrayList<>();
        AtomicBoolean closed = new AtomicBoolean();
        Executor executor = task -> {
            if (closed.get()) {
                throw new RejectedExecutionException("closed");
            }
            task.run();
        };
        Table listened =
                Table.open(store, Tables.ENVIRONMENT.withEvents(events::add).withExecutor(executor, 1));
        closed.set(true);

        assertThat(listened.append(Tables.rows(0, 3)).version()).isEqualTo(1);
        assertTimeoutPreemptively(Duration.ofSeconds(10), listened::close);

        assertThat(events).hasAtLeastOneElementOfType(TableEvents.AfterCommitFailed.class);
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void anExecutorThatForgetsItsTasksDoesNotKeepATableFromClosing() {
        AtomicBoolean forgets = new AtomicBoolean();
        Executor executor = task -> {
            if (!forgets.get()) {
                task.run();
            }
        };
        Table forgetful = Table.open(store, Tables.ENVIRONMENT.withExecutor(executor, 1));
        forgets.set(true);

        forgetful.append(Tables.rows(0, 3));
        assertTimeoutPreemptively(Duration.ofSeconds(10), forgetful::close);

        assertThat(store.exists("_delta_log/00000000000000000001.crc")).isTrue();
    }

    @Test
    void aTableWhoseFirstVersionWasSentTwiceIsMadeOnce() {
        FaultStore repeating = FaultStore.over(MemoryStore.create());
        repeating.next(StoreOperation.PUT_IF_ABSENT, "00000000000000000000.json", Fault.REPEATED);

        assertThat(Tables.create(repeating).latest().version()).isZero();
        assertThat(repeating.unusedRules()).isZero();
    }

    @Test
    void whoCommitsAfterALongTimeDoesNotTakeAVersionThatWasCleanedUp() {
        AtomicLong now = new AtomicLong(1_700_000_000_000L);
        Table idle = Table.open(store, Tables.ENVIRONMENT.withClock(() -> Instant.ofEpochMilli(now.get())));
        Table busy = Tables.open(store);
        for (int i = 0; i < 12; i++) {
            busy.append(Tables.rows(i, i + 1));
        }
        for (int version = 0; version < 10; version++) {
            store.delete(String.format("_delta_log/%020d.json", version));
        }
        now.addAndGet(Duration.ofDays(31).toMillis());

        assertThatThrownBy(() -> idle.append(Tables.rows(100, 101))).isInstanceOf(TableException.class);

        assertThat(store.exists("_delta_log/" + FIRST)).isFalse();
        assertThat(idle.append(Tables.rows(200, 201)).version()).isEqualTo(13);
        assertThat(Tables.ids(Tables.open(store))).hasSize(13).contains(200L).doesNotContain(100L);
    }

    @Test
    void aCheckpointThatFailsIsToldAndTheCommitStands() {
        List<TableEvents.Event> events = new ArrayList<>();
        Table listened = Table.open(faults, Tables.ENVIRONMENT.withEvents(events::add));
        faults.next(StoreOperation.PUT_IF_ABSENT, "checkpoint", Fault.BROKEN);

        for (int i = 0; i < 10; i++) {
            listened.append(Tables.rows(i, i + 1));
        }

        assertThat(faults.unusedRules()).isZero();
        assertThat(events)
                .filteredOn(TableEvents.AfterCommitFailed.class::isInstance)
                .hasSize(1);
        assertThat(Tables.ids(Tables.open(store))).hasSize(10);
    }

    @Test
    void aCommitOfWhichItsOwnProcessCannotMakeASnapshotStandsAndIsTold() {
        List<TableEvents.Event> events = new ArrayList<>();
        DeltaLog log = DeltaLog.forTable(faults);
        Committer committer = new Committer(
                log,
                Tables.ENVIRONMENT
                        .withEvents(events::add)
                        .withBackoff(
                                attempt -> { // while it is found out what became of the commit
                                    log.forget();
                                    faults.next(StoreOperation.LIST, "_delta_log", Fault.BROKEN);
                                }),
                snapshot -> {});
        Snapshot before = log.latest();
        faults.next(StoreOperation.PUT_IF_ABSENT, FIRST, Fault.REPEATED)
                .next(StoreOperation.READ, FIRST, Fault.REFUSED);

        TransactionOutcome outcome = Transaction.begin(committer, before, "WRITE")
                .setTransaction("app", 7)
                .commit();

        assertThat(faults.unusedRules()).isZero();
        assertThat(outcome).isInstanceOf(TransactionOutcome.Committed.class);
        assertThat(events)
                .filteredOn(TableEvents.AfterCommitFailed.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(TableEvents.AfterCommitFailed.class, failed -> {
                    assertThat(failed.version()).isEqualTo(1);
                    assertThat(failed.step()).isEqualTo("snapshot");
                });
        assertThat(log.current().transaction("app")).isPresent();
        TransactionOutcome next = Transaction.begin(committer, log.current(), "WRITE")
                .setTransaction("app", 8)
                .commit();
        assertThat(next.version()).isEqualTo(2);
        assertThat(events).noneMatch(TableEvents.Rebased.class::isInstance);
    }

    @Test
    void aChecksumDoesNotListApplicationsThatExpire() {
        Table expiring = Table.create(MemoryStore.create(), Tables.ENVIRONMENT)
                .schema(Tables.SCHEMA)
                .property("delta.setTransactionRetentionDuration", "interval 1 day")
                .commit();

        epoch(expiring, new Guard.Newer("query", 1), 0, 3);

        assertThat(new String(expiring.store().read("_delta_log/00000000000000000001.crc"), UTF_8))
                .contains("numFiles")
                .doesNotContain("setTransactions");
    }

    @Test
    void aBatchOfWhichAPartWasWrittenIsNeitherCommittedNorWrittenAgain() {
        ObjectStore kept = MemoryStore.create();
        FaultStore failing = FaultStore.over(kept);
        StructType schema = Tables.SCHEMA.add("p", PrimitiveType.LONG);
        Table parted = Table.create(failing, Tables.ENVIRONMENT)
                .schema(schema)
                .partitionBy("p")
                .commit();
        ColumnBatch batch = new BatchBuilder(schema).add(1L, 10L).add(2L, 20L).build();
        failing.next(StoreOperation.CREATE, "p=20/", Fault.REFUSED);

        try (AppendWriter writer = parted.append().open()) {
            assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
        }

        assertThat(Tables.open(kept).latest().version()).isZero();
        assertThat(Tables.dataFiles(kept)).isEmpty();
    }

    @Test
    void whoLosesTheVersionGoesBehindTheWinner() {
        Table other = Tables.open(store);
        faults.before(StoreOperation.PUT_IF_ABSENT, FIRST, () -> other.append(Tables.rows(10, 12)));

        assertThat(table.append(Tables.rows(0, 3)).version()).isEqualTo(2);

        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L, 10L, 11L);
    }

    @Test
    void twoOverwritesOfTheSameRowsConflictAndTheLoserLeavesNothing() {
        table.append(Tables.rows(0, 3));
        Table other = Tables.open(store);
        faults.before(
                StoreOperation.PUT_IF_ABSENT, "00000000000000000002.json", () -> other.overwrite(Tables.rows(10, 12)));

        assertThatThrownBy(() -> table.overwrite(Tables.rows(20, 22)))
                .isInstanceOfSatisfying(
                        CommitConflictException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("theirs", "2")
                                .containsEntry("ours", "3")
                                .containsEntry("readVersion", "1"));

        assertThat(Tables.ids(Tables.open(store))).containsExactly(10L, 11L);
        assertThat(Tables.dataFiles(store)).hasSize(2);
    }

    @Test
    void whoAppendsUnderASchemaWithOneMoreColumnHasNullsInIt() {
        Table other = Tables.open(store);
        faults.before(
                StoreOperation.PUT_IF_ABSENT,
                FIRST,
                () -> other.append()
                        .mergeSchema(true)
                        .batches(List.of(new BatchBuilder(Tables.SCHEMA.add("more", PrimitiveType.LONG))
                                .add(1L, 2L)
                                .build())));

        assertThat(table.append(Tables.rows(0, 3)).version()).isEqualTo(2);

        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 1L, 2L);
        assertThat(table.scan().where("more IS NULL").count()).isEqualTo(3);
    }

    @Test
    void whoAppendsUnderAChangedSchemaIsTold() {
        Table other = Tables.open(store);
        faults.before(
                StoreOperation.PUT_IF_ABSENT,
                FIRST,
                () -> other.transaction("ADD CONSTRAINT")
                        .metadata(other.latest().snapshot().metadata().toBuilder()
                                .configuration(Map.of("delta.unknown", "1"))
                                .build())
                        .commit());

        assertThatThrownBy(() -> table.append(Tables.rows(0, 3)))
                .isInstanceOfSatisfying(
                        CommitConflictException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("kind", "METADATA_CHANGED")
                                .containsEntry("changed", "delta.unknown"));
        assertThat(Tables.dataFiles(store)).isEmpty();
        table.append(Tables.rows(0, 3));

        assertThat(Tables.ids(table)).containsExactly(0L, 1L, 2L);
    }

    private static TransactionOutcome epoch(Table table, Guard guard, long from, long to) {
        DataFileWriter writer = table.dataFiles(WriteOptions.DEFAULT);
        writer.write(Tables.rows(from, to));
        Transaction transaction =
                table.transaction("STREAMING UPDATE").guard(guard).add(writer.finish());
        return transaction.commit();
    }

    @Test
    void anEpochThatAnotherProcessCommittedMeanwhileIsNotCommittedAgain() {
        Table other = Tables.open(store);
        Guard guard = new Guard.Newer("query", 1);
        faults.before(StoreOperation.PUT_IF_ABSENT, FIRST, () -> epoch(other, guard, 0, 3));

        TransactionOutcome outcome = epoch(table, guard, 0, 3);

        assertThat(outcome).isEqualTo(new TransactionOutcome.AlreadyCommitted(1, guard, 1));
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
        assertThat(epoch(table, guard, 0, 3)).isInstanceOf(TransactionOutcome.AlreadyCommitted.class);
    }

    @Test
    void aProcessThatWasReplacedIsFenced() {
        assertThat(epoch(table, new Guard.Expect("query", 5, null), 0, 1))
                .isInstanceOf(TransactionOutcome.Committed.class);
        Table other = Tables.open(store);
        faults.before(
                StoreOperation.PUT_IF_ABSENT,
                "00000000000000000002.json",
                () -> epoch(other, new Guard.Expect("query", 8, 5L), 1, 2));

        Guard stale = new Guard.Expect("query", 7, 5L);
        assertThat(epoch(table, stale, 2, 3)).isEqualTo(new TransactionOutcome.Fenced(2, stale, 8L));
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L);
    }

    @Test
    void aGuardThatOnlyAnOldVersionFencesIsLookedAtAgain() {
        Table other = Tables.open(store);
        epoch(other, new Guard.Expect("query", 5, null), 0, 1);

        assertThat(epoch(table, new Guard.Expect("query", 6, 5L), 1, 2))
                .isInstanceOf(TransactionOutcome.Committed.class);
    }

    @Test
    void checkpointsThatTakeLongAreWrittenLessOften() {
        SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
        FaultStore slow = FaultStore.over(MemoryStore.create(clock));
        Table appended = Table.create(slow, Tables.ENVIRONMENT.withClock(clock))
                .schema(Tables.SCHEMA)
                .property("delta.checkpointInterval", "2")
                .commit();
        slow.before(StoreOperation.PUT_IF_ABSENT, "0002.checkpoint", () -> clock.advance(Duration.ofSeconds(3)));
        for (int version = 1; version <= 14; version++) {
            appended.append(Tables.rows(version, version + 1));
            clock.advance(Duration.ofSeconds(3));
        }

        assertThat(slow.unusedRules()).isZero();
        assertThat(LongStream.rangeClosed(1, 14)
                        .filter(version -> slow.exists("_delta_log/%020d.checkpoint.parquet".formatted(version))))
                .as("nothing for 27 seconds, and then the newest that is due")
                .containsExactly(2L, 10L, 12L, 14L);
        assertThat(slow.exists("_delta_log/00000000000000000007.crc")).isTrue();
    }
}
