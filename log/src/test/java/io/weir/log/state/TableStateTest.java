package io.weir.log.state;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.empty;
import static io.weir.log.state.TestActions.metadata;
import static io.weir.log.state.TestActions.paths;
import static io.weir.log.state.TestActions.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.UnsupportedTableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableStateTest {
    @Test
    void aFileThatWasRemovedIsNotThere() {
        TableState state = empty().advance(1, List.of(add("a"), add("b"))).advance(2, List.of(remove("a", 5)));

        assertThat(paths(state.files())).containsExactly("b");
        assertThat(state.files().totalBytes()).isEqualTo(100);
        assertThat(tombstones(state)).containsExactly("a");
    }

    @Test
    void aFileThatComesBackHasNoTombstone() {
        TableState state = empty().advance(1, List.of(add("a")))
                .advance(2, List.of(remove("a", 5)))
                .advance(3, List.of(add("a")));

        assertThat(paths(state.files())).containsExactly("a");
        assertThat(tombstones(state)).isEmpty();
    }

    @Test
    void addingAFileAgainReplacesWhatWasSaidOfIt() {
        AddFile better = add("a", 100, Map.of(), "{\"numRecords\":3}");
        TableState state = empty().advance(1, List.of(add("a"), add("b"))).advance(2, List.of(better));

        assertThat(state.files().count()).isEqualTo(2);
        assertThat(state.files().all()).contains(better);
    }

    @ParameterizedTest
    @CsvSource({
        "a%20b, 'a b', true",
        "a%2520b, a%20b, false",
        "file:/x/y, /x/y, true",
        "file:///x/y, /x/y, true",
        "x//y, x/y, true",
        "./y, y, true",
        "a+b, a b, false",
        "p=10:00/x, p=10%3A00/x, true",
        "100%, 100%25, true"
    })
    void pathsAreToldApartByWhatTheyDecodeTo(String first, String second, boolean same) {
        TableState state = empty().advance(1, List.of(add(first))).advance(2, List.of(remove(second, 1)));

        assertThat(state.files().isEmpty()).isEqualTo(same);
        assertThat(add(first).key().equals(add(second).key())).isEqualTo(same);
    }

    @Test
    void theNewestTransactionOfAnApplicationWinsNotTheLargest() {
        TableState state = empty().advance(1, List.of(new SetTransaction("app", 7, 1L)))
                .advance(2, List.of(new SetTransaction("app", 3, 2L)));

        assertThat(state.transaction("app"))
                .hasValueSatisfying(t -> assertThat(t.version()).isEqualTo(3));
        assertThat(state.transaction("other")).isEmpty();
    }

    @Test
    void aDomainThatIsRemovedIsGone() {
        TableState state = empty().advance(
                        1, List.of(new DomainMetadata("a", "1", false), new DomainMetadata("b", "2", false)))
                .advance(2, List.of(new DomainMetadata("a", "", true)));

        assertThat(state.domains()).containsOnlyKeys("b");
    }

    @Test
    void metadataAndProtocolAreReplacedEachByItself() {
        TableState state =
                empty().advance(1, List.of(metadata().name("renamed").build())).advance(2, List.of(new Protocol(1, 3)));

        assertThat(state.shape().metadata().name()).isEqualTo("renamed");
        assertThat(state.shape().protocol().minWriterVersion()).isEqualTo(3);
    }

    @Test
    void aLogWithoutProtocolOrMetadataIsCorrupt() {
        assertThatThrownBy(() -> new StateBuilder().commit(0, List.of(METADATA)).build())
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining("protocol");
        assertThatThrownBy(() -> new StateBuilder().commit(0, List.of(PROTOCOL)).build())
                .isInstanceOf(CorruptTableException.class)
                .hasMessageContaining("metaData");
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalogManaged", "nobodyKnows"})
    void aReaderFeatureWeDoNotHaveIsRefusedByName(String feature) {
        Protocol protocol = new Protocol(3, 7, Set.of(feature), Set.of(feature), Map.of());

        assertThatThrownBy(() -> TableShape.of(protocol, METADATA))
                .isInstanceOfSatisfying(
                        UnsupportedTableException.class,
                        e -> assertThat(e.features()).containsExactly(feature));
    }

    @Test
    void aWriterFeatureWeDoNotHaveOnlyKeepsUsFromWriting() {
        Protocol protocol = new Protocol(1, 7, Set.of(), Set.of("nobodyKnows", "appendOnly"), Map.of());

        TableShape shape = TableShape.of(protocol, METADATA);

        assertThat(shape.missingForWriting()).containsExactly("nobodyKnows");
        assertThatThrownBy(shape::requireWritable).isInstanceOf(UnsupportedTableException.class);
    }

    @Test
    void featuresThatAnOldWriterVersionStandsForAreNoObstacleUsedOrNot() {
        Protocol protocol = new Protocol(2, 6);

        assertThat(TableShape.of(protocol, METADATA).missingForWriting()).isEmpty();
        assertThat(TableShape.of(
                                protocol,
                                metadata()
                                        .configuration(Map.of("delta.constraints.positive", "id > 0"))
                                        .build())
                        .missingForWriting())
                .isEmpty();
    }

    /** Any history, applied commit by commit or all at once, gives what a plain map gives. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aStateIsWhatAPlainMapOfItsHistoryIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<FileKey, AddFile> live = new LinkedHashMap<>();
        Map<FileKey, RemoveFile> removed = new LinkedHashMap<>();
        TableState state = empty();
        StateBuilder atOnce = new StateBuilder().commit(0, List.of(PROTOCOL, METADATA));
        int names = 1 + random.nextInt(400);
        for (int version = 1; version < 120; version++) {
            List<Action> commit = new ArrayList<>();
            Set<FileKey> touched = new java.util.HashSet<>();
            for (int n = random.nextInt(random.nextInt(10) == 0 ? 200 : 8); n > 0; n--) {
                String name = "part " + random.nextInt(names);
                String path = random.nextBoolean() ? name.replace(" ", "%20") : name;
                if (!touched.add(add(path).key())) {
                    continue;
                }
                if (random.nextInt(3) > 0) {
                    AddFile add = add(
                            path,
                            random.nextInt(1000),
                            Map.of("p", "v" + random.nextInt(3)),
                            random.nextBoolean() ? "{}" : null);
                    commit.add(
                            random.nextInt(5) == 0
                                    ? add.toBuilder().tags(Map.of("k", "v")).build()
                                    : add);
                } else {
                    commit.add(remove(path, version));
                }
            }
            for (Action action : commit) {
                if (action instanceof AddFile add) {
                    live.put(add.key(), add);
                    removed.remove(add.key());
                } else if (action instanceof RemoveFile remove) {
                    live.remove(remove.key());
                    removed.put(remove.key(), remove);
                }
            }
            state = state.advance(version, commit);
            atOnce.commit(version, commit);
            assertThat(state.files().count()).isEqualTo(live.size());
        }

        for (TableState each : List.of(state, atOnce.build())) {
            assertThat(each.files().all()).containsExactlyInAnyOrderElementsOf(live.values());
            assertThat(each.files().totalBytes())
                    .isEqualTo(
                            live.values().stream().mapToLong(AddFile::sizeBytes).sum());
            List<RemoveFile> found = new ArrayList<>();
            each.tombstones().forEach(-1, each.files(), found::add);
            assertThat(found).containsExactlyInAnyOrderElementsOf(removed.values());
            assertThat(live.values()).allMatch(each.files()::contains);
        }
    }

    @Test
    void manySmallCommitsDoNotPileUpAsManyChunks() {
        TableState state = empty();
        for (int version = 1; version <= 1000; version++) {
            state = state.advance(version, List.of(add("f" + version)));
        }

        assertThat(state.files().set().chunkCount()).isLessThan(12);
        assertThat(state.files().count()).isEqualTo(1000);
        assertThat(Arrays.stream(state.files().ids()).mapToObj(state.files()::path))
                .startsWith("f1", "f2")
                .endsWith("f1000");
    }

    @Test
    void anOlderStateStaysAsItWas() {
        TableState one = empty().advance(1, List.of(add("a"), add("b")));
        TableState two = one.advance(2, List.of(remove("a", 1), add("c")));

        assertThat(paths(one.files())).containsExactly("a", "b");
        assertThat(paths(two.files())).containsExactly("b", "c");
    }

    private static List<String> tombstones(TableState state) {
        List<String> paths = new ArrayList<>();
        state.tombstones().forEach(-1, state.files(), remove -> paths.add(remove.path()));
        return paths;
    }
}
