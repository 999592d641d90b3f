package io.weir.log.checkpoint;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.paths;
import static io.weir.log.state.TestActions.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.Sidecar;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.state.TestActions;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of the second specification, whose other files and sidecars are as their writers pleased. */
class SecondSpecificationTest {
    private static final Protocol PROTOCOL =
            new Protocol(3, 7, Set.of("v2Checkpoint"), Set.of("v2Checkpoint"), Map.of());
    private static final String TOP = "80a083e8-7026-4e79-81be-64bd76c43a11.json";

    private final MemoryStore store = MemoryStore.create();

    @Test
    void filesOfSidecarsAndTheOthersOfTheTopMakeTheState() {
        top(
                7,
                said(7),
                sidecar("one", "a", "b"),
                sidecar("two", "c"),
                PROTOCOL,
                METADATA,
                new SetTransaction("app", 3, null));
        commit(8, remove("b", 1), add("d"));

        DeltaLog log = DeltaLog.forTable(store);

        assertThat(paths(log.latest().files())).containsExactly("a", "c", "d");
        assertThat(log.latest().transactions()).containsOnlyKeys("app");
        assertThat(paths(log.at(7).files())).containsExactly("a", "b", "c");
    }

    @Test
    void sidecarsAreReadOnManyThreads() {
        List<Action> actions = new ArrayList<>(List.of(said(7), PROTOCOL, METADATA));
        List<String> expected = new ArrayList<>();
        for (int i = 100; i < 250; i++) {
            actions.add(sidecar("s" + i, "f" + i + "-0", "f" + i + "-1"));
            expected.addAll(List.of("f" + i + "-0", "f" + i + "-1"));
        }
        top(7, actions.toArray(Action[]::new));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            DeltaLog log = DeltaLog.forTable(store, threads);

            assertThat(paths(log.latest().files())).containsExactlyElementsOf(expected);
            assertThat(log.latest().files().files(log.latest().files().ids())).hasSize(300);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void fileActionsMayBeInTheTopItself() {
        top(
                7,
                said(7),
                PROTOCOL,
                METADATA,
                add("a"),
                add("b"),
                remove("gone", 1),
                new DomainMetadata("d", "{}", false));
        commit(8, remove("b", 1));

        DeltaLog log = DeltaLog.forTable(store);

        assertThat(paths(log.latest().files())).containsExactly("a");
        assertThat(log.latest().domains()).containsOnlyKeys("d");
        List<RemoveFile> tombstones = new ArrayList<>();
        log.latest().state().tombstones().forEach(0, log.latest().files(), tombstones::add);
        assertThat(tombstones).extracting(RemoveFile::path).containsExactlyInAnyOrder("gone", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with%20space",
                "file:///elsewhere/t/_delta_log/_sidecars/with%20space",
                "/x/_sidecars/with%20space"
            })
    void pathsOfSidecarsAreUrisAndOnlyTheirLastPartCounts(String path) {
        Sidecar stored = sidecar("with space", "a");
        top(7, said(7), new Sidecar(path, stored.sizeInBytes(), 1, Map.of(), Map.of()), PROTOCOL, METADATA);

        assertThat(paths(DeltaLog.forTable(store).latest().files())).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 17, 1_000_000, 10_000_000})
    void aSidecarOfAnotherLengthThanItSaysIsReadAllTheSame(long said) {
        sidecar("one", "a");
        top(7, said(7), new Sidecar("one", said, 1, Map.of(), Map.of()), PROTOCOL, METADATA);

        assertThat(paths(DeltaLog.forTable(store).latest().files())).containsExactly("a");
    }

    @Test
    void aSidecarThatIsGoneIsToldThoughThereIsAnOlderCheckpoint() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        top(1, said(1), sidecar("one", "a"), PROTOCOL, METADATA);
        commit(2, add("b"));
        top(2, said(2), sidecar("two", "a"), sidecar("three", "b"), PROTOCOL, METADATA);
        store.delete(LogNames.sidecar("three"));

        DeltaLog log = DeltaLog.forTable(store);

        assertThatThrownBy(log::latest)
                .isInstanceOfSatisfying(
                        CorruptTableException.class,
                        e -> assertThat(e.facts().toString()).contains("three").contains("version=2"));
        assertThat(paths(log.at(1).files())).containsExactly("a");
    }

    @Test
    void anotherCheckpointOfTheSameVersionWillDo() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.latest(), Instant.EPOCH);
        top(1, said(1), new Sidecar("gone", 10, 1, Map.of(), Map.of()), PROTOCOL, METADATA);
        store.delete(LogNames.commit(0));

        assertThat(paths(DeltaLog.forTable(store).latest().files())).containsExactly("a");

        store.delete(LogNames.classicCheckpoint(1));
        assertThatThrownBy(() -> DeltaLog.forTable(store).latest()).isInstanceOf(CorruptTableException.class);
    }

    @Test
    void aTopThatWasCutAnywhereIsNeverReadAsIfItWereWhole() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"), add("b"));
        Action[] whole = {
            new CheckpointMetadata(1, Map.of("numOfAddFiles", "2"), Map.of()),
            PROTOCOL,
            METADATA,
            sidecar("one", "a"),
            sidecar("two", "b")
        };
        byte[] bytes = ActionCodec.write(List.of(whole));
        String name = "_delta_log/" + LogNames.padded(1) + ".checkpoint." + TOP;
        for (int length = 0; length < bytes.length; length++) {
            store.put(name, Arrays.copyOf(bytes, length));

            assertThat(cutOrPaths()).isIn(List.of("a", "b"), List.of("error"));
        }
    }

    private List<String> cutOrPaths() {
        try {
            return paths(DeltaLog.forTable(store).latest().files());
        } catch (TableException e) {
            return List.of("error");
        }
    }

    @Test
    void aCheckpointThatSaysItIsOfAnotherVersionIsNotUsed() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        top(1, said(9), PROTOCOL, METADATA, add("z"));

        assertThat(paths(DeltaLog.forTable(store).latest().files())).containsExactly("a");
    }

    @Test
    void aDamagedSidecarMakesAnOlderCheckpointTheBase() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        top(1, said(1), sidecar("one", "a"), PROTOCOL, METADATA);
        store.put(LogNames.sidecar("one"), new byte[100]);

        assertThat(paths(DeltaLog.forTable(store).latest().files())).containsExactly("a");

        store.delete(LogNames.commit(0));
        assertThatThrownBy(() -> DeltaLog.forTable(store).latest())
                .isInstanceOfSatisfying(
                        CorruptTableException.class, e -> assertThat(e.facts()).containsKey("reason"));
    }

    private static CheckpointMetadata said(long version) {
        return new CheckpointMetadata(version, Map.of(), Map.of());
    }

    private void top(long version, Action... actions) {
        store.put("_delta_log/" + LogNames.padded(version) + ".checkpoint." + TOP, ActionCodec.write(List.of(actions)));
    }

    /** Stores a sidecar of some files. It holds more than it should, which is passed over. */
    private Sidecar sidecar(String name, String... files) {
        MemoryStore other = MemoryStore.create();
        List<Action> actions = new ArrayList<>(List.of(TestActions.PROTOCOL, METADATA));
        for (String file : files) {
            actions.add(add(file));
        }
        other.putIfAbsent(LogNames.commit(0), ActionCodec.write(actions));
        DeltaLog log = DeltaLog.forTable(other);
        log.checkpoint(log.latest(), Instant.EPOCH);
        byte[] bytes = other.read(LogNames.classicCheckpoint(0));
        store.put(LogNames.SIDECARS + "/" + name, bytes);
        return new Sidecar(name, bytes.length, 1, Map.of(), Map.of());
    }

    private void commit(long version, Action... actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(List.of(actions)));
    }
}
