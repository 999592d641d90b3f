package io.weir.log.commit;

import static io.weir.log.commit.ScriptedStore.Step.ANSWER_LOST;
import static io.weir.log.commit.ScriptedStore.Step.REFUSED;
import static io.weir.log.commit.ScriptedStore.Step.REQUEST_LOST;
import static io.weir.log.commit.ScriptedStore.Step.WORKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitWriterTest {
    private static final String ENTRY = "_delta_log/00000000000000000007.json";

    private final ScriptedStore store = new ScriptedStore();
    private final CommitAttempt ours = attempt("ours");

    private static CommitAttempt attempt(String txnId) {
        return new CommitAttempt(
                7,
                List.of(
                        CommitInfo.builder().txnId(txnId).build(),
                        AddFile.builder(txnId + ".parquet").build()));
    }

    @Test
    void aFreeVersionIsTakenWithOneRequest() {
        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Committed(7));
        assertThat(store.drain()).containsExactly("PUT " + ENTRY);
        Commit read = Commit.load(store, 7).orElseThrow();
        assertThat(read.txnId()).isEqualTo(ours.txnId());
        assertThat(read.actions()).hasSize(2).endsWith(ours.actions().get(1));
    }

    @Test
    void aTakenVersionIsLostWithOneRequest() {
        CommitWriter.attempt(store, attempt("theirs"));
        store.drain();

        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Lost(7));
        assertThat(store.drain()).containsExactly("PUT " + ENTRY);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsRecognisedAsOurs() {
        store.puts(ANSWER_LOST);

        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Committed(7));
        assertThat(store.drain()).containsExactly("PUT " + ENTRY, "GET " + ENTRY);
    }

    @Test
    void aWriteThatNeverArrivedIsMadeAgainUnderTheSameVersion() {
        store.puts(REQUEST_LOST);

        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Committed(7));
        assertThat(store.drain()).containsExactly("PUT " + ENTRY, "GET " + ENTRY, "PUT " + ENTRY);
    }

    @Test
    void aLostAnswerThatHidesALostVersionIsRecognisedAsTheirs() {
        store.inner.putIfAbsent(ENTRY, attempt("theirs").toBytes());
        store.puts(REQUEST_LOST);

        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Lost(7));
    }

    @Test
    void answersThatAreLostAgainAndAgainAreStillSettledOnce() {
        store.puts(REQUEST_LOST, ANSWER_LOST);

        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Committed(7));
        assertThat(store.drain()).containsExactly("PUT " + ENTRY, "GET " + ENTRY, "PUT " + ENTRY, "GET " + ENTRY);
    }

    @Test
    void aStoreThatStaysSilentLeavesTheOutcomeUnknownUntilItAnswers() {
        store.puts(ANSWER_LOST).reads(REFUSED, REFUSED, REFUSED);

        CommitOutcome outcome = CommitWriter.attempt(store, ours);

        assertThat(outcome).isInstanceOf(CommitOutcome.Unknown.class);
        assertThat(CommitWriter.settle(store, (CommitOutcome.Unknown) outcome, ours))
                .isEqualTo(new CommitOutcome.Committed(7));
    }

    @Test
    void aRefusalIsTheCallersToHandleAndWritesNothing() {
        store.puts(REFUSED);

        assertThatThrownBy(() -> CommitWriter.attempt(store, ours)).isInstanceOf(StorageException.class);
        assertThat(store.inner.exists(ENTRY)).isFalse();
    }

    @Test
    void anEntryThatCannotBeReadIsNotOurs() {
        store.inner.putIfAbsent(ENTRY, "{\"commitInfo\":{\"txnId\":\"ou".getBytes(StandardCharsets.UTF_8));
        store.puts(REQUEST_LOST, WORKS);

        assertThat(CommitWriter.attempt(store, ours)).isEqualTo(new CommitOutcome.Lost(7));
    }
}
