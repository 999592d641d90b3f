package io.weir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.SharedTables;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionChecksumTest {
    private static final Metadata METADATA = Metadata.builder("id")
            .schemaString("{\"type\":\"struct\",\"fields\":[]}")
            .build();
    private static final AddFile A = AddFile.builder("a").sizeBytes(10).build();
    private static final AddFile B = AddFile.builder("b").sizeBytes(5).build();
    private static final VersionChecksum BEFORE = new VersionChecksum(
            "t0",
            10,
            1,
            null,
            List.of(new SetTransaction("app", 1, null)),
            List.of(new DomainMetadata("d", "x", false)),
            METADATA,
            Protocol.LEGACY_DEFAULT);

    private static CommitAttempt commit(Action... actions) {
        List<Action> all = new ArrayList<>(List.of(actions));
        all.add(0, CommitInfo.builder().txnId("t1").inCommitTimestamp(77).build());
        return new CommitAttempt(1, all);
    }

    @Test
    void whatIsWrittenIsReadAgainAndNeverReplaced() {
        ScriptedStore store = new ScriptedStore();

        assertThat(BEFORE.store(store, 3)).isTrue();
        assertThat(store.drain()).containsExactly("PUT _delta_log/00000000000000000003.crc");
        assertThat(VersionChecksum.load(store, 3)).contains(BEFORE);
        assertThat(new VersionChecksum(null, 0, 0, null, null, null, METADATA, Protocol.LEGACY_DEFAULT).store(store, 3))
                .isFalse();
        assertThat(VersionChecksum.load(store, 3)).contains(BEFORE);
    }

    @Test
    void aStoreThatFailsIsNoFailure() {
        ScriptedStore store =
                new ScriptedStore().puts(ScriptedStore.Step.REFUSED).reads(ScriptedStore.Step.REFUSED);

        assertThat(BEFORE.store(store, 3)).isFalse();
        assertThat(VersionChecksum.load(store, 3)).isEmpty();
    }

    @Test
    void theNextChecksumFollowsFromTheCommit() {
        VersionChecksum next = BEFORE.next(commit(
                        A.remove(1, true),
                        B,
                        new SetTransaction("app", 2, null),
                        new SetTransaction("new", 0, null),
                        new DomainMetadata("d", "x", true),
                        new DomainMetadata("e", "y", false)))
                .orElseThrow();

        assertThat(next)
                .isEqualTo(new VersionChecksum(
                        "t1",
                        5,
                        1,
                        77L,
                        List.of(new SetTransaction("app", 2, null), new SetTransaction("new", 0, null)),
                        List.of(new DomainMetadata("e", "y", false)),
                        METADATA,
                        Protocol.LEGACY_DEFAULT));
    }

    @Test
    void aNewDeletionVectorKeepsTheFile() {
        AddFile withVector = A.toBuilder()
                .dataChange(false)
                .deletionVector(new DeletionVectorDescriptor("u", "x", 1, 2, 3, Map.of()))
                .build();

        assertThat(BEFORE.next(commit(A.remove(1, true), withVector)))
                .hasValueSatisfying(next -> assertThat(next.numFiles()).isEqualTo(1));
    }

    @Test
    void whatCannotBeToldFromTheCommitAloneIsNotGuessed() {
        RemoveFile withoutSize =
                new RemoveFile("a", 1L, true, null, null, null, null, Map.of(), null, null, null, Map.of());

        assertThat(BEFORE.next(commit(withoutSize))).isEmpty();
        assertThat(BEFORE.next(commit(A.toBuilder().dataChange(false).build()))).isEmpty();
        assertThat(BEFORE.next(commit(A.remove(1, true), B.remove(1, true)))).isEmpty();
    }

    @Test
    void aNewTableStartsFromNothing() {
        CommitAttempt first = new CommitAttempt(
                0, List.of(CommitInfo.builder().txnId("t").build(), Protocol.LEGACY_DEFAULT, METADATA, A));

        assertThat(VersionChecksum.first(first))
                .contains(
                        new VersionChecksum("t", 10, 1, null, List.of(), List.of(), METADATA, Protocol.LEGACY_DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "garbage",
                "{\"tableSizeBytes\":1,\"numFiles\":1}",
                "{\"tableSizeBytes\":-1,\"numFiles\":1,\"metadata\":{\"id\":\"x\"},\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
                "{\"tableSizeBytes\":1,\"numFiles\":1,\"numProtocol\":2,\"metadata\":{\"id\":\"x\"},\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
                "{\"tableSizeBytes\":1,\"numFiles\":1,\"metadata\":{\"id\":\"x\"},\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}} x",
            })
    void aFileThatIsNoChecksumIsNone(String json) {
        assertThat(VersionChecksum.parse(json.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void fromOneVersionToTheNextOurSumsAreThoseOfOtherWriters() throws IOException {
        int compared = 0;
        for (Path table : SharedTables.all()) {
            String id = table.getFileName().toString();
            for (Path file : SharedTables.logFiles(table, ".crc")) {
                long version = LogName.parse(file.getFileName().toString())
                        .map(LogName::version)
                        .orElse(0L);
                Path commitFile = table.resolve(LogNames.commit(version));
                Path beforeFile = table.resolve(version == 0 ? "none" : LogNames.versionChecksum(version - 1));
                if (version == 0 || !Files.exists(commitFile) || !Files.exists(beforeFile)) {
                    continue;
                }
                Optional<VersionChecksum> recorded = VersionChecksum.parse(Files.readAllBytes(file));
                Optional<VersionChecksum> before = VersionChecksum.parse(Files.readAllBytes(beforeFile));
                List<Action> actions =
                        ActionCodec.readCommit(Files.readAllBytes(commitFile), commitFile.toString(), version);
                if (recorded.isEmpty() || before.isEmpty()) {
                    continue;
                }
                List<Action> all = new ArrayList<>();
                CommitInfo info = new Commit(version, actions).info();
                all.add((info == null ? CommitInfo.builder() : info.toBuilder())
                        .txnId("t")
                        .build());
                actions.stream().filter(a -> !(a instanceof CommitInfo)).forEach(all::add);
                Optional<VersionChecksum> ours = before.get().next(new CommitAttempt(version, all));
                if (ours.isPresent()) {
                    assertThat(ours.get())
                            .as("%s version %d", id, version)
                            .usingRecursiveComparison()
                            .comparingOnlyFields("tableSizeBytes", "numFiles", "metadata", "protocol")
                            .isEqualTo(recorded.get());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(300);
    }
}
