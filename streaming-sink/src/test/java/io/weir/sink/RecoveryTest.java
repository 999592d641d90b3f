package io.weir.sink;

import static io.weir.sink.SinkFixture.BY_ID;
import static io.weir.sink.SinkFixture.epoch;
import static io.weir.sink.SinkFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.commit.Guard;
import io.weir.log.error.CommitConflictException;
import io.weir.sink.SinkFixture.Kind;
import io.weir.table.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final OutputMode APPEND = OutputMode.append();

    private final SinkFixture sink = new SinkFixture(Kind.PLAIN);

    private static Epoch newer(String appId, long number) {
        return new Epoch(List.of(new Guard.Newer(appId, number)), List.of(), Map.of("p", 1L), Map.of(), Map.of());
    }

    @Test
    void theLogSaysWhichEpochsAreInAndWhichCanFollow() {
        sink.commit(0, APPEND, row(1L, "a", 1));
        sink.append(row(2L, "a", 1));
        sink.commit(1, APPEND, row(3L, "a", 1));
        sink.committer.commit(newer("other", 4));
        sink.committer.commit(newer("other", 9));
        Epoch overtaken =
                new Epoch(List.of(new Guard.Expect("app", 1, 7L)), List.of(), Map.of("p", 1L), Map.of(), Map.of());
        Epoch passedOver = newer("other", 6);
        Epoch gap = epoch(8, APPEND);
        List<Epoch> pending = List.of(
                epoch(3, APPEND),
                epoch(2, APPEND),
                epoch(0, APPEND),
                gap,
                newer("other", 4),
                passedOver,
                newer("new", 1));

        List<PendingEpoch> found = sink.committer.recover(pending);

        assertThat(found)
                .containsExactly(
                        new PendingEpoch.Committed(epoch(0, APPEND), 1L),
                        new PendingEpoch.Open(epoch(2, APPEND)),
                        new PendingEpoch.Open(epoch(3, APPEND)),
                        new PendingEpoch.Overtaken(gap, 3L),
                        new PendingEpoch.Open(newer("new", 1)),
                        new PendingEpoch.Committed(newer("other", 4), 4L),
                        new PendingEpoch.Overtaken(passedOver, 9L));
        assertThat(found.get(0).sentence())
                .isEqualTo("The epoch was committed before the engine stopped {appId=app, epoch=0, version=1}");
        assertThat(sink.committer.recover(List.of(overtaken)))
                .as("it is in, whatever it expected")
                .containsExactly(new PendingEpoch.Committed(overtaken, 3L));
    }

    @Test
    void anEpochWithSeveralGuardsIsInIfOneVersionTookAllItsSteps() {
        Guard ours = new Guard.Expect("app", 0, null);
        Guard shared = new Guard.Expect("shared", 0, null);
        sink.committer.commit(with(ours, shared));
        sink.committer.commit(with(new Guard.Expect("app", 1, 0L)));
        sink.committer.commit(with(new Guard.Expect("shared", 1, 0L)));
        sink.committer.commit(with(new Guard.Expect("shared", 2, 1L)));

        assertThat(sink.committer.recover(List.of(with(ours, shared))))
                .containsExactly(new PendingEpoch.Committed(with(ours, shared), 1L));
        for (Epoch never : List.of(
                with(new Guard.Expect("app", 1, 0L), new Guard.Expect("shared", 1, 0L)),
                with(new Guard.Expect("app", 2, 1L), new Guard.Expect("shared", 1, 0L)))) {
            assertThat(sink.committer.recover(List.of(never))).containsExactly(new PendingEpoch.Overtaken(never, 1L));
            assertThat(sink.committer.commitRecovered(never)).isInstanceOf(EpochOutcome.Fenced.class);
        }
    }

    private static Epoch with(Guard... guards) {
        return new Epoch(List.of(guards), List.of(), Map.of("p", 1L), Map.of(), Map.of());
    }

    @Test
    void whatIsSaidToBeOpenCanBeCommittedInThatOrder() {
        List<Epoch> pending = List.of(
                epoch(1, APPEND, sink.part(APPEND, row(2L, "a", 1))),
                epoch(0, APPEND, sink.part(APPEND, row(1L, "a", 1))));
        try (Table restarted = Table.open(sink.address)) {
            EpochCommitter committer = EpochCommitter.of(restarted);
            for (PendingEpoch open : committer.recover(pending)) {
                assertThat(committer.commitRecovered(open.epoch())).isInstanceOf(EpochOutcome.Committed.class);
            }
            assertThat(committer.recover(pending))
                    .extracting(found -> found instanceof PendingEpoch.Committed in ? in.version() : null)
                    .containsExactly(1L, 2L);
        }
        assertThat(sink.rows()).containsExactly("1/a/1", "2/a/1");
    }

    @Test
    void aRecoveredEpochOfWhichAFileIsGoneIsNotCommitted() {
        for (OutputMode mode : List.of(APPEND, OutputMode.complete(), BY_ID)) {
            Epoch epoch = epoch(0, mode, sink.part(mode, row(1L, "a", 1)), sink.part(mode, row(2L, "a", 1)));
            String file = epoch.parts().get(1).files().get(0).name();
            sink.store.delete(file);

            assertThatThrownBy(() -> sink.committer.commitRecovered(epoch))
                    .isInstanceOf(EpochFilesLostException.class)
                    .hasMessageContaining("appId=app, epoch=0, file=" + file);
        }
        Epoch update = epoch(0, BY_ID, sink.part(BY_ID, row(1L, "a", 1)));
        sink.store.delete(update.parts().get(0).files().get(0).name());
        assertThatThrownBy(() -> sink.committer.commit(update)).isInstanceOf(EpochFilesLostException.class);
        assertThat(sink.table.latest().version()).isZero();
    }

    @Test
    void aRecoveredEpochThatIsInIsSaidToBeInAlthoughItsFilesAreGoneAndOthersCameBehind() {
        Epoch epoch = epoch(0, BY_ID, sink.part(BY_ID, row(1L, "a", 1)));
        sink.committer.commit(epoch);

        sink.commit(1, APPEND, row(5L, "a", 1));

        assertThat(sink.committer.commitRecovered(epoch))
                .isEqualTo(new EpochOutcome.AlreadyIn(2, 1, new Guard.Expect("app", 0, null), 1L));
        assertThat(sink.committer.commit(epoch))
                .as("whoever did not ask is a stranger")
                .isEqualTo(new EpochOutcome.Fenced(2, null, 1L));
    }

    @Test
    void aFileThatIsAnotherOneNowIsNotCommitted() {
        Epoch epoch = epoch(0, APPEND, sink.part(APPEND, row(1L, "a", 1)));
        sink.store.put(epoch.parts().get(0).files().get(0).name(), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> sink.committer.commitRecovered(epoch))
                .isInstanceOf(EpochFilesLostException.class)
                .hasMessageContaining("bytes=3");
    }

    @Test
    void aRecoveredEpochKnowsForWhichColumnsItWasWritten() {
        byte[] kept = epoch(0, APPEND, sink.part(APPEND, row(1L, "a", 1)))
                .writtenAs(List.of(sink.table.known().metadata()))
                .toBytes();
        sink.elsewhere(other -> other.alter().addConstraint("many", "v > 1").commit());

        try (Table restarted = Table.open(sink.address)) {
            assertThatThrownBy(() -> EpochCommitter.of(restarted).commitRecovered(Epoch.fromBytes(kept)))
                    .isInstanceOf(CommitConflictException.class);
        }
    }
}
