package io.weir.suite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.Commit;
import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.ConstraintViolationException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions of one process that wait for their turn go into the table together. */
@Timeout(60)
class GroupCommitTest {
    private static final String FIRST = "00000000000000000001.json";
    private static final String SECOND = "00000000000000000002.json";
    private static final StructType SCHEMA =
            StructType.of(new StructField("id", PrimitiveType.LONG).withNullable(false));

    private final ObjectStore store = MemoryStore.create();
    private final FaultStore faults = FaultStore.over(store);
    private final Table table =
            Table.create(faults, Tables.ENVIRONMENT).schema(SCHEMA).commit();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void letEverybodyGo() throws InterruptedException {
        released.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static ColumnBatch row(@Nullable Long id) {
        return new BatchBuilder(SCHEMA).add(id).build();
    }

    private <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        return task;
    }

    /** Somebody is in the middle of writing the first version. */
    private FutureTask<CommitResult> somebodyIsWriting() throws Exception {
        faults.before(StoreOperation.PUT_IF_ABSENT, FIRST, () -> {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        FutureTask<CommitResult> writing = start(() -> table.append(row(0L)));
        begun.await();
        return writing;
    }

    /** Begins work and returns when it waits for its turn. */
    private <T> FutureTask<T> queue(Callable<T> work) throws Exception {
        FutureTask<T> task = start(work);
        Thread thread = threads.get(threads.size() - 1);
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(task.isDone()).isFalse();
            Thread.onSpinWait();
        }
        return task;
    }

    private FutureTask<CommitResult> queue(long id) throws Exception {
        return queue(() -> table.append(row(id)));
    }

    private CommitInfo info(long version) {
        return Objects.requireNonNull(Commit.load(store, version).orElseThrow().info());
    }

    private static Throwable failure(FutureTask<?> task) throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("It did not fail");
    }

    @Test
    void thoseWhoWaitShareOneVersionAndOneFile() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2), queue(3));
        released.countDown();

        assertThat(first.get().version()).isEqualTo(1);
        for (FutureTask<CommitResult> other : others) {
            assertThat(other.get())
                    .extracting(CommitResult::version, CommitResult::files, CommitResult::rows)
                    .containsExactly(2L, 1, 1L);
        }
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L, 3L);
        assertThat(Tables.dataFiles(store)).hasSize(2);
        CommitInfo info = info(2);
        assertThat(info.operation()).isEqualTo("WRITE");
        assertThat(info.isBlindAppend()).isTrue();
        assertThat(info.operationMetrics())
                .containsEntry("numOutputRows", "\"3\"")
                .containsEntry("numFiles", "\"1\"");
        assertThat(info.operationParameters()).containsEntry("mode", "\"Append\"");
        assertThat(info.members().get("weir.transactions")).contains("\"numOutputRows\":\"1\"");
    }

    @Test
    void whoBreaksARuleHearsOfItAloneAndTheOthersGoOn() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        FutureTask<CommitResult> good = queue(1);
        FutureTask<CommitResult> bad = queue(() -> table.append(row(null)));
        FutureTask<CommitResult> alsoGood = queue(2);
        released.countDown();

        first.get();
        assertThat(failure(bad)).isInstanceOf(ConstraintViolationException.class);
        assertThat(good.get().rows()).isEqualTo(1);
        assertThat(alsoGood.get().rows()).isEqualTo(1);
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
        assertThat(Tables.dataFiles(store)).as("nothing is left behind").hasSize(3);
    }

    @Test
    void aLostAnswerIsSettledOnceForAll() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2));
        faults.next(StoreOperation.PUT_IF_ABSENT, SECOND, Fault.ANSWER_LOST);
        released.countDown();

        first.get();
        for (FutureTask<CommitResult> other : others) {
            assertThat(other.get().version()).isEqualTo(2);
        }
        assertThat(faults.unusedRules()).isZero();
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whatNobodyCanTellIsToldEachWithHisOwnTransaction() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2));
        faults.next(StoreOperation.PUT_IF_ABSENT, SECOND, Fault.ANSWER_LOST);
        for (int i = 0; i < 200; i++) {
            faults.next(StoreOperation.READ, SECOND, Fault.BROKEN);
        }
        released.countDown();

        first.get();
        List<String> ids = new ArrayList<>();
        for (FutureTask<CommitResult> other : others) {
            assertThat(failure(other))
                    .isInstanceOfSatisfying(
                            CommitUnknownException.class, e -> ids.add(e.facts().get("txnId")));
        }
        assertThat(ids).doesNotHaveDuplicates();
        String entry = String.valueOf(info(2).members().get("weir.transactions"));
        assertThat(ids).allMatch(entry::contains);
        assertThat(Tables.ids(Tables.open(store))).as("its file was kept").containsExactly(0L, 1L, 2L);
    }

    @Test
    void aStoreThatTakesNothingFailsAllAndKeepsNothing() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2));
        faults.next(StoreOperation.PUT_IF_ABSENT, SECOND, Fault.BROKEN);
        released.countDown();

        first.get();
        for (FutureTask<CommitResult> other : others) {
            assertThat(failure(other)).isInstanceOf(StorageException.class);
        }
        assertThat(Tables.dataFiles(store)).hasSize(1);
        assertThat(table.append(row(5L)).version()).isEqualTo(2);
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 5L);
    }

    @Test
    void whenTheLeadersThreadDiesTheOthersHearOfItAndTheNextGoesOn() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2));
        faults.before(StoreOperation.PUT_IF_ABSENT, SECOND, () -> {
            throw new StackOverflowError("on purpose");
        });
        released.countDown();

        first.get();
        assertThat(failure(others.get(0))).isInstanceOf(StackOverflowError.class);
        assertThat(failure(others.get(1)))
                .as("the store had been asked")
                .isInstanceOf(CommitUnknownException.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(table.append(row(5L)).version()).isEqualTo(2);
    }

    @Test
    void whoIsInterruptedWhileHeWaitsIsToldWhatBecameOfHisRows() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        boolean[] interrupted = new boolean[1];
        FutureTask<CommitResult> other = queue(() -> {
            CommitResult result = table.append(row(1L));
            interrupted[0] = Thread.interrupted();
            return result;
        });
        threads.get(threads.size() - 1).interrupt();
        released.countDown();

        first.get();
        assertThat(other.get().version()).isEqualTo(2);
        assertThat(interrupted[0]).isTrue();
    }

    private TransactionOutcome epoch(String appId, long epoch, long id) {
        DataFileWriter writer = table.dataFiles(WriteOptions.DEFAULT);
        writer.write(row(id));
        return table.transaction("STREAMING UPDATE")
                .guard(new Guard.Newer(appId, epoch))
                .add(writer.finish())
                .commit();
    }

    @Test
    void epochsOfDifferentApplicationsGoTogetherAndOneEpochGoesOnce() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        FutureTask<TransactionOutcome> a = queue(() -> epoch("a", 1, 1));
        FutureTask<TransactionOutcome> b = queue(() -> epoch("b", 1, 2));
        FutureTask<TransactionOutcome> again = queue(() -> epoch("a", 1, 1));
        released.countDown();

        first.get();
        assertThat(a.get().version()).isEqualTo(2);
        assertThat(b.get().version()).isEqualTo(2);
        assertThat(again.get()).isInstanceOf(TransactionOutcome.AlreadyCommitted.class);
        Table fresh = Tables.open(store);
        assertThat(Tables.ids(fresh)).containsExactly(0L, 1L, 2L);
        assertThat(fresh.latest().snapshot().transaction("b"))
                .map(SetTransaction::version)
                .contains(1L);
    }

    @Test
    void whatChangesMoreThanItAddsGoesAlone() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        FutureTask<CommitResult> before = queue(1);
        FutureTask<CommitResult> overwrite = queue(() -> table.overwrite(row(9L)));
        FutureTask<CommitResult> after = queue(2);
        released.countDown();

        first.get();
        assertThat(before.get().version()).isEqualTo(2);
        assertThat(overwrite.get().version()).as("blind appends are forgiven").isEqualTo(3);
        assertThat(after.get().version()).isEqualTo(4);
        assertThat(info(3).members()).doesNotContainKey("weir.transactions");
    }

    @Test
    void aWriterElsewhereWhoWinsIsFollowedByAll() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2));
        Table elsewhere = Tables.open(store);
        faults.before(StoreOperation.PUT_IF_ABSENT, SECOND, () -> elsewhere.append(row(7L)));
        released.countDown();

        first.get();
        for (FutureTask<CommitResult> other : others) {
            assertThat(other.get().version()).isEqualTo(3);
        }
        assertThat(Tables.ids(Tables.open(store))).containsExactly(0L, 1L, 2L, 7L);
        assertThat(Tables.dataFiles(store)).as("rows are written once").hasSize(3);
    }

    @Test
    void metadataThatMattersEndsAllWhoDidNotKnowOfIt() throws Exception {
        FutureTask<CommitResult> first = somebodyIsWriting();
        List<FutureTask<CommitResult>> others = List.of(queue(1), queue(2));
        Table elsewhere = Tables.open(store);
        faults.before(
                StoreOperation.PUT_IF_ABSENT,
                SECOND,
                () -> elsewhere
                        .transaction("SET TBLPROPERTIES")
                        .metadata(elsewhere.latest().snapshot().metadata().toBuilder()
                                .configuration(Map.of("delta.somethingNew", "1"))
                                .build())
                        .commit());
        released.countDown();

        first.get();
        for (FutureTask<CommitResult> other : others) {
            assertThat(failure(other))
                    .isInstanceOfSatisfying(
                            CommitConflictException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("theirs", "2")
                                    .containsEntry("operation", "SET TBLPROPERTIES")
                                    .containsEntry("changed", "delta.somethingNew"));
        }
        assertThat(Tables.dataFiles(store)).hasSize(1);
        assertThatThrownBy(() -> table.append(row(null))).isInstanceOf(ConstraintViolationException.class);
    }
}
