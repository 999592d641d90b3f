package io.weir.suite.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.expression.Expressions;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.testkit.CountingStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private static final String HINT = "GET _delta_log/_last_checkpoint";
    private static final String SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + "{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}}]}";

    private final CountingStore store = new CountingStore(MemoryStore.create());

    @Test
    void aSmallTableIsOpenedByItsHintAListingAndItsCommits() {
        commits(0, 2);
        store.drain();

        DeltaLog.forTable(store).latest();

        assertThat(store.drain()).containsExactly(HINT, "LIST _delta_log", get(0), get(1), get(2));
    }

    @Test
    void aTableWithACheckpointIsListedFromThereAndReadsItsEndAndItsRows() {
        commits(0, 10);
        DeltaLog writer = DeltaLog.forTable(store);
        writer.checkpoint(writer.latest(), Instant.EPOCH);
        commits(11, 12);
        store.drain();

        DeltaLog.forTable(store).latest();

        String checkpoint = "RANGE " + LogNames.classicCheckpoint(10);
        assertThat(store.drain())
                .startsWith(HINT, "LIST _delta_log from " + LogNames.firstOf(10), checkpoint)
                .endsWith(get(11), get(12))
                .filteredOn(request -> !request.equals(checkpoint))
                .hasSize(4);
    }

    @Test
    void aTableThatDidNotChangeCostsAListing() {
        commits(0, 2);
        DeltaLog log = DeltaLog.forTable(store);
        log.latest();
        store.drain();

        log.latest();

        assertThat(store.drain()).containsExactly("LIST _delta_log from " + LogNames.firstOf(3));
    }

    @Test
    void anotherCommitCostsAListingAndThatCommit() {
        commits(0, 2);
        DeltaLog log = DeltaLog.forTable(store);
        log.latest();
        commits(3, 3);
        store.drain();

        log.latest();

        assertThat(store.drain()).containsExactly("LIST _delta_log from " + LogNames.firstOf(3), get(3));
    }

    @Test
    void ourOwnCommitAndTheSnapshotInMemoryCostNothing() {
        commits(0, 2);
        DeltaLog log = DeltaLog.forTable(store);
        log.latest();
        commits(3, 3);
        store.drain();

        log.committed(3, List.of(file(3)));
        log.current();
        log.at(3);

        assertThat(store.drain()).isEmpty();
    }

    @Test
    void timeTravelReadsTheCheckpointAtOrBeforeAndTheCommitsToTheVersion() {
        commits(0, 5);
        DeltaLog writer = DeltaLog.forTable(store);
        writer.checkpoint(writer.latest(), Instant.EPOCH);
        commits(6, 9);
        store.drain();

        DeltaLog.forTable(store).at(7);

        assertThat(store.drain())
                .startsWith(HINT, "LIST _delta_log from " + LogNames.firstOf(5))
                .endsWith(get(6), get(7))
                .doesNotContain(get(8));
    }

    @Test
    void planningWhatIsInMemoryCostsNothing() {
        commits(0, 5);
        Snapshot snapshot = DeltaLog.forTable(store).latest();
        store.drain();

        snapshot.files().matching(Expressions.col("id").gt(3));
        snapshot.files().all();

        assertThat(store.drain()).isEmpty();
    }

    @Test
    void aCheckpointOfASmallTableIsTwoWrites() {
        commits(0, 5);
        DeltaLog log = DeltaLog.forTable(store);
        Snapshot snapshot = log.latest();
        store.drain();

        log.checkpoint(snapshot, Instant.EPOCH);

        assertThat(store.drain())
                .containsExactly("PUT-IF-ABSENT " + LogNames.classicCheckpoint(5), "PUT _delta_log/_last_checkpoint");
    }

    private void commits(long from, long to) {
        for (long version = from; version <= to; version++) {
            List<Action> actions = version == 0
                    ? List.of(
                            Protocol.LEGACY_DEFAULT,
                            Metadata.builder("5fba94ed").schemaString(SCHEMA).build())
                    : List.of(file(version));
            store.putIfAbsent(LogNames.commit(version), ActionCodec.write(actions));
        }
    }

    private static AddFile file(long version) {
        return AddFile.builder("part-" + version)
                .sizeBytes(1)
                .stats("{\"numRecords\":1,\"minValues\":{\"id\":" + version + "},\"maxValues\":{\"id\":" + version
                        + "},\"nullCount\":{\"id\":0}}")
                .build();
    }

    private static String get(long version) {
        return "GET " + LogNames.commit(version);
    }
}
