package io.weir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.History.CommitTime;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Protocol PROTOCOL = Protocol.LEGACY_DEFAULT.with(List.of(TableFeature.IN_COMMIT_TIMESTAMP));
    private static final Metadata PLAIN = Metadata.builder("id").build();
    private static final Metadata SINCE_START = PLAIN.toBuilder()
            .configuration(Map.of(CommitDraft.IN_COMMIT_TIMESTAMPS, "true"))
            .build();

    private long now;
    private final MemoryStore store = MemoryStore.create(() -> Instant.ofEpochMilli(now));

    private static Metadata since(long version, long millis) {
        return PLAIN.toBuilder()
                .configuration(Map.of(
                        CommitDraft.IN_COMMIT_TIMESTAMPS,
                        "true",
                        CommitDraft.ENABLEMENT_VERSION,
                        Long.toString(version),
                        CommitDraft.ENABLEMENT_TIMESTAMP,
                        Long.toString(millis)))
                .build();
    }

    private void commit(long version, long fileMillis, @Nullable Long inCommitTimestamp) {
        CommitInfo.Builder info =
                CommitInfo.builder().operation("OP " + version).timestamp(fileMillis);
        if (inCommitTimestamp != null) {
            info.inCommitTimestamp(inCommitTimestamp);
        }
        put(version, fileMillis, List.of(info.build()));
    }

    private void put(long version, long fileMillis, List<Action> actions) {
        now = fileMillis;
        store.put(LogNames.commit(version), ActionCodec.write(actions));
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    @Test
    void fileTimesThatGoBackwardsAreMovedUpByAMillisecond() {
        commit(0, 100, null);
        commit(1, 90, null);
        commit(2, 95, null);
        commit(3, 200, null);

        History history = History.load(store, 3, PROTOCOL, PLAIN);

        assertThat(history.newest(10, Runnable::run))
                .extracting(History.Entry::version, History.Entry::timestampMillis)
                .containsExactly(tuple(3, 200), tuple(2, 102), tuple(1, 101), tuple(0, 100));
        assertThat(history.at(at(100))).isEqualTo(new CommitTime(0, 100));
        assertThat(history.at(at(101))).isEqualTo(new CommitTime(1, 101));
        assertThat(history.at(at(199))).isEqualTo(new CommitTime(2, 102));
        assertThat(history.at(at(200))).isEqualTo(new CommitTime(3, 200));
    }

    private static Tuple tuple(long version, long millis) {
        return Assertions.tuple(version, millis);
    }

    @Test
    void aTimeOutsideTheHistoryIsRefusedWithWhatThereIs() {
        commit(0, 1000, null);
        commit(1, 2000, null);
        History history = History.load(store, 1, PROTOCOL, PLAIN);

        VersionNotFoundException before =
                catchThrowableOfType(VersionNotFoundException.class, () -> history.at(at(999)));
        VersionNotFoundException after =
                catchThrowableOfType(VersionNotFoundException.class, () -> history.at(at(2001)));

        assertThat(before.sentence()).contains("before");
        assertThat(after.sentence()).contains("after");
        assertThat(after.facts())
                .containsEntry("earliest", "0")
                .containsEntry("earliestTime", "1970-01-01T00:00:01Z")
                .containsEntry("latest", "1")
                .containsEntry("latestTime", "1970-01-01T00:00:02Z");
    }

    @Test
    void inCommitTimestampsCountWhateverTheFilesSay() {
        commit(0, 9000, 100L);
        commit(1, 10, 200L);
        commit(2, 5000, 300L);
        History history = History.load(store, 2, PROTOCOL, SINCE_START);

        assertThat(history.at(at(299))).isEqualTo(new CommitTime(1, 200));
        assertThat(history.at(at(300))).isEqualTo(new CommitTime(2, 300));
        assertThatThrownBy(() -> history.at(at(99))).isInstanceOf(VersionNotFoundException.class);
        assertThat(history.timestampMillis(1)).isEqualTo(200);
    }

    @Test
    void timestampsThatBeganLaterSplitTheHistory() {
        commit(0, 100, null);
        commit(1, 90, null); // counts as 101
        commit(2, 1_000_000, 150L);
        commit(3, 1_000_000, 250L);
        History history = History.load(store, 3, PROTOCOL, since(2, 150));

        assertThat(history.at(at(100))).isEqualTo(new CommitTime(0, 100));
        assertThat(history.at(at(149))).isEqualTo(new CommitTime(1, 101));
        assertThat(history.at(at(150))).isEqualTo(new CommitTime(2, 150));
        assertThat(history.at(at(250))).isEqualTo(new CommitTime(3, 250));
        assertThatThrownBy(() -> history.at(at(99))).isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> history.at(at(251))).isInstanceOf(VersionNotFoundException.class);
    }

    @Test
    void aLogThatWasCleanedUpStartsWhereItStarts() {
        commit(5, 100, null);
        commit(6, 200, null);
        History history = History.load(store, 6, PROTOCOL, PLAIN);

        assertThat(history.firstVersion()).isEqualTo(5);
        assertThat(history.newest(10, Runnable::run)).hasSize(2);
        assertThatThrownBy(() -> history.at(at(99))).isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> history.entry(4)).isInstanceOf(VersionNotFoundException.class);
    }

    @Test
    void aLogThatWasCleanedUpToWhereTimestampsBeganKnowsNothingBefore() {
        commit(2, 1_000_000, 150L);
        commit(3, 1_000_000, 250L);
        History history = History.load(store, 3, PROTOCOL, since(2, 150));

        assertThat(history.at(at(150))).isEqualTo(new CommitTime(2, 150));
        assertThatThrownBy(() -> history.at(at(149))).isInstanceOf(VersionNotFoundException.class);
    }

    @Test
    void nothingBeforeAGapIsReachable() {
        commit(0, 1, null);
        commit(2, 2, null);
        commit(3, 3, null);

        assertThat(History.load(store, 3, PROTOCOL, PLAIN).firstVersion()).isEqualTo(2);
    }

    @Test
    void versionsAfterTheOneThatIsKnownAreLeftOut() {
        commit(0, 1, null);
        commit(1, 2, null);

        assertThat(History.load(store, 0, PROTOCOL, PLAIN).latestVersion()).isZero();
    }

    @Test
    void aTableOfWhichOnlyACheckpointIsLeftHasNoHistory() {
        commit(0, 1, null);
        History history = History.load(store, 7, PROTOCOL, PLAIN);

        assertThat(history.isEmpty()).isTrue();
        assertThat(history.newest(10, Runnable::run)).isEmpty();
        assertThatThrownBy(() -> history.at(at(1))).isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> history.entry(7)).isInstanceOf(VersionNotFoundException.class);
        assertThat(History.commitMillis(store, 7, PROTOCOL, PLAIN)).isZero();
    }

    @Test
    void theTimeOfOneVersionIsFoundWithoutAListing() {
        commit(3, 50, 99L);
        new VersionChecksum(null, 0, 0, 123L, null, null, SINCE_START, PROTOCOL).store(store, 4);

        assertThat(History.commitMillis(store, 3, PROTOCOL, SINCE_START)).isEqualTo(99);
        assertThat(History.commitMillis(store, 3, PROTOCOL, PLAIN)).isEqualTo(50);
        assertThat(History.commitMillis(store, 4, PROTOCOL, SINCE_START)).isEqualTo(123);
        assertThatThrownBy(() -> History.commitMillis(store, 5, PROTOCOL, SINCE_START))
                .isInstanceOf(CorruptTableException.class);
    }

    @Test
    void strayFilesAndCheckpointsDoNotMatter() {
        commit(0, 1, null);
        store.put("_delta_log/00000000000000000000.crc", new byte[0]);
        store.put("_delta_log/00000000000000000000.checkpoint.parquet", new byte[0]);
        store.put("_delta_log/00000000000000000001.json.tmp", new byte[0]);
        commit(1, 2, null);

        assertThat(History.load(store, 1, PROTOCOL, PLAIN).newest(5, Runnable::run))
                .hasSize(2);
    }

    @Test
    void theNewestFewAreReadInParallelAndInOrder() {
        for (int version = 0; version < 50; version++) {
            commit(version, version * 10L, null);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            assertThat(History.load(store, 49, PROTOCOL, PLAIN).newest(20, threads))
                    .extracting(History.Entry::version)
                    .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                    .hasSize(20)
                    .startsWith(49L);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void withInCommitTimestampsTheNewestCostOneListingFromThereAndOneReadEach() {
        ScriptedStore counted = new ScriptedStore();
        for (int version = 0; version < 10; version++) {
            counted.inner.put(
                    LogNames.commit(version),
                    ActionCodec.write(List.of(
                            CommitInfo.builder().inCommitTimestamp(version).build())));
        }

        assertThat(History.loadNewest(counted, 2, 9, PROTOCOL, SINCE_START).newest(2, Runnable::run))
                .hasSize(2);
        assertThat(counted.drain())
                .containsExactly(
                        "LIST _delta_log 00000000000000000008.",
                        "GET " + LogNames.commit(9),
                        "GET " + LogNames.commit(8));
    }

    @Test
    void ofALargeCommitOnlyTheHeadIsRead() {
        ScriptedStore counted = new ScriptedStore();
        List<Action> actions = new ArrayList<>();
        actions.add(CommitInfo.builder().operation("WRITE").build());
        for (int i = 0; i < 2000; i++) {
            actions.add(AddFile.builder("file-" + i).build());
        }
        counted.inner.put(LogNames.commit(0), ActionCodec.write(actions));
        History history = History.load(counted, 0, PROTOCOL, PLAIN);
        counted.drain();

        assertThat(history.entry(0))
                .isEqualTo(new History.Entry(
                        0, counted.inner.info(LogNames.commit(0)).modifiedMillis(), (CommitInfo) actions.get(0)));
        assertThat(counted.drain()).containsExactly("OPEN " + LogNames.commit(0));
    }

    @Test
    void aCommitInfoThatIsNotOnTopIsFound() {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            actions.add(AddFile.builder("file-" + i).build());
        }
        actions.add(CommitInfo.builder().operation("WRITE").build());
        put(0, 1, actions);
        put(1, 2, List.of(AddFile.builder("x").build()));
        History history = History.load(store, 1, PROTOCOL, PLAIN);

        assertThat(history.entry(0).info()).isNotNull();
        assertThat(history.entry(1).info()).isNull();
    }

    @Test
    void aMissingInCommitTimestampIsAnError() {
        commit(0, 1, null);

        assertThatThrownBy(() -> History.load(store, 0, PROTOCOL, SINCE_START).timestampMillis(0))
                .isInstanceOf(CorruptTableException.class);
    }
}
