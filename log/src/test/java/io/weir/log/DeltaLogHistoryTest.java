package io.weir.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeltaLogHistoryTest {
    private long now;
    private final MemoryStore store = MemoryStore.create(() -> Instant.ofEpochMilli(now));
    private final DeltaLog log = DeltaLog.forTable(store);

    @BeforeEach
    void threeVersions() {
        Metadata metadata = Metadata.builder("id")
                .schemaString("{\"type\":\"struct\",\"fields\":[]}")
                .build();
        CommitInfo info = CommitInfo.builder().operation("WRITE").txnId("t").build();
        commit(1000, new CommitAttempt(0, List.of(info, Protocol.LEGACY_DEFAULT, metadata)));
        commit(2000, new CommitAttempt(1, List.of(info, AddFile.builder("a").build())));
        commit(3000, new CommitAttempt(2, List.of(info, AddFile.builder("b").build())));
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
                .containsEntry("first", "0");
    }
}
