package io.weir.log.checkpoint;

import static io.weir.format.expression.Expressions.col;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.metadata;
import static io.weir.log.state.TestActions.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableState;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Instant NOW = Instant.ofEpochMilli(Duration.ofDays(100).toMillis());

    private final MemoryStore store = MemoryStore.create();
    private final DeltaLog log = DeltaLog.forTable(store);

    @Test
    void aTableIsTheSameThroughItsCheckpoint() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1), file("b", "y", 2), file("c", null, 3));
        commit(
                2,
                remove("a", NOW.toEpochMilli()),
                new SetTransaction("app", 5, 7L),
                new DomainMetadata("d", "{}", false));
        Snapshot before = log.latest();

        LastCheckpoint hint = log.checkpoint(before, NOW);
        deleteCommits(0, 2);

        assertSame(DeltaLog.forTable(store).latest(), before);
        assertThat(hint.version()).isEqualTo(2);
        assertThat(hint.numOfAddFiles()).isEqualTo(2);
        assertThat(hint.size()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1500})
    void aTableIsTheSameThroughACheckpointOfTheSecondSpecification(int files) {
        commit(
                0,
                PROTOCOL.with(List.of(TableFeature.V2_CHECKPOINT)),
                metadata()
                        .partitionColumns(List.of("name"))
                        .configuration(Map.of("delta.checkpointPolicy", "v2"))
                        .build());
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            actions.add(file("f" + i, "x", i));
        }
        commit(1, actions.toArray(Action[]::new));
        commit(2, remove("f1", NOW.toEpochMilli()), new SetTransaction("app", 5, 7L));
        Snapshot before = log.latest();

        LastCheckpoint hint = log.checkpoint(before, NOW);
        log.checkpoint(before, NOW.plusSeconds(1));
        deleteCommits(0, 2);

        assertSame(DeltaLog.forTable(store).latest(), before);
        List<String> names;
        try (Stream<ObjectInfo> all = store.listDeep("_delta_log")) {
            names = all.map(ObjectInfo::name).sorted().toList();
        }
        assertThat(names.get(0)).matches("_delta_log/0{19}2\\.checkpoint\\.[0-9a-f-]{36}\\.parquet");
        assertThat(names).hasSize(files < 1000 ? 2 : 4); // files, and what was removed, have sidecars of their own
        assertThat(hint.unknown()).containsKey("v2Checkpoint");
        assertThat(hint.numOfAddFiles()).isEqualTo(files - 1);
        store.delete(LogNames.LAST_CHECKPOINT);
        assertSame(DeltaLog.forTable(store).latest(), before);
    }

    @Test
    void aTableIsTheSameThroughACompactedLog() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1), file("b", "y", 2), new SetTransaction("app", 4, 7L));
        commit(2, remove("a", NOW.toEpochMilli()), new DomainMetadata("d", "{}", false));
        commit(3, file("c", null, 3), new SetTransaction("app", 5, 8L));
        commit(4, remove("b", NOW.toEpochMilli()), new DomainMetadata("d", "{}", true));
        commit(5, file("b", "y", 2));
        Snapshot before = log.latest();

        String name = CompactedLog.write(store, 1, 4);
        deleteCommits(1, 4);

        assertThat(name).isEqualTo("_delta_log/%020d.%020d.compacted.json".formatted(1, 4));
        assertSame(DeltaLog.forTable(store).latest(), before);
        assertThatThrownBy(() -> CompactedLog.write(store, 4, 5)).isInstanceOf(VersionNotFoundException.class);
    }

    @Test
    void aCheckpointIsNotMadeOfOneThatWasReplacedByAShorterOne() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1), file("b", "y", 2), file("c", "z", 3), file("d", "z", 3));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);
        DeltaLog second = DeltaLog.forTable(store);
        Snapshot before = second.latest();
        MemoryStore other = MemoryStore.create();
        commitTo(other, 0, PROTOCOL, partitioned());
        commitTo(other, 1, file("a", "x", 1));
        DeltaLog.forTable(other).checkpoint(DeltaLog.forTable(other).latest(), NOW);
        String checkpoint = LogNames.classicCheckpoint(1);
        commit(2, file("e", "x", 1));
        store.put(checkpoint, other.read(checkpoint));

        assertThatThrownBy(() -> second.checkpoint(second.latest(), NOW)).isInstanceOf(CorruptTableException.class);

        assertThat(store.exists(LogNames.classicCheckpoint(2))).isFalse();
        assertThat(before.files().count()).isEqualTo(4);
    }

    @Test
    void whatAnotherCheckpointOfTheSameNameSaysIsNotMixedIn() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1), file("b", "y", 2));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);
        Snapshot before = DeltaLog.forTable(store).latest();
        MemoryStore other = MemoryStore.create();
        commitTo(other, 0, PROTOCOL, partitioned());
        commitTo(other, 1, file("c", "x", 1_000_001), file("d", "another", 1_000_002));
        DeltaLog.forTable(other).checkpoint(DeltaLog.forTable(other).latest(), NOW);
        store.put(LogNames.classicCheckpoint(1), other.read(LogNames.classicCheckpoint(1)));

        assertThatThrownBy(() -> before.files().all()).isInstanceOf(CorruptTableException.class);
        assertThat(before.files().matching(col("id").gt(100L)))
                .as("statistics that are not its own exclude nothing")
                .hasSize(2);
    }

    @Test
    void aCheckpointMadeFromACheckpointLosesNothing() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1), file("b", "y", 2), tagged("t"));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);
        commit(2, remove("b", NOW.toEpochMilli()), file("c", "z", 3));
        DeltaLog second = DeltaLog.forTable(store);
        Snapshot before = second.latest();

        second.checkpoint(before, NOW);
        store.delete(LogNames.classicCheckpoint(1));
        deleteCommits(2, 2);

        Snapshot after = DeltaLog.forTable(store).latest();
        assertThat(after.files().all()).containsExactlyInAnyOrder(file("a", "x", 1), file("c", "z", 3), tagged("t"));
        assertThat(tombstones(after.state())).extracting(RemoveFile::path).containsExactly("b");
    }

    @Test
    void aFileOfACheckpointIsKnownByItsPathAndItsDeletionVector() {
        DeletionVectorDescriptor first = new DeletionVectorDescriptor("u", "vBn[lx{q8@P<9BNH/isA", 1, 36, 2, Map.of());
        DeletionVectorDescriptor second =
                new DeletionVectorDescriptor("i", "wi5b=000010000siXQ", null, 40, 6, Map.of());
        AddFile plain = file("a", "x", 1);
        AddFile one = file("b", "y", 2).toBuilder().deletionVector(first).build();
        AddFile two = file("c", "y", 2).toBuilder().deletionVector(second).build();
        AddFile both = one.toBuilder().deletionVector(second).build();
        commit(0, PROTOCOL, partitioned());
        commit(1, plain, one, two);
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);
        commit(2, one.remove(NOW.toEpochMilli(), false), both, file("c", "y", 2).remove(NOW.toEpochMilli(), true));

        LiveFiles files = DeltaLog.forTable(store).latest().files();

        assertThat(files.all()).containsExactlyInAnyOrder(plain, two, both);
        assertThat(files.mayHaveDeletionVectors()).isTrue();
        assertThat(Arrays.stream(files.ids()).mapToObj(files::deletionVector)).containsExactly(null, second, second);
        assertThat(files.contains(both)).isTrue();
        assertThat(files.contains(one)).isFalse();
    }

    @Test
    void tombstonesAndTransactionsExpire() {
        long old = NOW.minus(Duration.ofDays(8)).toEpochMilli();
        long young = NOW.minus(Duration.ofDays(6)).toEpochMilli();
        commit(
                0,
                PROTOCOL,
                metadata()
                        .configuration(Map.of("delta.setTransactionRetentionDuration", "interval 7 days"))
                        .build());
        commit(1, add("old"), add("young"));
        commit(
                2,
                remove("old", old),
                remove("young", young),
                new SetTransaction("old", 1, old),
                new SetTransaction("young", 1, young),
                new SetTransaction("ageless", 1, null));

        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 2);

        Snapshot after = DeltaLog.forTable(store).latest();
        assertThat(tombstones(after.state())).extracting(RemoveFile::path).containsExactly("young");
        assertThat(after.transactions()).containsOnlyKeys("young", "ageless");
    }

    @Test
    void theHintIsOfTheCheckpointThatIsThere() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1), file("b", "y", 2));
        commit(2, remove("b", NOW.toEpochMilli()));
        LastCheckpoint first = log.checkpoint(log.latest(), NOW);

        LastCheckpoint second = log.checkpoint(log.latest(), NOW.plus(Duration.ofDays(30)));

        assertThat(second).as("without the tombstone, which has expired").isEqualTo(first);
        assertThat(first.sizeInBytes())
                .isEqualTo(store.info(LogNames.classicCheckpoint(2)).sizeBytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statisticsInColumnsSayWhetherBoundsAreTightWhereRowsCanBeDeletedByPlace(boolean vectors) {
        commit(0, vectors ? PROTOCOL.with(List.of(TableFeature.DELETION_VECTORS)) : PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));

        log.checkpoint(log.latest(), NOW);

        try (CheckpointObject object = CheckpointObject.open(store, store.info(LogNames.classicCheckpoint(1)))) {
            StructType statistics = (StructType)
                    object.columns("add").field("stats_parsed").orElseThrow().type();
            assertThat(statistics.names().contains("tightBounds")).isEqualTo(vectors);
        }
    }

    @Test
    void aCheckpointCutInHalfIsPassedOverForAnOlderOne() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);
        commit(2, file("b", "x", 1));
        log.checkpoint(log.latest(), NOW);
        commit(3, file("c", "x", 1));
        cutInHalf(LogNames.classicCheckpoint(2));

        assertThat(DeltaLog.forTable(store).latest().files().count()).isEqualTo(3);
    }

    @Test
    void aCheckpointCutInHalfIsPassedOverForTheFirstCommit() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));
        log.checkpoint(log.latest(), NOW);
        store.put(LogNames.classicCheckpoint(1), new byte[] {1, 2, 3});

        assertThat(DeltaLog.forTable(store).latest().files().count()).isEqualTo(1);
    }

    @Test
    void aCheckpointCutInHalfThatNothingReplacesIsNamed() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);
        cutInHalf(LogNames.classicCheckpoint(1));

        assertThatThrownBy(() -> DeltaLog.forTable(store).latest())
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining(LogNames.classicCheckpoint(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "not json",
                "{\"version\":1,\"size\":2}",
                "{\"version\":999,\"size\":2}",
                "{\"version\":2,\"size\":2,\"parts\":7}"
            })
    void theHintIsOnlyAHint(String hint) {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));
        commit(2, file("b", "x", 1));
        log.checkpoint(log.latest(), NOW);
        commit(3, file("c", "x", 1));
        store.put(LogNames.LAST_CHECKPOINT, hint.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(DeltaLog.forTable(store).latest().files().count()).isEqualTo(3);
        assertThat(DeltaLog.forTable(store).at(1).files().count()).isEqualTo(1);
    }

    @Test
    void aVersionBeforeTheOldestCheckpointIsGone() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));
        commit(2, file("b", "x", 1));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);

        assertThatThrownBy(() -> DeltaLog.forTable(store).at(1))
                .isInstanceOfSatisfying(
                        VersionNotFoundException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("earliest", "2")
                                .containsEntry("latest", "2"));
        assertThat(DeltaLog.forTable(store).at(2).files().count()).isEqualTo(2);
    }

    @Test
    void aCheckpointThatIsThereStays() {
        commit(0, PROTOCOL, partitioned());
        commit(1, file("a", "x", 1));
        log.checkpoint(log.latest(), NOW);
        byte[] first = store.read(LogNames.classicCheckpoint(1));

        log.checkpoint(log.latest(), NOW.plus(Duration.ofDays(1)));

        assertThat(store.read(LogNames.classicCheckpoint(1))).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta.checkpoint.writeStatsAsJson", "delta.checkpoint.writeStatsAsStruct"})
    void eitherFormOfStatisticsCanBeLeftOut(String property) {
        commit(
                0,
                PROTOCOL,
                partitioned().toBuilder()
                        .configuration(Map.of(property, "false"))
                        .build());
        commit(1, file("a", "x", 1), file("b", "y", 2));
        log.checkpoint(log.latest(), NOW);
        deleteCommits(0, 1);

        assertThat(DeltaLog.forTable(store).latest().files().all())
                .extracting(AddFile::path)
                .containsExactly("a", "b");
    }

    @Test
    void whatALargeCheckpointHoldsIsLetGoOf() {
        commit(0, PROTOCOL, partitioned());
        List<Action> many = new ArrayList<>();
        for (int i = 0; i < 100_001; i++) {
            many.add(add("f" + i));
        }
        commit(1, many.toArray(Action[]::new));
        Snapshot before = log.latest();

        LastCheckpoint hint = log.checkpoint(before, NOW);

        assertThat(log.checkpoint(before, NOW))
                .as("of one that is there already")
                .isEqualTo(hint);
        Snapshot after = log.current();
        assertThat(after.files().countInMemory()).isZero();
        assertThat(after.files().count()).isEqualTo(100_001);
        assertThat(after.files().file(after.files().ids()[77_777])).isEqualTo(add("f77777"));
        commit(2, remove("f5", 1), add("g"));
        assertThat(log.latest().files().count()).isEqualTo(100_001);
    }

    /** Whatever the history: advanced, replayed and loaded through any checkpoint, a table is the same. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void everyWayToAVersionLeadsToTheSameTable(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        commit(0, PROTOCOL, partitioned());
        DeltaLog advancing = DeltaLog.forTable(store);
        DeltaLog fromFirst = DeltaLog.forTable(store);
        List<String> live = new ArrayList<>();
        int versions = 40;
        for (int version = 1; version <= versions; version++) {
            List<Action> actions = new ArrayList<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                String path = "p" + version + "-" + n + (random.nextInt(5) == 0 ? "%20x" : "");
                actions.add(
                        random.nextInt(6) == 0
                                ? tagged(path)
                                : file(path, random.nextInt(4) == 0 ? null : "v" + random.nextInt(5), n));
                live.add(path);
            }
            if (random.nextInt(3) == 0 && live.size() > 8) {
                String path = live.remove(random.nextInt(live.size() - 6));
                actions.add(remove(path, NOW.toEpochMilli() - version));
            }
            if (random.nextInt(4) == 0) {
                actions.add(new SetTransaction("app" + random.nextInt(3), version, (long) version));
            }
            if (random.nextInt(5) == 0) {
                actions.add(
                        new DomainMetadata("d" + random.nextInt(2), "{\"v\":" + version + "}", random.nextBoolean()));
            }
            commit(version, actions.toArray(Action[]::new));
            Snapshot advanced = advancing.latest();
            if (random.nextInt(7) == 0) {
                advancing.checkpoint(advanced, NOW);
            }
            if (random.nextInt(4) == 0) {
                assertSame(DeltaLog.forTable(store).latest(), advanced);
                assertSame(fromFirst.latest(), advanced);
            }
        }
        for (int version = 1; version <= versions; version += 3) {
            StateOf expected = new StateOf(replayed(version));
            assertThat(new StateOf(DeltaLog.forTable(store).at(version).state()))
                    .isEqualTo(expected);
        }
    }

    private TableState replayed(long version) {
        io.weir.log.state.StateBuilder state = new io.weir.log.state.StateBuilder();
        for (long v = 0; v <= version; v++) {
            state.commit(v, ActionCodec.readCommit(store.read(LogNames.commit(v)), LogNames.commit(v), v));
        }
        return state.build();
    }

    private static void assertSame(Snapshot found, Snapshot expected) {
        assertThat(new StateOf(found.state())).isEqualTo(new StateOf(expected.state()));
    }

    /** A state as plain values. */
    private record StateOf(
            long version,
            Object metadata,
            Object protocol,
            Map<String, SetTransaction> transactions,
            Map<String, DomainMetadata> domains,
            List<String> files,
            long bytes,
            List<String> tombstones) {
        StateOf(TableState state) {
            this(
                    state.version(),
                    state.shape().metadata(),
                    state.shape().protocol(),
                    state.transactions(),
                    state.domains(),
                    state.files().all().stream().map(AddFile::toString).sorted().toList(),
                    state.files().totalBytes(),
                    CheckpointTest.tombstones(state).stream()
                            .map(RemoveFile::toString)
                            .sorted()
                            .toList());
        }
    }

    private static List<RemoveFile> tombstones(TableState state) {
        List<RemoveFile> found = new ArrayList<>();
        state.tombstones().forEach(-1, state.files(), found::add);
        return found;
    }

    private static io.weir.log.action.Metadata partitioned() {
        return metadata().partitionColumns(List.of("name")).build();
    }

    private static AddFile file(String path, @Nullable String partition, long id) {
        Map<String, @Nullable String> values = new HashMap<>();
        values.put("name", partition);
        return add(
                path,
                100 + id,
                values,
                "{\"numRecords\":10,\"minValues\":{\"id\":" + id + "},\"maxValues\":{\"id\":" + (id + 5)
                        + "},\"nullCount\":{\"id\":0}}");
    }

    private static AddFile tagged(String path) {
        return file(path, "x", 9).toBuilder()
                .tags(Map.of("INSERTION_TIME", "1"))
                .baseRowId(17L)
                .defaultRowCommitVersion(1L)
                .clusteringProvider("liquid")
                .build();
    }

    private void commit(long version, Action... actions) {
        commitTo(store, version, actions);
    }

    private static void commitTo(MemoryStore to, long version, Action... actions) {
        to.putIfAbsent(LogNames.commit(version), ActionCodec.write(List.of(actions)));
    }

    private void deleteCommits(long from, long to) {
        for (long version = from; version <= to; version++) {
            store.delete(LogNames.commit(version));
        }
    }

    private void cutInHalf(String name) {
        byte[] whole = store.read(name);
        store.put(name, Arrays.copyOf(whole, whole.length / 2));
    }
}
