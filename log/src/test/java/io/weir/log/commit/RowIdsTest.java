package io.weir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.UnsupportedTableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowIdsTest {
    private static final Protocol TRACKED =
            Protocol.LEGACY_DEFAULT.with(List.of(TableFeature.ROW_TRACKING, TableFeature.DOMAIN_METADATA));
    private static final Metadata PLAIN = metadata(Map.of());
    private static final Metadata ENABLED = metadata(Map.of(RowIds.ENABLED, "true"));

    private static Metadata metadata(Map<String, String> properties) {
        return Metadata.builder("id")
                .schemaString("{\"type\":\"struct\",\"fields\":[]}")
                .configuration(properties)
                .build();
    }

    private static AddFile file(String path, int rows) {
        return AddFile.builder(path).stats("{\"numRecords\":" + rows + "}").build();
    }

    private static DomainMetadata mark(long mark) {
        return new DomainMetadata(RowIds.DOMAIN, "{\"rowIdHighWaterMark\":" + mark + "}", false);
    }

    private static List<Action> commit(
            Protocol protocol, Metadata metadata, @Nullable DomainMetadata before, Action... actions) {
        CommitInfo info = CommitInfo.builder().txnId("t").build();
        return new CommitDraft(info, List.of(actions))
                .on(new CommitBase(4, protocol, metadata, before, () -> 0), 10)
                .actions();
    }

    private static List<String> numbers(List<Action> actions) {
        return actions.stream()
                .filter(AddFile.class::isInstance)
                .map(AddFile.class::cast)
                .map(add -> add.path() + " " + add.baseRowId() + " " + add.defaultRowCommitVersion())
                .toList();
    }

    @Test
    void theRowsOfNewFilesComeAfterAllThatEverWere() {
        List<Action> actions = commit(TRACKED, PLAIN, mark(9), file("a", 3), file("b", 2));

        assertThat(numbers(actions)).containsExactly("a 10 5", "b 13 5");
        assertThat(actions).contains(mark(14));
    }

    @Test
    void aTableThatHasNoRowsYetBeginsWithZero() {
        List<Action> actions = commit(TRACKED, PLAIN, null, file("a", 3));

        assertThat(numbers(actions)).containsExactly("a 0 5");
        assertThat(actions).contains(mark(2));
    }

    @Test
    void aFileThatHasIdsKeepsThemAndTheMarkStays() {
        AddFile back = file("a", 3).toBuilder()
                .baseRowId(2L)
                .defaultRowCommitVersion(1L)
                .build();

        List<Action> actions = commit(TRACKED, PLAIN, mark(9), back);

        assertThat(actions).hasSize(2).endsWith(back);
    }

    @Test
    void idsThatFilesBringFromElsewhereAreNotGivenOutAgain() {
        AddFile cloned = file("a", 3).toBuilder()
                .baseRowId(20L)
                .defaultRowCommitVersion(1L)
                .build();

        List<Action> actions = commit(TRACKED, PLAIN, mark(9), cloned, file("b", 1), mark(15));

        assertThat(numbers(actions)).containsExactly("a 20 1", "b 23 5");
        assertThat(actions).filteredOn(DomainMetadata.class::isInstance).containsExactly(mark(23));
    }

    @Test
    void withoutTheFeatureOrWhileItIsSuspendedNothingIsNumbered() {
        assertThat(numbers(commit(Protocol.LEGACY_DEFAULT, PLAIN, null, file("a", 3))))
                .containsExactly("a null null");
        assertThat(numbers(commit(TRACKED, metadata(Map.of(RowIds.SUSPENDED, "true")), mark(3), file("a", 3))))
                .containsExactly("a null null");
    }

    @Test
    void aFileOfUnknownLengthIsRefusedByName() {
        AddFile unknown = AddFile.builder("a").stats("{\"minValues\":{}}").build();

        assertThatThrownBy(() -> commit(TRACKED, PLAIN, null, unknown))
                .isInstanceOfSatisfying(
                        CorruptTableException.class, e -> assertThat(e.facts()).containsEntry("file", "a"));
    }

    @Test
    void aMarkThatCannotBeReadIsRefused() {
        DomainMetadata broken = new DomainMetadata(RowIds.DOMAIN, "{}", false);

        assertThatThrownBy(() -> commit(TRACKED, PLAIN, broken, file("a", 1)))
                .isInstanceOf(CorruptTableException.class);
    }

    @Test
    void whatRowTrackingNeedsIsNamed() {
        Protocol alone = new Protocol(1, 7, Set.of(), Set.of("rowTracking"), Map.of());

        assertThatThrownBy(() -> commit(alone, PLAIN, null, file("a", 1)))
                .isInstanceOfSatisfying(
                        UnsupportedTableException.class,
                        e -> assertThat(e.features()).containsExactly("domainMetadata"));
    }

    @Test
    void turningItOnNamesTheColumnsOfRewrittenRowsOnce() {
        Metadata first = (Metadata) commit(TRACKED, PLAIN, null, ENABLED).get(1);

        assertThat(first.configuration())
                .containsEntry(RowIds.ID_COLUMN, "_row-id-col-t")
                .containsEntry(RowIds.VERSION_COLUMN, "_row-commit-version-col-t");
        Metadata named = metadata(Map.of(RowIds.ID_COLUMN, "i", RowIds.VERSION_COLUMN, "v"));
        Metadata again = (Metadata) commit(TRACKED, named, null, ENABLED).get(1);
        assertThat(again.configuration())
                .containsEntry(RowIds.ID_COLUMN, "i")
                .containsEntry(RowIds.VERSION_COLUMN, "v");
    }
}
