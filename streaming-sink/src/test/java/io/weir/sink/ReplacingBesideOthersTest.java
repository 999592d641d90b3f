package io.weir.sink;

import static io.weir.sink.SinkFixture.BY_ID;
import static io.weir.sink.SinkFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.PrimitiveType;
import io.weir.log.action.AddFile;
import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.sink.SinkFixture.Kind;
import io.weir.table.Table;
import io.weir.testkit.Fault;
import io.weir.testkit.StoreOperation;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others commit between the moment that an epoch is planned and the moment that it is committed. */
class ReplacingBesideOthersTest {
    private static void before(SinkFixture sink, Consumer<SinkFixture> work) {
        sink.store.before(StoreOperation.PUT_IF_ABSENT, ".json", () -> work.accept(sink));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRowOfTheKeyThatWasAppendedInBetweenIsReplacedToo(boolean vectors) {
        try (SinkFixture sink = new SinkFixture(new Kind(vectors, true, false, false))) {
            sink.append(row(1L, "a", 1));
            before(sink, s -> s.append(row(2L, "b", 2), row(3L, "b", 3)));

            assertThat(sink.commit(0, BY_ID, row(2L, "x", 20))).isEqualTo(new EpochOutcome.Committed(3, 1));
            assertThat(sink.rows()).containsExactly("1/a/1", "2/x/20", "3/b/3");
            assertThat(sink.changes(3)).containsExactly("update_postimage 2/x/20", "update_preimage 2/b/2");
            assertThat(sink.store.unusedRules()).isZero();
            assertNothingIsLeftBehind(sink, 4);
        }
    }

    @Test
    void aRowThatWasAppendedInBetweenIsReplacedByACompleteEpoch() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            before(sink, s -> s.append(row(2L, "b", 2)));

            assertThat(sink.commit(0, OutputMode.complete(), row(9L, "x", 9)))
                    .isEqualTo(new EpochOutcome.Committed(2, 1));
            assertThat(sink.rows()).containsExactly("9/x/9");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCompactionInBetweenChangesNothing(boolean vectors) {
        try (SinkFixture sink = new SinkFixture(new Kind(vectors, false, false, true))) {
            sink.append(row(1L, "a", 1));
            sink.append(row(2L, "b", 2));
            before(sink, s -> s.elsewhere(SinkFixture::compact));
            assertThat(sink.commit(0, BY_ID, row(2L, "x", 20))).isEqualTo(new EpochOutcome.Committed(4, 1));
            assertThat(sink.rows()).containsExactly("1/a/1", "2/x/20");

            before(sink, s -> s.elsewhere(SinkFixture::compact));
            assertThat(sink.commit(1, OutputMode.complete(), row(5L, "x", 5)))
                    .isEqualTo(new EpochOutcome.Committed(6, 1));
            assertThat(sink.rows()).containsExactly("5/x/5");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeletionOfTheRowInBetweenMakesItNew(boolean vectors) {
        try (SinkFixture sink = new SinkFixture(new Kind(vectors, true, false, false))) {
            sink.append(row(1L, "a", 1), row(2L, "b", 2));
            before(sink, s -> s.elsewhere(other -> other.delete("id = 2")));

            sink.commit(0, BY_ID, row(2L, "x", 20));
            assertThat(sink.rows()).containsExactly("1/a/1", "2/x/20");
            assertThat(sink.changes(3)).containsExactly("insert 2/x/20");
        }
    }

    @Test
    void anotherRunsEpochInBetweenFencesUsAndLeavesNothing() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            sink.append(row(1L, "a", 1));
            sink.commit(0, BY_ID, row(1L, "a", 2));
            Epoch ours = SinkFixture.epoch(1, BY_ID, sink.part(BY_ID, row(1L, "a", 3)));
            Epoch theirs = SinkFixture.epoch(1, BY_ID, sink.part(BY_ID, row(1L, "a", 4)));
            Epoch further = SinkFixture.epoch(2, BY_ID, sink.part(BY_ID, row(1L, "a", 5)));
            before(
                    sink,
                    s -> s.elsewhere(other -> {
                        EpochCommitter.of(other).commit(theirs);
                        EpochCommitter.of(other).commit(further);
                    }));

            EpochOutcome outcome = sink.committer.commit(ours);
            assertThat(outcome).isEqualTo(new EpochOutcome.AlreadyIn(4, 2, new Guard.Expect("app", 1, 0L), 3L));
            assertThat(outcome.sentence())
                    .isEqualTo("The epoch was already committed; nothing was written"
                            + " {appId=app, committedIn=3, epoch=1, newestEpoch=2, version=4}");
            assertThat(sink.rows()).containsExactly("1/a/5");
            sink.committer.abort(ours);
            assertNothingIsLeftBehind(sink, 4);
        }
    }

    @Test
    void twoProcessesOfOneApplicationGetEachEpochInOnce() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN);
                Table other = Table.open(sink.address)) {
            EpochCommitter theirs = EpochCommitter.of(other);
            for (OutputMode mode : List.of(OutputMode.append(), OutputMode.complete(), BY_ID)) {
                long next = sink.committer.lastEpoch("app").orElse(-1) + 1;
                Epoch a = SinkFixture.epoch(next, mode, sink.part(mode, row(next, "ours", 1)));
                Epoch b = SinkFixture.epoch(next, mode, sink.part(mode, row(next, "theirs", 1)));
                Epoch late = SinkFixture.epoch(next, mode, sink.part(mode, row(next, "late", 1)));
                Epoch zombies = new Epoch(
                                List.of(new Guard.Expect("app", next + 7, next)),
                                List.of(sink.part(mode, row(next, "zombie", 1))),
                                Map.of(),
                                Map.of(),
                                Map.of())
                        .in(mode);
                EpochOutcome won = next % 2 == 0 ? sink.committer.commit(a) : theirs.commit(b);
                EpochOutcome lost = next % 2 == 0 ? theirs.commit(b) : sink.committer.commit(a);

                assertThat(won).isInstanceOf(EpochOutcome.Committed.class);
                assertThat(lost).isInstanceOf(EpochOutcome.AlreadyIn.class);
                assertThat(theirs.commit(SinkFixture.epoch(next + 1, mode, sink.part(mode, row(100L, "on", 1)))))
                        .isInstanceOf(EpochOutcome.Committed.class);
                assertThat(sink.committer.commitRecovered(late)).isInstanceOf(EpochOutcome.AlreadyIn.class);
                assertThat(sink.committer.commit(zombies)).isInstanceOf(EpochOutcome.Fenced.class);
            }
            assertThat(sink.rows()).containsExactly("100/on/1", "4/ours/1");
            assertThat(sink.table.latest().version()).isEqualTo(6);
        }
    }

    @Test
    void aChangeOfColumnsInBetweenIsAConflictThatStays() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            Epoch epoch = SinkFixture.epoch(0, BY_ID, sink.part(BY_ID, row(1L, "a", 1)));
            before(
                    sink,
                    s -> s.elsewhere(other ->
                            other.alter().addConstraint("many", "v > 1").commit()));

            assertThatThrownBy(() -> sink.committer.commit(epoch)).isInstanceOf(CommitConflictException.class);
            assertThat(sink.table.count()).isZero();
            assertThat(sink.files()).as("the parts are kept").hasSize(1);
        }
    }

    @Test
    void aColumnThatIsAddedInBetweenIsNullInTheRows() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            sink.append(row(1L, "a", 1));
            Epoch epoch = SinkFixture.epoch(0, BY_ID, sink.part(BY_ID, row(1L, "a", 2), row(2L, "b", 2)));
            before(
                    sink,
                    s -> s.elsewhere(other -> other.alter()
                            .addColumn("more", PrimitiveType.STRING)
                            .commit()));

            sink.committer.commit(epoch);
            assertThat(sink.rows()).containsExactly("1/a/2", "2/b/2");
            assertThat(sink.table.scan().where("more IS NULL").count()).isEqualTo(2);
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsInTheTableOnce() {
        try (SinkFixture sink = new SinkFixture(new Kind(true, true, false, false))) {
            sink.append(row(1L, "a", 1));
            sink.store.next(StoreOperation.PUT_IF_ABSENT, ".json", Fault.ANSWER_LOST);

            assertThat(sink.commit(0, BY_ID, row(1L, "a", 2))).isEqualTo(new EpochOutcome.Committed(2, 1));
            assertThat(sink.rows()).containsExactly("1/a/2");
            assertThat(sink.store.unusedRules()).isZero();
        }
    }

    @Test
    void anEpochOfUnknownFateKeepsItsFilesAndIsRecognisedLater() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            sink.append(row(1L, "a", 1));
            Epoch epoch = SinkFixture.epoch(0, BY_ID, sink.part(BY_ID, row(1L, "a", 2)));
            sink.store.next(StoreOperation.PUT_IF_ABSENT, ".json", Fault.ANSWER_LOST);
            for (int i = 0; i < 1000; i++) {
                sink.store.next(StoreOperation.READ, "00000000000000000002.json", Fault.REFUSED);
            }

            assertThatThrownBy(() -> sink.committer.commit(epoch)).isInstanceOf(CommitUnknownException.class);
            assertThat(sink.files()).hasSize(3);

            try (Table other = Table.open(sink.address)) {
                assertThat(EpochCommitter.of(other).commit(epoch))
                        .isEqualTo(new EpochOutcome.AlreadyIn(2, 0, new Guard.Expect("app", 0, null), 2L));
                assertThat(other.count()).isEqualTo(1);
            }
            assertThat(sink.files()).as("the part is gone now").hasSize(2);
        }
    }

    @Test
    void aCrashBeforeTheCommitLeavesPartsThatCanStillBeCommitted() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            sink.append(row(1L, "a", 1));
            byte[] kept = SinkFixture.epoch(0, BY_ID, sink.part(BY_ID, row(1L, "a", 2)))
                    .toBytes();
            sink.store.next(StoreOperation.PUT_IF_ABSENT, ".json", Fault.STOP_BEFORE);
            assertThatThrownBy(() -> sink.committer.commit(Epoch.fromBytes(kept)))
                    .isNotNull();

            try (Table other = Table.open(sink.address)) {
                EpochCommitter committer = EpochCommitter.of(other);
                Epoch epoch = Epoch.fromBytes(kept);
                assertThat(committer.recover(List.of(epoch))).containsExactly(new PendingEpoch.Open(epoch));
                assertThat(committer.commitRecovered(epoch)).isInstanceOf(EpochOutcome.Committed.class);
                assertThat(other.scan().where("v = 2").count()).isEqualTo(1);
                assertThat(other.count()).isEqualTo(1);
            }
        }
    }

    /** Nothing but files that some version had. */
    private static void assertNothingIsLeftBehind(SinkFixture sink, int mostVersions) {
        Stream<String> named = Stream.iterate(0L, version -> version + 1)
                .limit(Math.min(mostVersions, sink.table.latest().version()) + 1)
                .flatMap(version -> sink.table.at(version).files().map(AddFile::path));
        assertThat(sink.files()).isSubsetOf(named.toList());
    }

    @Test
    void epochsInAnyOrderOfModesAreOneHistory() {
        try (SinkFixture sink = new SinkFixture(new Kind(true, false, false, false))) {
            sink.commit(0, OutputMode.append(), row(1L, "a", 1));
            sink.commit(1, BY_ID, row(1L, "a", 2), row(2L, "a", 2));
            sink.commit(2, OutputMode.append(), row(3L, "a", 3));
            sink.commit(3, OutputMode.complete(), row(4L, "a", 4));
            sink.commit(4, BY_ID, row(4L, "a", 5));

            assertThat(sink.rows()).containsExactly("4/a/5");
            assertThat(sink.committer.lastEpoch("app")).hasValue(4);
            assertThat(sink.table.history(5).stream().map(entry -> SinkFixture.parameter(entry, "outputMode")))
                    .containsExactly("Update", "Complete", "Append", "Update", "Append");
            assertThat(sink.committer.positions("app")).isEqualTo(Map.of());
        }
    }
}
