package io.weir.sink;

import static io.weir.sink.SinkFixture.BY_ID;
import static io.weir.sink.SinkFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.commit.Guard;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.sink.SinkFixture.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputModesTest {
    static Stream<Kind> kinds() {
        return Kind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCompleteEpochReplacesAllRows(Kind kind) {
        try (SinkFixture sink = new SinkFixture(kind)) {
            sink.append(row(1L, "a", 1), row(2L, "b", 2));
            sink.elsewhere(other -> other.delete("id = 2"));

            EpochOutcome outcome = sink.commit(0, OutputMode.complete(), row(1L, "a", 5), row(3L, "c", 6));

            assertThat(outcome).isEqualTo(new EpochOutcome.Committed(3, 2));
            assertThat(sink.rows()).containsExactly("1/a/5", "3/c/6");
            assertThat(sink.parameter("outputMode")).isEqualTo("Complete");
            assertThat(sink.parameter("epochId")).isEqualTo("0");
            assertThat(sink.metrics()).containsEntry("numOutputRows", 2L).containsEntry("numRemovedFiles", 1L);
            if (kind.feed()) {
                assertThat(sink.changes(3)).containsExactly("delete 1/a/1", "insert 1/a/5", "insert 3/c/6");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anUpdateReplacesRowsOfItsKeysAndAddsTheOthers(Kind kind) {
        try (SinkFixture sink = new SinkFixture(kind)) {
            sink.append(row(1L, "a", 1), row(2L, "a", 2), row(3L, "b", 3), row(null, "b", 4));

            EpochOutcome outcome =
                    sink.commit(0, BY_ID, row(2L, "c", 20), row(null, "b", 40), row(7L, null, 70), row(7L, "a", 71));

            assertThat(outcome).isEqualTo(new EpochOutcome.Committed(2, 3));
            assertThat(sink.rows()).containsExactly("1/a/1", "2/c/20", "3/b/3", "7/a/71", "null/b/40");
            assertThat(sink.parameter("outputMode")).isEqualTo("Update");
            assertThat(sink.metrics())
                    .containsEntry("numTargetRowsInserted", 1L)
                    .containsEntry("numTargetRowsUpdated", 2L)
                    .containsEntry("numOutputRows", 3L);
            assertThat(sink.metrics())
                    .containsEntry("numRemovedFiles", kind.vectors() ? 0L : kind.partitioned() ? 2L : 1L);
            assertThat(sink.files()).as("parts that were merged are gone").hasSize(filesOfVersions(sink));
            if (kind.feed()) {
                assertThat(sink.changes(2))
                        .containsExactly(
                                "insert 7/a/71",
                                "update_postimage 2/c/20",
                                "update_postimage null/b/40",
                                "update_preimage 2/a/2",
                                "update_preimage null/b/4");
            }
        }
    }

    /** As many as were ever part of the table. */
    private static int filesOfVersions(SinkFixture sink) {
        Map<String, Boolean> paths = new TreeMap<>();
        for (long version = 0; version <= sink.table.latest().version(); version++) {
            sink.table.at(version).files().forEach(file -> paths.put(file.path(), true));
        }
        return paths.size();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFileOfWhichAllRowsAreUpdatedIsRemovedAndCountedSo(Kind kind) {
        try (SinkFixture sink = new SinkFixture(kind)) {
            sink.append(row(1L, "a", 1), row(2L, "a", 2));

            sink.commit(0, BY_ID, row(1L, "a", 10), row(2L, "a", 20));

            assertThat(sink.rows()).containsExactly("1/a/10", "2/a/20");
            assertThat(sink.metrics())
                    .containsEntry("numRemovedFiles", 1L)
                    .containsEntry("numAddedFiles", 1L)
                    .containsEntry("numCopiedRows", 0L)
                    .containsEntry("numDeletionVectorsAdded", 0L);
        }
    }

    @Test
    void rowsThatAreUpdatedKeepTheirIds() {
        try (SinkFixture sink = new SinkFixture(new Kind(true, false, true, true))) {
            sink.append(row(1L, "a", 1), row(2L, "a", 2));
            Map<Long, Long> before = ids(sink);

            sink.commit(0, BY_ID, row(2L, "b", 20), row(3L, "b", 30));

            assertThat(ids(sink)).containsAllEntriesOf(before).hasSize(3);
        }
    }

    private static Map<Long, Long> ids(SinkFixture sink) {
        Map<Long, Long> ids = new TreeMap<>();
        sink.table
                .scan()
                .withRowTracking()
                .select("id", "_metadata.row_id")
                .rows()
                .forEach(row -> ids.put((Long) row.value(0), (Long) row.value(1)));
        return ids;
    }

    @Test
    void ofRowsWithOneKeyTheLastOfTheLastPartCountsWhateverItsPartition() {
        try (SinkFixture sink = new SinkFixture(new Kind(true, false, true, false))) {
            EpochFiles first = sink.part(BY_ID, row(1L, "z", 1), row(1L, "a", 2), row(2L, "a", 1), row(2L, "z", 2));
            EpochFiles second = sink.part(BY_ID, row(2L, "m", 3));

            sink.committer.commit(SinkFixture.epoch(0, BY_ID, first, second));
            assertThat(sink.rows()).containsExactly("1/a/2", "2/m/3");
        }
    }

    @Test
    void keysAreComparedTogetherAndEmptyPartitionValuesAreNull() {
        OutputMode byBoth = OutputMode.update("P", "ID");
        try (SinkFixture sink = new SinkFixture(new Kind(false, false, true, false))) {
            sink.commit(0, byBoth, row(1L, "", 1), row(1L, "a", 2), row(1L, null, 3));
            assertThat(sink.rows()).containsExactly("1/a/2", "1/null/3");

            sink.commit(1, byBoth, row(1L, "", 4));
            assertThat(sink.rows()).containsExactly("1/a/2", "1/null/4");
        }
    }

    @Test
    void aCompleteEpochWithoutRowsEmptiesTheTableAndIsCommittedOnce() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            sink.append(row(1L, "a", 1));

            assertThat(sink.commit(0, OutputMode.complete())).isEqualTo(new EpochOutcome.Committed(2, 0));
            assertThat(sink.table.count()).isZero();
            assertThat(sink.commit(0, OutputMode.complete()))
                    .isEqualTo(new EpochOutcome.AlreadyIn(2, 0, new Guard.Expect("app", 0, null), 2L));
            assertThat(sink.commit(1, OutputMode.complete())).isEqualTo(new EpochOutcome.Empty(2));
        }
    }

    @Test
    void anUpdateWithoutRowsMovesPositionsOnly() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            assertThat(sink.commit(0, BY_ID)).isEqualTo(new EpochOutcome.Empty(0));
            Epoch moves = new Epoch(List.of(new Guard.Newer("app", 1)), List.of(), Map.of("p", 5L), Map.of(), Map.of())
                    .in(BY_ID);

            assertThat(sink.committer.commit(moves)).isEqualTo(new EpochOutcome.Committed(1, 0));
            assertThat(sink.committer.positions("app")).containsEntry("p", 5L);
        }
    }

    @Test
    void anAppendOnlyTableRefusesToReplaceRows() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN, table -> table.property("delta.appendOnly", "true"))) {
            for (OutputMode mode : List.of(OutputMode.complete(), BY_ID)) {
                assertThatThrownBy(() -> sink.commit(0, mode, row(1L, "a", 1)))
                        .isInstanceOf(ConstraintViolationException.class)
                        .hasMessageContaining("outputMode=" + mode.deltaName())
                        .hasMessageContaining("rule=delta.appendOnly");
            }
            assertThat(sink.table.latest().version()).isZero();
            assertThat(sink.commit(0, OutputMode.append(), row(1L, "a", 1))).isInstanceOf(EpochOutcome.Committed.class);
        }
    }

    @Test
    void aKeyThatIsNoColumnIsNamed() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            OutputMode mode = OutputMode.update("id", "nope");
            assertThatThrownBy(() -> sink.commit(0, mode, row(1L, "a", 1)))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("column=nope, columns=[id, p, v], keys=[id, nope]");
            assertThat(sink.table.latest().version()).isZero();
        }
        assertThatThrownBy(OutputMode::update).hasMessageContaining("at least one key");
    }

    @Test
    void aKeyWhoseValuesCannotBeComparedIsNamed() {
        try (SinkFixture sink = new SinkFixture(
                Kind.PLAIN, table -> table.schema("id BIGINT, p STRING, v BIGINT, s" + " STRUCT<a: INT>"))) {
            assertThatThrownBy(() -> sink.commit(0, OutputMode.update("s"), row(1L, "a", 1)))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("column=s, keys=[s]");
        }
    }

    @Test
    void partsOfAnotherModeAreRefused() {
        try (SinkFixture sink = new SinkFixture(Kind.PLAIN)) {
            EpochFiles staged = sink.part(BY_ID, row(1L, "a", 1));
            EpochFiles plain = sink.part(OutputMode.append(), row(1L, "a", 1));

            assertThatThrownBy(() -> sink.committer.commit(SinkFixture.epoch(0, OutputMode.append(), staged)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(staged.files().get(0).name());
            assertThatThrownBy(() -> sink.committer.commit(SinkFixture.epoch(0, BY_ID, plain)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(sink.table.latest().version()).isZero();
        }
    }
}
