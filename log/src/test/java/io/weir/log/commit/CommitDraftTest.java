package io.weir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.TableFeature;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.UnsupportedTableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommitDraftTest {
    private static final CommitInfo INFO =
            CommitInfo.builder().operation("WRITE").txnId("t").build();
    private static final Protocol PLAIN = Protocol.LEGACY_DEFAULT;
    private static final Protocol WITH_TIMESTAMPS = PLAIN.with(List.of(TableFeature.IN_COMMIT_TIMESTAMP));
    private static final AddFile ADD = AddFile.builder("a").build();

    private static Metadata metadata(String... properties) {
        Map<String, String> configuration = new LinkedHashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            configuration.put(properties[i], properties[i + 1]);
        }
        return Metadata.builder("id")
                .schemaString("{\"type\":\"struct\",\"fields\":[]}")
                .configuration(Map.copyOf(configuration))
                .build();
    }

    private static final Metadata TIMESTAMPS_ON = metadata(CommitDraft.IN_COMMIT_TIMESTAMPS, "true");

    private static CommitBase base(Protocol protocol, Metadata metadata, long millis) {
        return new CommitBase(4, protocol, metadata, null, () -> millis);
    }

    private static CommitDraft draft(Action... actions) {
        return new CommitDraft(INFO, List.of(actions));
    }

    @Test
    void aPlainCommitHasTheTimeOfTheClockAndNoOther() {
        CommitAttempt attempt = draft(ADD)
                .on(
                        new CommitBase(4, PLAIN, metadata(), null, () -> {
                            throw new AssertionError("nobody needs the base's time");
                        }),
                        1000);

        assertThat(attempt.version()).isEqualTo(5);
        assertThat(attempt.info().timestamp()).isEqualTo(1000);
        assertThat(attempt.info().inCommitTimestamp()).isNull();
        assertThat(attempt.actions()).hasSize(2).endsWith(ADD);
    }

    @Test
    void anInCommitTimestampIsLaterThanTheLastWhateverTheClockSays() {
        CommitBase base = base(WITH_TIMESTAMPS, TIMESTAMPS_ON, 5000);

        assertThat(draft(ADD).on(base, 7000).info().inCommitTimestamp()).isEqualTo(7000);
        assertThat(draft(ADD).on(base, 5000).info().inCommitTimestamp()).isEqualTo(5001);
        assertThat(draft(ADD).on(base, 10).info().inCommitTimestamp()).isEqualTo(5001);
        assertThat(draft(ADD).on(base, 10).info().members().keySet()).startsWith("inCommitTimestamp");
    }

    @Test
    void aTableThatBeginsWithTimestampsNeedsNoEnablementProperties() {
        CommitAttempt first = draft(WITH_TIMESTAMPS, TIMESTAMPS_ON).asFirst(1000);

        assertThat(first.version()).isZero();
        assertThat(first.info().inCommitTimestamp()).isEqualTo(1000);
        assertThat(first.actions()).contains(TIMESTAMPS_ON);
    }

    @Test
    void turningTimestampsOnLaterSaysSinceWhen() {
        CommitAttempt attempt = draft(WITH_TIMESTAMPS, TIMESTAMPS_ON).on(base(PLAIN, metadata(), 5000), 10);

        assertThat(attempt.info().inCommitTimestamp()).isEqualTo(5001);
        Metadata written = (Metadata) attempt.actions().get(2);
        assertThat(written.property(CommitDraft.ENABLEMENT_VERSION)).isEqualTo("5");
        assertThat(written.property(CommitDraft.ENABLEMENT_TIMESTAMP)).isEqualTo("5001");
    }

    @Test
    void turningTimestampsOnByTheProtocolAloneSaysSinceWhenToo() {
        CommitAttempt attempt = draft(WITH_TIMESTAMPS).on(base(PLAIN, TIMESTAMPS_ON, 5000), 9000);

        assertThat(attempt.actions().stream().filter(Metadata.class::isInstance).map(Metadata.class::cast))
                .singleElement()
                .satisfies(m ->
                        assertThat(m.property(CommitDraft.ENABLEMENT_VERSION)).isEqualTo("5"));
    }

    @Test
    void newMetadataDoesNotForgetSinceWhenThereAreTimestamps() {
        Metadata since = metadata(
                CommitDraft.IN_COMMIT_TIMESTAMPS,
                "true",
                CommitDraft.ENABLEMENT_VERSION,
                "2",
                CommitDraft.ENABLEMENT_TIMESTAMP,
                "77");

        CommitAttempt attempt = draft(TIMESTAMPS_ON).on(base(WITH_TIMESTAMPS, since, 5000), 9000);

        Metadata written = (Metadata) attempt.actions().get(1);
        assertThat(written.property(CommitDraft.ENABLEMENT_VERSION)).isEqualTo("2");
        assertThat(written.property(CommitDraft.ENABLEMENT_TIMESTAMP)).isEqualTo("77");
    }

    @Test
    void turningTimestampsOffEndsThem() {
        CommitAttempt attempt = draft(metadata()).on(base(WITH_TIMESTAMPS, TIMESTAMPS_ON, 5000), 10);

        assertThat(attempt.info().inCommitTimestamp()).isNull();
    }

    @Test
    void aRebasedDraftGetsTheNewVersionAndTime() {
        CommitDraft draft = draft(ADD);
        CommitAttempt first = draft.on(base(WITH_TIMESTAMPS, TIMESTAMPS_ON, 5000), 10);
        CommitAttempt second = draft.on(new CommitBase(9, WITH_TIMESTAMPS, TIMESTAMPS_ON, null, () -> 8000), 10);

        assertThat(first.version()).isEqualTo(5);
        assertThat(second.version()).isEqualTo(10);
        assertThat(second.info().inCommitTimestamp()).isEqualTo(8001);
        assertThat(second.txnId()).isEqualTo(first.txnId());
    }

    @Test
    void rowsAreNotTakenOutOfAnAppendOnlyTable() {
        CommitBase base = base(PLAIN, metadata("delta.appendOnly", "true"), 0);

        assertThatThrownBy(() -> draft(ADD.remove(1, true)).on(base, 1))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(draft(ADD.remove(1, false)).on(base, 1).actions()).hasSize(2);
    }

    @Test
    void newMetadataDoesNotAllowInTheSameCommitWhatTheTableForbids() {
        CommitBase appendOnly = base(PLAIN, metadata("delta.appendOnly", "true"), 0);
        CommitBase free = base(PLAIN, metadata(), 0);

        assertThatThrownBy(() -> draft(metadata(), ADD.remove(1, true)).on(appendOnly, 1))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(draft(metadata("delta.appendOnly", "true"), ADD.remove(1, true))
                        .on(free, 1)
                        .actions())
                .hasSize(3);
    }

    @Test
    void oldMetadataThatComesBackDoesNotSayThatThereWereTimestampsEarlier() {
        Metadata old = metadata(
                CommitDraft.IN_COMMIT_TIMESTAMPS,
                "true",
                CommitDraft.ENABLEMENT_VERSION,
                "1",
                CommitDraft.ENABLEMENT_TIMESTAMP,
                "11");
        Metadata since = metadata(
                CommitDraft.IN_COMMIT_TIMESTAMPS,
                "true",
                CommitDraft.ENABLEMENT_VERSION,
                "3",
                CommitDraft.ENABLEMENT_TIMESTAMP,
                "77");

        assertThat(draft(old).on(base(WITH_TIMESTAMPS, since, 5000), 9000).actions())
                .contains(since)
                .doesNotContain(old);
        assertThat(draft(old)
                        .on(base(WITH_TIMESTAMPS, TIMESTAMPS_ON, 5000), 9000)
                        .actions())
                .contains(TIMESTAMPS_ON)
                .doesNotContain(old);
    }

    @Test
    void actionsThatNeedAFeatureNeedItInTheProtocol() {
        CommitBase base = base(PLAIN, metadata(), 0);

        assertThatThrownBy(() -> draft(new DomainMetadata("d", "", false)).on(base, 1))
                .isInstanceOfSatisfying(
                        UnsupportedTableException.class,
                        e -> assertThat(e.features()).containsExactly("domainMetadata"));
    }

    private static List<List<Action>> illegal() {
        AddFile withVector = ADD.toBuilder()
                .deletionVector(new DeletionVectorDescriptor("u", "x", 1, 2, 3, Map.of()))
                .build();
        return List.of(
                List.of(ADD),
                List.of(INFO, INFO),
                List.of(INFO, ADD, ADD),
                List.of(INFO, ADD, withVector),
                List.of(INFO, ADD, AddFile.builder("./%61").build()),
                List.of(INFO, ADD, ADD.remove(1, true)),
                List.of(INFO, ADD.remove(1, true), ADD.remove(2, true)),
                List.of(INFO, metadata(), metadata()),
                List.of(INFO, PLAIN, WITH_TIMESTAMPS),
                List.of(INFO, new SetTransaction("a", 1, null), new SetTransaction("a", 2, null)),
                List.of(INFO, new DomainMetadata("d", "1", false), new DomainMetadata("d", "2", true)),
                List.of(CommitInfo.builder().operation("WRITE").build(), ADD),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void actionsThatContradictEachOtherMakeNoCommit(List<Action> actions) {
        assertThatThrownBy(() -> new CommitAttempt(3, actions)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileMayGetAnotherDeletionVector() {
        AddFile withVector = ADD.toBuilder()
                .deletionVector(new DeletionVectorDescriptor("u", "x", 1, 2, 3, Map.of()))
                .build();

        assertThat(new CommitAttempt(3, List.of(INFO, ADD.remove(1, true), withVector)).actions())
                .hasSize(3);
    }

    @Test
    void theFirstVersionHasMetadataAndProtocol() {
        assertThatThrownBy(() -> new CommitAttempt(0, List.of(INFO, PLAIN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new CommitAttempt(0, List.of(INFO, PLAIN, metadata())).version())
                .isZero();
    }
}
