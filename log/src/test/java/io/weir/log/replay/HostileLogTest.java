package io.weir.log.replay;

import static io.weir.log.state.TestActions.METADATA;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static io.weir.log.state.TestActions.paths;
import static io.weir.log.state.TestActions.remove;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.SetTransaction;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.LogName;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.TableState;
import io.weir.storage.MemoryStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in logs that others wrote, moved, cleaned up and broke: the right state or an error, never another state. */
class HostileLogTest {
    private static final List<String> TRUTH = List.of("b", "c");

    private final MemoryStore store = MemoryStore.create();

    private void makeTable() {
        commit(0, PROTOCOL, METADATA);
        commit(1, add("a"));
        commit(2, add("b"));
        commit(3, remove("a", 1), add("c"));
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.at(2), Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "garbage",
                "[]",
                "{}",
                "null",
                "{\"version\":2",
                "{\"version\":-7,\"size\":4}",
                "{\"version\":\"2\",\"size\":4}",
                "{\"version\":2.5,\"size\":4}",
                "{\"version\":99,\"size\":4}",
                "{\"version\":9223372036854775807,\"size\":4}",
                "{\"version\":92233720368547758070,\"size\":4}",
                "{\"version\":0,\"size\":4}",
                "{\"version\":1,\"size\":4}",
                "{\"version\":3,\"size\":4}",
                "{\"version\":2,\"size\":-4}",
                "{\"version\":2,\"size\":4,\"parts\":17}",
                "{\"version\":2,\"size\":4,\"parts\":-1}",
                "{\"version\":2,\"size\":4,\"sizeInBytes\":1,\"numOfAddFiles\":12345}",
                "{\"version\":2,\"size\":4,\"checksum\":\"00000000000000000000000000000000\"}",
                "{\"version\":2,\"size\":4,\"version\":99}",
                "{\"version\":2,\"size\":4}{\"version\":2,\"size\":4}"
            })
    void whateverTheHintSaysTheStateIsTheSame(String hint) {
        makeTable();
        store.put(LogNames.LAST_CHECKPOINT, hint.getBytes(UTF_8));

        assertThat(live()).isEqualTo(TRUTH);
        assertThat(paths(DeltaLog.forTable(store).at(1).files())).containsExactly("a");
        for (long version : new long[] {0, 1}) {
            store.delete(LogNames.commit(version));
        }
        assertThat(live()).isEqualTo(TRUTH);
    }

    @Test
    void aHintAtACheckpointThatIsGoneIsNoObstacle() {
        makeTable();
        store.delete(LogNames.classicCheckpoint(2));

        assertThat(live()).isEqualTo(TRUTH);

        store.delete(LogNames.commit(0));
        assertThatThrownBy(this::live).isInstanceOf(VersionNotFoundException.class);
    }

    @Test
    void aCheckpointThatWasCutOrFlippedAnywhereIsNeverReadAsAnotherState() {
        makeTable();
        String name = LogNames.classicCheckpoint(2);
        byte[] whole = store.read(name);
        for (int at = 0; at < whole.length; at++) {
            if (at % 16 == 0) {
                store.put(name, Arrays.copyOf(whole, at));
                assertThat(liveOrError()).as("cut at %s", at).isIn(TRUTH, List.of("error"));
            }
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            store.put(name, flipped);
            assertThat(liveOrError()).as("flipped at %s", at).isIn(TRUTH, List.of("error"));
        }
    }

    @Test
    void partsOfAnUnfinishedCheckpointAreIgnored() {
        makeTable();
        store.put(LogNames.path(new LogName.CheckpointPart(3, 1, 2)), new byte[] {1});
        store.put(LogNames.path(new LogName.CheckpointPart(3, 3, 3)), new byte[] {1});
        store.put(LogNames.path(new LogName.CheckpointPart(3, 1, 3)), new byte[] {1});

        assertThat(live()).isEqualTo(TRUTH);
    }

    @Test
    void anUnreadableCheckpointIsPassedOverForTheOneBefore() {
        makeTable();
        for (byte[] junk : List.of(new byte[0], new byte[] {1, 2, 3}, "PAR1 this is not PAR1".getBytes(UTF_8))) {
            store.put(LogNames.classicCheckpoint(3), junk);
            new LastCheckpoint(3, 4, junk.length, 2).store(store);

            assertThat(live()).isEqualTo(TRUTH);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000004.json.tmp",
                ".00000000000000000004.json",
                "00000000000000000004.json.crc",
                "0000000000000000004.json",
                "000000000000000000004.json",
                "00000000000000000004.JSON",
                "99999999999999999999.json",
                "09223372036854775807.json",
                "00000000000000000004.crc",
                "00000000000000000004.checkpoint.parquet.tmp",
                "00000000000000000004.checkpoint.0000000001.0000000000.parquet",
                "00000000000000000004.checkpoint..json",
                "00000000000000000004.3a0d65cd-4056-49b8-937b-95f9e3ee90e5.json",
                "_staged_commits/00000000000000000004.3a0d65cd-4056-49b8-937b-95f9e3ee90e5.json",
                "_staged_commits/00000000000000000004.json",
                "_sidecars/00000000000000000004.json",
                "_commits/00000000000000000004.json",
                "_tmp_path_dir/00000000000000000004.json",
                "vacuum.lock"
            })
    void aNameThatIsNotTheLogsIsNoVersion(String stray) {
        makeTable();
        store.put("_delta_log/" + stray, new byte[] {'x'});

        assertThat(live()).isEqualTo(TRUTH);
    }

    @Test
    void linesMayEndAsTheyLikeAndBeBlank() {
        makeTable();
        String line = new String(ActionCodec.write(List.of(add("d"))), UTF_8).strip();
        int version = 4;
        for (String text :
                List.of(line, line + "\r\n", "\r\n\n" + line + "\n\n \n", "\uFEFF" + line + "\n", "", "\n")) {
            store.put(LogNames.commit(version++), text.getBytes(UTF_8));
        }

        assertThat(live()).containsExactly("b", "c", "d");
    }

    @Test
    void aGapMattersOnlyToVersionsThatNeedWhatIsMissing() {
        makeTable();
        commit(4, add("d"));
        store.delete(LogNames.commit(1));
        DeltaLog log = DeltaLog.forTable(store);

        assertThat(paths(log.latest().files())).containsExactly("b", "c", "d");
        assertThat(paths(log.at(2).files())).containsExactly("a", "b");
        assertThat(log.at(0).files().isEmpty()).isTrue();
        assertThatThrownBy(() -> log.at(1)).isInstanceOf(CorruptTableException.class);
    }

    @Test
    void aCleanedUpLogBeginsAtItsFirstCheckpoint() {
        makeTable();
        store.delete(LogNames.commit(0));
        store.delete(LogNames.commit(1));
        DeltaLog log = DeltaLog.forTable(store);

        assertThat(paths(log.at(2).files())).containsExactly("a", "b");
        assertThatThrownBy(() -> log.at(1))
                .isInstanceOfSatisfying(
                        VersionNotFoundException.class,
                        e -> assertThat(e.facts())
                                .containsEntry("earliest", "2")
                                .containsEntry("latest", "3"));
    }

    @Test
    void aRemovedFileMayComeBackAndATombstoneNeedSayNothing() {
        makeTable();
        store.put(LogNames.commit(4), "{\"remove\":{\"path\":\"b\"}}\n".getBytes(UTF_8));
        assertThat(live()).containsExactly("c");

        commit(5, add("b"));
        assertThat(live()).containsExactlyInAnyOrderElementsOf(TRUTH);
    }

    @Test
    void differentSpellingsOfAnAbsolutePathAreOneFile() {
        makeTable();
        commit(4, add("/data/x%20y"), add("file:/data/z"), add("s3://bucket/a"));
        commit(5, remove("file:///data/x y", 1), remove("/data/%7A", 1), remove("s3://bucket/%61", 1));

        assertThat(live()).isEqualTo(TRUTH);
    }

    @Test
    void theNewestTransactionOfAnApplicationCountsAndARemovedDomainIsGone() {
        makeTable();
        commit(4, new SetTransaction("app", 9, 5L), new DomainMetadata("d", "{}", false));
        commit(5, new SetTransaction("app", 3, null), new DomainMetadata("d", "", true));
        DeltaLog log = DeltaLog.forTable(store);
        TableState state = log.latest().state();

        assertThat(state.transactions()).containsExactlyEntriesOf(Map.of("app", new SetTransaction("app", 3, null)));
        assertThat(state.domains()).isEmpty();

        log.checkpoint(log.latest(), Instant.EPOCH);
        assertThat(DeltaLog.forTable(store).latest().domains()).isEmpty();
    }

    @Test
    void aVersionWithoutProtocolOrMetadataIsAnError() {
        commit(0, PROTOCOL);
        assertThatThrownBy(this::live).isInstanceOf(CorruptTableException.class);

        commit(1, METADATA);
        assertThat(live()).isEmpty();
        assertThatThrownBy(() -> DeltaLog.forTable(store).at(0)).isInstanceOf(CorruptTableException.class);
    }

    private List<String> live() {
        return paths(DeltaLog.forTable(store).latest().files());
    }

    private List<String> liveOrError() {
        try {
            DeltaLog log = DeltaLog.forTable(store);
            log.latest().files().all();
            return paths(log.latest().files());
        } catch (TableException e) {
            return List.of("error");
        }
    }

    private void commit(long version, Action... actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(List.of(actions)));
    }
}
