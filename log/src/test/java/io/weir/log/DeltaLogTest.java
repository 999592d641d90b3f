package io.weir.log;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.metadata;
import static io.weir.log.state.TestActions.paths;
import static io.weir.log.state.TestActions.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaLogTest {
    private final MemoryStore store = MemoryStore.create();
    private final DeltaLog log = DeltaLog.forTable(store);

    @Test
    void aDirectoryWithoutALogIsNoTable() {
        store.put("data.parquet", new byte[1]);
        store.put("_delta_log/notes.txt", new byte[1]);

        assertThat(log.exists()).isFalse();
        assertThatThrownBy(log::latest)
                .isInstanceOfSatisfying(
                        TableNotFoundException.class, e -> assertThat(e.facts()).containsKey("table"));
    }

    @Test
    void theLatestSnapshotSeesEveryCommit() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"), add("b"));
        assertThat(paths(log.latest().files())).containsExactly("a", "b");

        commit(2, remove("a", 1));
        commit(3, add("c"));

        assertThat(paths(log.latest().files())).containsExactly("b", "c");
        assertThat(log.latest().version()).isEqualTo(3);
        assertThat(log.latest()).isSameAs(log.latest());
    }

    @Test
    void everyVersionCanBeReadAgain() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        commit(2, remove("a", 1), add("b"));

        assertThat(paths(log.at(1).files())).containsExactly("a");
        assertThat(paths(log.at(2).files())).containsExactly("b");
        assertThat(log.at(0).files().isEmpty()).isTrue();
    }

    @Test
    void aVersionThatIsNotThereIsRefusedWithThoseThatAre() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));

        for (long version : new long[] {-1, 2, 100}) {
            assertThatThrownBy(() -> log.at(version))
                    .isInstanceOfSatisfying(
                            VersionNotFoundException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("earliest", "0")
                                    .containsEntry("latest", "1")
                                    .containsEntry("version", Long.toString(version)));
        }
    }

    @Test
    void aGapInTheLogIsNotReadAcross() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        commit(3, add("c"));

        assertThatThrownBy(log::latest)
                .isInstanceOfSatisfying(
                        CorruptTableException.class, e -> assertThat(e.facts()).containsEntry("missing", "2"));
        assertThatThrownBy(() -> log.at(2)).isInstanceOf(CorruptTableException.class);
        assertThat(paths(log.at(1).files())).containsExactly("a");
    }

    @Test
    void aGapThatOpensBehindTheSnapshotInMemoryIsNotReadAcross() {
        commit(0, PROTOCOL, METADATA);
        log.latest();
        commit(1, add("a"));
        commit(3, add("c"));

        assertThatThrownBy(log::latest).isInstanceOf(CorruptTableException.class);
    }

    /**
     * A listing that goes on while commits come may have a later one and lack an earlier one, which the next listing has.
     *
     * @param lacking the version that the next listing lacks; -1 for none
     */
    private ObjectStore listingPast(AtomicLong lacking) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listFrom")) {
                        long lost = lacking.getAndSet(-1);
                        return store.listFrom((String) arguments[0], (String) arguments[1])
                                .filter(o -> lost < 0 || !o.name().equals(LogNames.commit(lost)));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aCommitThatAListingPassedByIsNoGap() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        commit(2, add("b"));
        commit(3, add("c"));

        for (long lost = 0; lost <= 2; lost++) {
            DeltaLog raced = DeltaLog.forTable(listingPast(new AtomicLong(lost)));
            assertThat(paths(raced.latest().files())).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aCommitThatAListingPassedByBehindTheSnapshotInMemoryIsNoGap(long lost) {
        commit(0, PROTOCOL, METADATA);
        AtomicLong lacking = new AtomicLong(-1);
        DeltaLog raced = DeltaLog.forTable(listingPast(lacking));
        raced.latest();
        commit(1, add("a"));
        commit(2, add("b"));
        commit(3, add("c"));
        lacking.set(lost);

        assertThat(paths(raced.latest().files())).containsExactly("a", "b", "c");
        assertThat(lacking).hasValue(-1);
    }

    @Test
    void namesThatAreNotTheLogsOwnAreIgnored() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        for (String stray : List.of(
                ".00000000000000000002.json.tmp",
                "00000000000000000002.json.tmp",
                "2.json",
                "v2.json",
                "_commits_note.txt",
                "00000000000000000005.checkpoint.0000000001.0000000002.parquet")) {
            store.put("_delta_log/" + stray, new byte[] {'x'});
        }

        assertThat(log.latest().version()).isEqualTo(1);
    }

    @Test
    void anOlderVersionStaysReadableWhenTheTableMovesBeyondUs() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        log.latest();
        commit(2, new Protocol(3, 7, Set.of("fromTheFuture"), Set.of("fromTheFuture"), Map.of()));

        assertThatThrownBy(log::latest)
                .isInstanceOfSatisfying(
                        UnsupportedTableException.class,
                        e -> assertThat(e.features()).containsExactly("fromTheFuture"));
        assertThat(log.at(1).version()).isEqualTo(1);
    }

    @Test
    void ourOwnCommitNeedsNotBeReadBack() {
        commit(0, PROTOCOL, METADATA);
        log.latest();

        Snapshot told = log.committed(1, List.of(add("a")));

        assertThat(paths(told.files())).containsExactly("a");
        assertThat(log.current()).isSameAs(told);
    }

    @Test
    void aCommitThatIsCutShortIsNotAppliedInPart() {
        commit(0, PROTOCOL, METADATA);
        byte[] whole = ActionCodec.write(List.of(add("a"), add("b")));
        store.put(LogNames.commit(1), java.util.Arrays.copyOf(whole, whole.length - 20));

        assertThatThrownBy(log::latest)
                .isInstanceOfSatisfying(
                        CorruptTableException.class,
                        e -> assertThat(e.facts()).containsEntry("file", LogNames.commit(1)));
    }

    @Test
    void removedFilesAreForgottenWhenNoCheckpointWillTellOfThemAgain() {
        Instant removed = Instant.parse("2026-01-01T00:00:00Z");
        commit(
                0,
                PROTOCOL,
                metadata()
                        .configuration(Map.of("delta.deletedFileRetentionDuration", "interval 1 hour"))
                        .build());
        for (int version = 1; version <= 20; version++) {
            commit(version, add("f" + version), remove("f" + (version - 1), removed.toEpochMilli()));
        }
        assertThat(log.latest().state().tombstones().countInMemory()).isEqualTo(20);

        log.checkpoint(log.latest(), removed.plus(Duration.ofMinutes(59)));
        assertThat(log.current().state().tombstones().countInMemory()).isEqualTo(20);

        commit(21, remove("f20", removed.plus(Duration.ofMinutes(59)).toEpochMilli()));
        log.checkpoint(log.latest(), removed.plus(Duration.ofMinutes(60)));
        assertThat(log.current().state().tombstones().countInMemory()).isEqualTo(1);
        assertThat(log.latest()).isSameAs(log.current());
        assertThat(log.current().version()).isEqualTo(21);
    }

    @Test
    void aSnapshotWhoseCheckpointWasCleanedUpIsLoadedOnceMoreAndNotForEveryCheckpoint() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"), remove("gone", 1));
        log.checkpoint(log.latest(), Instant.EPOCH);
        DeltaLog opened = DeltaLog.forTable(store);
        commit(2, add("b"));
        Snapshot second = opened.latest();
        commit(3, add("c"));
        Snapshot third = opened.latest();
        store.delete(LogNames.classicCheckpoint(1));

        opened.checkpoint(second, Instant.EPOCH);

        assertThat(opened.current()).as("what came meanwhile is there").isNotSameAs(third);
        assertThat(paths(opened.current().files())).containsExactly("a", "b", "c");
        List<String> removed = new ArrayList<>();
        opened.current().state().tombstones().forEach(0, third.files(), file -> removed.add(file.path()));
        assertThat(removed).as("read from a checkpoint that is there").containsExactly("gone");
    }

    private void commit(long version, Action... actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(List.of(actions)));
    }
}
