package io.weir.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeltaLogHistoryTest {
    private static final CommitInfo INFO =
            CommitInfo.builder().operation("WRITE").txnId("t").build();

    private long now;
    private final MemoryStore store = MemoryStore.create(() -> Instant.ofEpochMilli(now));
    private final DeltaLog log = DeltaLog.forTable(store);

    @BeforeEach
    void threeVersions() {
        Metadata metadata = Metadata.builder("id")
                .schemaString("{\"type\":\"struct\",\"fields\":[]}")
                .build();
        commit(1000, new CommitAttempt(0, List.of(INFO, Protocol.LEGACY_DEFAULT, metadata)));
        commit(2000, new CommitAttempt(1, List.of(INFO, AddFile.builder("a").build())));
        commit(3000, new CommitAttempt(2, List.of(INFO, AddFile.builder("b").build())));
    }

    private void commit(long millis, CommitAttempt attempt) {
        now = millis;
        assertThat(CommitWriter.attempt(store, attempt)).isInstanceOf(CommitOutcome.Committed.class);
    }

    @Test
    void aTimeStandsForTheNewestVersionUpToIt() {
        assertThat(log.at(Instant.ofEpochMilli(2999)).version()).isEqualTo(1);
        assertThat(log.at(Instant.ofEpochMilli(3000)).files().count()).isEqualTo(2);
        assertThat(log.commitMillis(log.at(1))).isEqualTo(2000);
        assertThat(log.history(2).newest(2, Runnable::run)).hasSize(2);
    }

    @Test
    void aTimeBeforeTheTableNamesTheTable() {
        VersionNotFoundException error =
                catchThrowableOfType(VersionNotFoundException.class, () -> log.at(Instant.ofEpochMilli(1)));

        assertThat(error.facts())
                .containsEntry("table", store.root().toString())
                .containsEntry("earliest", "0");
    }

    @Test
    void aChecksumThatTellsAnotherNumberOfFilesIsNoticed() {
        Snapshot snapshot = log.latest();
        VersionChecksum right = snapshot.checksum("t");
        right.store(store, 2);
        new VersionChecksum("t", 0, 7, null, null, null, right.metadata(), right.protocol()).store(store, 1);

        assertThat(log.verify(snapshot)).isEmpty();
        assertThat(log.verify(log.at(1))).containsOnlyKeys("numFiles");
        assertThat(log.verify(log.at(0))).isEmpty();
    }

    @Test
    void transactionsThatExpireAreNotListedInAChecksum() {
        Metadata expiring = log.latest().metadata().toBuilder()
                .configuration(Map.of("delta.setTransactionRetentionDuration", "interval 1 day"))
                .build();
        commit(4000, new CommitAttempt(3, List.of(INFO, new SetTransaction("app", 1, 4000L))));
        assertThat(log.latest().checksum(null).setTransactions()).hasSize(1);

        commit(5000, new CommitAttempt(4, List.of(INFO, expiring)));

        assertThat(log.latest().checksum(null).setTransactions()).isNull();
    }
}
