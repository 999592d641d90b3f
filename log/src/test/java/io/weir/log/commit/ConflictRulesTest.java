package io.weir.log.commit;

import static io.weir.log.commit.IsolationLevel.SERIALIZABLE;
import static io.weir.log.commit.IsolationLevel.SNAPSHOT;
import static io.weir.log.commit.IsolationLevel.WRITE_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.TableFeature;
import io.weir.log.error.FilesRearrangedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConflictRulesTest {
    private static final AddFile P1 = file("p=1/a", "1");
    private static final AddFile P2 = file("p=2/b", "2");
    private static final AddFile OURS = file("p=1/ours", "1");
    private static final AddFile THEIRS_P1 = file("p=1/theirs", "1");
    private static final AddFile THEIRS_P2 = file("p=2/theirs", "2");
    private static final Protocol PROTOCOL = Protocol.LEGACY_DEFAULT;
    private static final Metadata READ_METADATA = metadata("a", Map.of());
    private static final Metadata METADATA = metadata("b", Map.of());

    private static final Metadata LOG_KEPT = metadata("a", Map.of("delta.logRetentionDuration", "interval 1 day"));
    private static final Metadata CONSTRAINED = metadata("a", Map.of("delta.constraints.c", "a > 0"));
    private static final Metadata MORE = Metadata.builder("id")
            .schema(StructType.EMPTY.add("a", PrimitiveType.LONG).add("more", PrimitiveType.LONG))
            .build();
    private static final Metadata RULED = Metadata.builder("id")
            .schema(StructType.of(
                    new StructField("a", PrimitiveType.LONG),
                    new StructField("more", PrimitiveType.LONG)
                            .withMetadata(FieldMetadata.EMPTY.with("delta.generationExpression", "\"a + 1\""))))
            .build();
    private static final Protocol VECTORS = PROTOCOL.with(List.of(TableFeature.DELETION_VECTORS));

    private static final Protocol FEWER = PROTOCOL.without(TableFeature.INVARIANTS);
    private static final DomainMetadata CLUSTERED = new DomainMetadata("delta.clustering", "{}", false);

    private static final ReadSet NOTHING = ReadSet.NOTHING;
    private static final ReadSet WHOLE = ReadSet.builder().wholeTable().build();
    private static final ReadSet PARTITION_1 = ReadSet.builder()
            .matching(add -> "1".equals(add.partitionValues().get("p")))
            .file(P1)
            .build();

    private static Metadata metadata(String column, Map<String, String> properties) {
        return Metadata.builder("id")
                .schema(StructType.EMPTY.add(column, PrimitiveType.LONG))
                .configuration(properties)
                .build();
    }

    private static AddFile file(String path, String partition) {
        return AddFile.builder(path).partitionValues(Map.of("p", partition)).build();
    }

    private static AddFile rearranged(AddFile add) {
        return add.toBuilder().dataChange(false).build();
    }

    private static List<Action> blind(Action... actions) {
        return Stream.concat(
                        Stream.of(CommitInfo.builder()
                                .operation("WRITE")
                                .isBlindAppend(true)
                                .build()),
                        Stream.of(actions))
                .toList();
    }

    private static List<Action> informed(Action... actions) {
        return Stream.concat(
                        Stream.of(CommitInfo.builder()
                                .operation("MERGE")
                                .isBlindAppend(false)
                                .build()),
                        Stream.of(actions))
                .toList();
    }

    private static Optional<Conflict> check(
            ReadSet reads, List<Action> ours, IsolationLevel level, List<Commit> theirs) {
        return ConflictRules.check(new Ours(reads, ours, Set.of(), level, PROTOCOL, READ_METADATA), theirs);
    }

    private static Arguments row(
            String what,
            ReadSet reads,
            List<? extends Action> ours,
            IsolationLevel level,
            List<? extends Action> theirs,
            Conflict.@Nullable Kind expected) {
        return Arguments.of(what, reads, ours, level, theirs, expected);
    }

    private static Stream<Arguments> cases() {
        List<Action> delete1 = List.of(P1.remove(1, true), OURS);
        List<Action> compact1 = List.of(P1.remove(1, false), rearranged(OURS));
        SetTransaction epoch = new SetTransaction("app", 5, null);
        ReadSet guarded = ReadSet.builder().guarded("app").build();
        DomainMetadata domain = new DomainMetadata("d", "x", false);
        Conflict.Kind append = Conflict.Kind.CONCURRENT_APPEND;
        Conflict.Kind changed = Conflict.Kind.METADATA_CHANGED;
        Conflict.Kind deleteRead = Conflict.Kind.CONCURRENT_DELETE_READ;
        Conflict.Kind deleteDelete = Conflict.Kind.CONCURRENT_DELETE_DELETE;
        return Stream.of(
                row("two blind appends", NOTHING, List.of(OURS), SERIALIZABLE, blind(THEIRS_P1), null),
                row("append after a delete", NOTHING, List.of(OURS), SERIALIZABLE, informed(P1.remove(1, true)), null),
                row(
                        "append after compaction",
                        NOTHING,
                        List.of(OURS),
                        WRITE_SERIALIZABLE,
                        informed(P1.remove(1, false), rearranged(THEIRS_P1)),
                        null),
                row(
                        "append after new metadata",
                        NOTHING,
                        List.of(OURS),
                        WRITE_SERIALIZABLE,
                        informed(METADATA),
                        Conflict.Kind.METADATA_CHANGED),
                row(
                        "append after a property of the log",
                        NOTHING,
                        List.of(OURS),
                        SERIALIZABLE,
                        informed(LOG_KEPT),
                        null),
                row("delete after a property of the log", PARTITION_1, delete1, SERIALIZABLE, informed(LOG_KEPT), null),
                row("append after a constraint", NOTHING, List.of(OURS), SERIALIZABLE, informed(CONSTRAINED), changed),
                row("append after a nullable column", NOTHING, List.of(OURS), SERIALIZABLE, informed(MORE), null),
                row("delete after a nullable column", PARTITION_1, delete1, SERIALIZABLE, informed(MORE), changed),
                row("append after a column with rules", NOTHING, List.of(OURS), SERIALIZABLE, informed(RULED), changed),
                row(
                        "append after vectors were turned on",
                        NOTHING,
                        List.of(OURS),
                        SERIALIZABLE,
                        informed(VECTORS),
                        null),
                row(
                        "delete after vectors were turned on",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        informed(VECTORS),
                        Conflict.Kind.PROTOCOL_CHANGED),
                row(
                        "delete after the same metadata",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        informed(READ_METADATA),
                        null),
                row("metadata after other metadata", NOTHING, List.of(MORE), SERIALIZABLE, informed(LOG_KEPT), changed),
                row(
                        "metadata after other clustering columns",
                        NOTHING,
                        List.of(MORE),
                        SERIALIZABLE,
                        informed(CLUSTERED),
                        Conflict.Kind.CONCURRENT_DOMAIN_METADATA),
                row(
                        "append after other clustering columns",
                        NOTHING,
                        List.of(OURS),
                        SERIALIZABLE,
                        informed(CLUSTERED),
                        null),
                row("metadata after another domain", NOTHING, List.of(MORE), SERIALIZABLE, informed(domain), null),
                row(
                        "dropped feature after any domain",
                        NOTHING,
                        List.of(FEWER),
                        SERIALIZABLE,
                        informed(domain),
                        Conflict.Kind.CONCURRENT_DOMAIN_METADATA),
                row("dropped feature after a blind append", NOTHING, List.of(FEWER), SERIALIZABLE, blind(P1), append),
                row(
                        "dropped feature after compaction",
                        NOTHING,
                        List.of(FEWER),
                        SNAPSHOT,
                        informed(rearranged(P1)),
                        append),
                row("added feature after a blind append", NOTHING, List.of(VECTORS), SERIALIZABLE, blind(P1), null),
                row(
                        "append after new protocol",
                        NOTHING,
                        List.of(OURS),
                        WRITE_SERIALIZABLE,
                        informed(new Protocol(1, 3)),
                        Conflict.Kind.PROTOCOL_CHANGED),
                row(
                        "delete after blind append, serializable",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        blind(THEIRS_P1),
                        append),
                row(
                        "delete after blind append, write serializable",
                        PARTITION_1,
                        delete1,
                        WRITE_SERIALIZABLE,
                        blind(THEIRS_P1),
                        null),
                row("delete after blind append elsewhere", PARTITION_1, delete1, SERIALIZABLE, blind(THEIRS_P2), null),
                row(
                        "delete after an informed append",
                        PARTITION_1,
                        delete1,
                        WRITE_SERIALIZABLE,
                        informed(THEIRS_P1),
                        append),
                row(
                        "delete after an informed append elsewhere",
                        PARTITION_1,
                        delete1,
                        WRITE_SERIALIZABLE,
                        informed(THEIRS_P2),
                        null),
                row(
                        "delete after an append that says nothing of itself",
                        PARTITION_1,
                        delete1,
                        WRITE_SERIALIZABLE,
                        List.of(THEIRS_P1),
                        append),
                row(
                        "delete after compaction of other files",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        informed(P2.remove(1, false), rearranged(THEIRS_P2)),
                        null),
                row(
                        "delete after compaction of the same file",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        informed(P1.remove(1, false), rearranged(THEIRS_P1)),
                        deleteDelete),
                row(
                        "reading after compaction of the same file",
                        PARTITION_1,
                        List.of(OURS),
                        SERIALIZABLE,
                        informed(P1.remove(1, false), rearranged(THEIRS_P1)),
                        deleteRead),
                row(
                        "reading after a delete of the same file",
                        PARTITION_1,
                        List.of(OURS),
                        WRITE_SERIALIZABLE,
                        informed(P1.remove(1, true)),
                        deleteRead),
                row(
                        "delete after statistics were added",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        informed(rearranged(P1)),
                        null),
                row(
                        "delete after a delete of the same file",
                        PARTITION_1,
                        delete1,
                        WRITE_SERIALIZABLE,
                        informed(P1.remove(1, true)),
                        deleteDelete),
                row(
                        "delete after a delete elsewhere",
                        PARTITION_1,
                        delete1,
                        SERIALIZABLE,
                        informed(P2.remove(1, true)),
                        null),
                row(
                        "removal without reading after a removal",
                        NOTHING,
                        List.of(P1.remove(1, true)),
                        WRITE_SERIALIZABLE,
                        informed(P1.remove(1, true)),
                        Conflict.Kind.CONCURRENT_DELETE_DELETE),
                row(
                        "removal after a removal by another spelling",
                        NOTHING,
                        List.of(P1.remove(1, true)),
                        WRITE_SERIALIZABLE,
                        informed(file("p=1//%61", "1").remove(1, true)),
                        Conflict.Kind.CONCURRENT_DELETE_DELETE),
                row(
                        "removal after another vector of the same file",
                        NOTHING,
                        List.of(P1.remove(1, true)),
                        WRITE_SERIALIZABLE,
                        informed(
                                P1.remove(1, true),
                                P1.toBuilder()
                                        .deletionVector(new DeletionVectorDescriptor("u", "x", 1, 2, 3, Map.of()))
                                        .build()),
                        Conflict.Kind.CONCURRENT_DELETE_DELETE),
                row("compaction after blind append", PARTITION_1, compact1, SERIALIZABLE, blind(THEIRS_P1), null),
                row("compaction after informed append", PARTITION_1, compact1, SNAPSHOT, informed(THEIRS_P1), null),
                row(
                        "compaction after a delete of its input",
                        PARTITION_1,
                        compact1,
                        SNAPSHOT,
                        informed(P1.remove(1, true)),
                        deleteDelete),
                row(
                        "overwrite after blind append, write serializable",
                        WHOLE,
                        delete1,
                        WRITE_SERIALIZABLE,
                        blind(THEIRS_P2),
                        null),
                row(
                        "overwrite after blind append, serializable",
                        WHOLE,
                        delete1,
                        SERIALIZABLE,
                        blind(THEIRS_P2),
                        append),
                row(
                        "overwrite after any removal",
                        WHOLE,
                        delete1,
                        WRITE_SERIALIZABLE,
                        informed(P2.remove(1, true)),
                        deleteRead),
                row(
                        "overwrite with new schema after blind append",
                        WHOLE,
                        List.of(METADATA, OURS),
                        WRITE_SERIALIZABLE,
                        blind(THEIRS_P2),
                        append),
                row(
                        "new properties after append",
                        NOTHING,
                        List.of(METADATA),
                        WRITE_SERIALIZABLE,
                        informed(THEIRS_P2),
                        null),
                row(
                        "same application",
                        NOTHING,
                        List.of(OURS, epoch),
                        WRITE_SERIALIZABLE,
                        blind(new SetTransaction("app", 4, null)),
                        Conflict.Kind.CONCURRENT_TRANSACTION),
                row(
                        "same application, guarded",
                        guarded,
                        List.of(OURS, epoch),
                        WRITE_SERIALIZABLE,
                        blind(new SetTransaction("app", 4, null)),
                        null),
                row(
                        "another application",
                        NOTHING,
                        List.of(OURS, epoch),
                        WRITE_SERIALIZABLE,
                        blind(new SetTransaction("other", 4, null)),
                        null),
                row(
                        "an application that was looked at",
                        ReadSet.builder().transaction("app").build(),
                        List.of(OURS),
                        WRITE_SERIALIZABLE,
                        blind(new SetTransaction("app", 4, null)),
                        Conflict.Kind.CONCURRENT_TRANSACTION),
                row(
                        "same domain",
                        NOTHING,
                        List.of(domain),
                        WRITE_SERIALIZABLE,
                        informed(new DomainMetadata("d", "y", true)),
                        Conflict.Kind.CONCURRENT_DOMAIN_METADATA),
                row(
                        "files that are named again, after their compaction",
                        WHOLE,
                        List.of(rearranged(P1)),
                        SNAPSHOT,
                        informed(P1.remove(1, false), rearranged(THEIRS_P1)),
                        deleteDelete),
                row(
                        "new columns after new clustering",
                        NOTHING,
                        List.of(METADATA),
                        WRITE_SERIALIZABLE,
                        informed(new DomainMetadata("delta.clustering", "{}", false)),
                        Conflict.Kind.CONCURRENT_DOMAIN_METADATA),
                row(
                        "features dropped after a new domain",
                        NOTHING,
                        List.of(new Protocol(1, 1)),
                        WRITE_SERIALIZABLE,
                        informed(domain),
                        Conflict.Kind.CONCURRENT_DOMAIN_METADATA),
                row(
                        "features dropped after a blind append to files that were all looked at",
                        WHOLE,
                        List.of(new Protocol(1, 1)),
                        WRITE_SERIALIZABLE,
                        blind(THEIRS_P1),
                        append),
                row(
                        "another domain",
                        NOTHING,
                        List.of(domain),
                        WRITE_SERIALIZABLE,
                        informed(new DomainMetadata("e", "y", false)),
                        null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyCell(
            String what,
            ReadSet reads,
            List<Action> ours,
            IsolationLevel level,
            List<Action> theirs,
            Conflict.@Nullable Kind expected) {
        assertThat(check(reads, ours, level, List.of(new Commit(8, theirs))).map(Conflict::kind))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void theFirstOfSeveralWinnersIsNamed() {
        List<Commit> theirs = List.of(
                new Commit(8, blind(THEIRS_P2)),
                new Commit(9, informed(P1.remove(1, true))),
                new Commit(10, informed(METADATA)));

        Conflict conflict = check(PARTITION_1, List.of(P1.remove(1, true)), WRITE_SERIALIZABLE, theirs)
                .orElseThrow();

        assertThat(conflict)
                .isEqualTo(new Conflict(Conflict.Kind.CONCURRENT_DELETE_DELETE, 9, "MERGE", "p=1/a", false));
        assertThat(conflict.toException())
                .hasMessage(conflict.kind().sentence() + "; " + conflict.kind().advice()
                        + " {file=p=1/a, kind=CONCURRENT_DELETE_DELETE, operation=MERGE, theirs=9}");
    }

    @Test
    void aFileOfWhichNoRowChangedIsAConflictThatCanBeTriedAgain() {
        List<Commit> theirs = List.of(new Commit(8, informed(P1.remove(1, false))));

        Conflict conflict = check(PARTITION_1, List.of(P1.remove(1, true)), WRITE_SERIALIZABLE, theirs)
                .orElseThrow();

        assertThat(conflict.toException()).isInstanceOf(FilesRearrangedException.class);
        Conflict changed = check(
                        PARTITION_1,
                        List.of(P1.remove(1, true)),
                        WRITE_SERIALIZABLE,
                        List.of(new Commit(8, informed(P1.remove(1, true)))))
                .orElseThrow();
        assertThat(changed.toException()).isNotInstanceOf(FilesRearrangedException.class);
    }

    @Test
    void onlyAddsThatChangeRowsMakeABlindAppend() {
        assertThat(NOTHING.isBlindAppend(List.of(OURS, new SetTransaction("a", 1, null))))
                .isTrue();
        assertThat(NOTHING.isBlindAppend(List.of(OURS, P1.remove(1, true)))).isFalse();
        assertThat(NOTHING.isBlindAppend(List.of(rearranged(OURS)))).isFalse();
        assertThat(PARTITION_1.isBlindAppend(List.of(OURS))).isFalse();
    }

    private static AddFile without(AddFile file, String vector, long rows) {
        return file.toBuilder()
                .deletionVector(new DeletionVectorDescriptor("u", vector, 1, 34, rows, Map.of()))
                .build();
    }

    private static Optional<Conflict.Kind> afterRowsLeft(ReadSet reads, List<Action> ours, String operation) {
        Commit theirs = new Commit(
                8,
                List.of(
                        CommitInfo.builder()
                                .operation(operation)
                                .isBlindAppend(false)
                                .build(),
                        P1.remove(1, true),
                        without(P1, "x", 2)));
        Set<String> deletesRows = ours.isEmpty() ? Set.of(P1.path()) : Set.of();
        return ConflictRules.check(
                        new Ours(reads, ours, deletesRows, SERIALIZABLE, PROTOCOL, READ_METADATA), List.of(theirs))
                .map(Conflict::kind);
    }

    @Test
    void whoDecidesRowByRowFollowsADeletionOfOtherRowsOfTheSameFile() {
        ReadSet rowByRow =
                ReadSet.builder().matching(add -> true).file(P1).rowByRow().build();

        assertThat(afterRowsLeft(rowByRow, List.of(), "DELETE")).isEmpty();
        assertThat(afterRowsLeft(rowByRow, List.of(OURS), "UPDATE")).isEmpty();
        assertThat(afterRowsLeft(rowByRow, List.of(P1.remove(1, true)), "DELETE"))
                .as("its other rows are copied as they were")
                .contains(Conflict.Kind.CONCURRENT_DELETE_DELETE);
        assertThat(afterRowsLeft(rowByRow, List.of(), "RESTORE"))
                .as("rows may have come back")
                .isPresent();
        assertThat(afterRowsLeft(PARTITION_1, List.of(), "DELETE")).contains(Conflict.Kind.CONCURRENT_DELETE_DELETE);
        assertThat(afterRowsLeft(PARTITION_1, List.of(OURS), "DELETE")).contains(Conflict.Kind.CONCURRENT_DELETE_READ);
    }

    @Test
    void whatIsLeftOfAFileThatWasNotLookedAtIsNew() {
        ReadSet rowByRow =
                ReadSet.builder().matching(add -> true).file(P1).rowByRow().build();
        Commit theirs = new Commit(
                8,
                List.of(
                        CommitInfo.builder()
                                .operation("DELETE")
                                .isBlindAppend(false)
                                .build(),
                        P2.remove(1, true),
                        without(P2, "x", 2)));

        assertThat(check(rowByRow, List.of(P1.remove(1, true), OURS), WRITE_SERIALIZABLE, List.of(theirs))
                        .map(Conflict::kind))
                .contains(Conflict.Kind.CONCURRENT_APPEND);
    }
}
