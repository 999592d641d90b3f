package io.weir.suite.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.expression.Expressions;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.Sidecar;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.LogName;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.testkit.CountingStore;
import io.weir.testkit.LargeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

        assertThat(store.drain()).containsExactly(HINT, list(10), whole(10), get(11), get(12));
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

        assertThat(store.drain()).containsExactly(HINT, list(5), whole(5), get(6), get(7));
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

    @Test
    void aSmallCheckpointIsReadAtOnce() {
        commits(0, 10);
        checkpoint(10);

        assertThat(opened()).containsExactly(HINT, list(10), whole(10));
    }

    @Test
    void aLargeCheckpointIsItsFooterTheColumnsThatEveryListingNeedsAndTheFewOtherActions() {
        CountingStore large = new CountingStore(MemoryStore.create());
        LargeTable.create(large, 40_000, 1);
        large.drain();
        DeltaLog log = DeltaLog.forTable(large);

        Snapshot snapshot = log.latest();

        String part = "RANGE " + LogNames.classicCheckpoint(LargeTable.CHECKPOINT_VERSION);
        assertThat(large.drain())
                .containsExactly(
                        HINT,
                        list(LargeTable.CHECKPOINT_VERSION),
                        part, // footer
                        part, // paths, partition values, sizes and times
                        part, // is there anything but files?
                        part, // protocol and metadata
                        part,
                        get(LargeTable.CHECKPOINT_VERSION + 1));

        snapshot.files().matching(Expressions.col("event_id").lt(5));
        assertThat(large.drain())
                .as("footer, row counts, least and greatest values")
                .containsExactly(part, part, part, part);
    }

    @Test
    void everyPartOfACheckpointIsReadLikeOne() {
        commits(0, 10);
        String one = part(10, 1, 2);
        String two = part(10, 2, 2);
        store.put(one, checkpointOf(true, file(1)));
        store.put(two, checkpointOf(false, file(2)));
        new LastCheckpoint(10, 4, 2, null, null, null, Map.of(), Map.of()).store(store);

        assertThat(opened()).containsExactlyInAnyOrder(HINT, list(10), "GET " + one, "GET " + two);
    }

    @Test
    void aCheckpointWithSidecarsIsOneFileAndThenTheyLikeParts() {
        commits(0, 10);
        String top = withSidecars(10, file(1), file(2));
        commits(11, 12);

        assertThat(opened())
                .containsExactly(
                        HINT,
                        list(10),
                        "GET " + top,
                        "GET " + LogNames.sidecar("0"),
                        "GET " + LogNames.sidecar("1"),
                        get(11),
                        get(12));
    }

    @Test
    void whateverTheCheckpointARefreshCostsAListingAndTheNewCommits() {
        commits(0, 10);
        withSidecars(10, file(1), file(2));
        DeltaLog log = DeltaLog.forTable(store);
        log.latest();
        commits(11, 12);
        store.drain();

        log.latest();

        assertThat(store.drain()).containsExactly(list(11), get(11), get(12));
    }

    @Test
    void planningReadsTheStatisticsOfACheckpointOnceAndOfTheColumnAskedForOnly() {
        commits(0, 10);
        checkpoint(10);
        Snapshot snapshot = DeltaLog.forTable(store).latest();
        store.drain();

        assertThat(snapshot.files().matching(Expressions.col("id").gt(9))).hasSize(1);
        assertThat(store.drain()).containsExactly(whole(10));

        assertThat(snapshot.files().matching(Expressions.col("id").gt(3))).hasSize(7);
        assertThat(store.drain()).isEmpty();
    }

    @Test
    void planningReadsTheStatisticsOfEverySidecarOnce() {
        commits(0, 10);
        withSidecars(10, file(1), file(2));
        Snapshot snapshot = DeltaLog.forTable(store).latest();
        store.drain();

        assertThat(snapshot.files().matching(Expressions.col("id").gt(1))).hasSize(1);

        assertThat(store.drain()).containsExactly("GET " + LogNames.sidecar("0"), "GET " + LogNames.sidecar("1"));
    }

    @Test
    void timeTravelBeforeTheHintListsTheLogToTheVersion() {
        commits(0, 20);
        checkpoint(5);
        checkpoint(20);
        store.drain();

        DeltaLog.forTable(store).at(7);

        assertThat(store.drain()).containsExactly(HINT, "LIST _delta_log", whole(5), get(6), get(7));
    }

    @Test
    void withoutAHintTheLogIsListedOnce() {
        commits(0, 10);
        checkpoint(10);
        store.delete(LogNames.LAST_CHECKPOINT);

        assertThat(opened()).containsExactly(HINT, "LIST _delta_log", whole(10));
    }

    @Test
    void aHintThatPointsBeyondTheLogCostsAListing() {
        commits(0, 10);
        checkpoint(10);
        new LastCheckpoint(99, 4, 2, 1).store(store);

        assertThat(opened()).containsExactly(HINT, list(99), "LIST _delta_log", whole(10));
    }

    @Test
    void aChecksumIsOneRequest() {
        commits(0, 2);
        DeltaLog log = DeltaLog.forTable(store);
        Snapshot snapshot = log.latest();
        store.drain();

        assertThat(log.verify(snapshot)).isEmpty();

        assertThat(store.drain()).containsExactly("GET " + LogNames.versionChecksum(2));
    }

    private List<String> opened() {
        store.drain();
        DeltaLog.forTable(store).latest();
        return store.drain();
    }

    private void checkpoint(long version) {
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.at(version), Instant.EPOCH);
    }

    /** A checkpoint of the second specification, with a sidecar a file. */
    private String withSidecars(long version, AddFile... files) {
        List<Action> actions = new ArrayList<>();
        actions.add(new CheckpointMetadata(version, Map.of(), Map.of()));
        actions.add(new Protocol(3, 7, Set.of("v2Checkpoint"), Set.of("v2Checkpoint"), Map.of()));
        actions.add(Metadata.builder("5fba94ed").schemaString(SCHEMA).build());
        for (int i = 0; i < files.length; i++) {
            byte[] bytes = checkpointOf(false, files[i]);
            store.put(LogNames.sidecar("" + i), bytes);
            actions.add(new Sidecar("" + i, bytes.length, 1, Map.of(), Map.of()));
        }
        String top = LogNames.path(new LogName.UuidCheckpoint(version, "80a083e8-7026-4e79-81be-64bd76c43a11", true));
        store.put(top, ActionCodec.write(actions));
        new LastCheckpoint(version, files.length + 2L, 1000, files.length).store(store);
        return top;
    }

    /** A checkpoint's file of these files, as we write it. */
    private static byte[] checkpointOf(boolean first, AddFile file) {
        MemoryStore other = MemoryStore.create();
        List<Action> actions = List.of(
                Protocol.LEGACY_DEFAULT,
                Metadata.builder(first ? "5fba94ed" : "other")
                        .schemaString(SCHEMA)
                        .build(),
                file);
        other.putIfAbsent(LogNames.commit(0), ActionCodec.write(actions));
        DeltaLog log = DeltaLog.forTable(other);
        log.checkpoint(log.latest(), Instant.EPOCH);
        return other.read(LogNames.classicCheckpoint(0));
    }

    private static String part(long version, int part, int parts) {
        return LogNames.path(new LogName.CheckpointPart(version, part, parts));
    }

    private static String list(long from) {
        return "LIST _delta_log from " + LogNames.firstOf(from);
    }

    private static String whole(long version) {
        return "GET " + LogNames.classicCheckpoint(version);
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
