package io.weir.table.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteRowsTest {
    private final ObjectStore store = MemoryStore.create();

    /** Each file has the ids from ten times its number, ten of them. */
    private Table table(int files) {
        Table table = Table.create(store, TableEnvironment.standard())
                .schema(StructType.EMPTY.add("id", PrimitiveType.LONG))
                .property("delta.enableDeletionVectors", "true")
                .commit();
        for (int file = 0; file < files; file++) {
            List<Object[]> rows = new ArrayList<>();
            for (long id = 10L * file; id < 10L * file + 10; id++) {
                rows.add(new Object[] {id});
            }
            table.appendValues(rows);
        }
        return table;
    }

    private static List<Long> ids(Table table) {
        return table.scan().rows().stream().map(r -> r.longValue("id")).sorted().toList();
    }

    private List<String> vectorFiles() {
        return store.listDeep("")
                .map(object -> object.name())
                .filter(name -> name.contains("deletion_vector"))
                .toList();
    }

    @Test
    void rowsOfSeveralFilesLeaveByVectorsInOneFile() {
        try (Table table = table(3)) {
            List<AddFile> files = table.files().toList();
            table.transaction("DELETE")
                    .deleteRows(files.get(0), DeletionVector.of(1, 2))
                    .deleteRows(files.get(2), DeletionVector.of(9))
                    .commit();

            assertThat(ids(table)).hasSize(27).doesNotContain(1L, 2L, 29L);
            assertThat(table.count()).isEqualTo(27);
            assertThat(vectorFiles()).hasSize(1);
        }
    }

    @Test
    void whatLeftBeforeStaysAway() {
        try (Table table = table(1)) {
            delete(table, 0, 1);
            delete(table, 1, 5);

            assertThat(ids(table)).containsExactly(2L, 3L, 4L, 6L, 7L, 8L, 9L);
            assertThat(table.at(2).count()).as("the version before").isEqualTo(8);
        }
    }

    private static void delete(Table table, long... rows) {
        AddFile file = table.files().findFirst().orElseThrow();
        table.transaction("DELETE").deleteRows(file, DeletionVector.of(rows)).commit();
    }

    @Test
    void statisticsKeepTheNumberOfRowsAndAreOnlyBoundsThen() {
        try (Table table = table(1)) {
            delete(table, 0);

            assertThat(table.files().findFirst().orElseThrow().stats())
                    .contains("\"numRecords\":10", "\"tightBounds\":false", "\"minValues\":{\"id\":0}");
        }
    }

    @Test
    void aFileWithoutRowsIsRemoved() {
        try (Table table = table(2)) {
            delete(table, 0, 1, 2, 3, 4);
            AddFile file = table.files()
                    .filter(f -> f.deletionVector() != null)
                    .findFirst()
                    .orElseThrow();
            table.transaction("DELETE")
                    .deleteRows(file, DeletionVector.of(5, 6, 7, 8, 9))
                    .commit();

            assertThat(table.files()).hasSize(1).allMatch(f -> f.deletionVector() == null);
            assertThat(vectorFiles()).as("no vector was needed").hasSize(1);
        }
    }

    @Test
    void aRowThatTheFileDoesNotHaveIsRefused() {
        try (Table table = table(1)) {
            assertThatThrownBy(() -> delete(table, 10))
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining("row=10");
            assertThat(table.latest().version()).isEqualTo(1);
        }
    }

    @Test
    void aTableThatHasThemNotTurnedOnIsLeftAlone() {
        try (Table table = Table.create(store, TableEnvironment.standard())
                .schema(StructType.EMPTY.add("id", PrimitiveType.LONG))
                .commit()) {
            table.appendValues(List.<Object[]>of(new Object[] {1L}));

            assertThatThrownBy(() -> delete(table, 0))
                    .isInstanceOf(UnsupportedTableException.class)
                    .hasMessageContaining("delta.enableDeletionVectors");
        }
    }

    @Test
    void vectorsOfATransactionThatLostAreDeleted() {
        try (Table table = table(1)) {
            AddFile file = table.files().findFirst().orElseThrow();
            Transaction late = table.transaction("DELETE").deleteRows(file, DeletionVector.of(1));
            table.transaction("DELETE").remove(file).commit();

            assertThatThrownBy(late::commit).isInstanceOf(CommitConflictException.class);
            assertThat(vectorFiles()).isEmpty();
        }
    }

    /** A delete that has chosen its rows of the first file and has not been committed yet. */
    private static Transaction chosen(Table table, long... rows) {
        AddFile file = table.files().findFirst().orElseThrow();
        return table.transaction("DELETE").rowByRow().deleteRows(file, DeletionVector.of(rows));
    }

    @Test
    void deletesOfDifferentRowsOfOneFileFollowEachOther() {
        try (Table table = table(1);
                Table elsewhere = Table.open(store, TableEnvironment.standard())) {
            delete(table, 0);
            Transaction late = chosen(elsewhere, 2, 3);
            Transaction later = chosen(elsewhere, 4);
            delete(table, 1);

            assertThat(late.commit().version()).isEqualTo(4);
            assertThat(later.commit().version()).isEqualTo(5);
            assertThat(ids(table)).containsExactly(5L, 6L, 7L, 8L, 9L);
            assertThat(table.count()).isEqualTo(5);
            assertThat(table.files().findFirst().orElseThrow().stats())
                    .contains("\"numRecords\":10", "\"tightBounds\":false");
        }
    }

    @Test
    void deletesOfTheSameRowConflict() {
        try (Table table = table(1)) {
            Transaction late = chosen(table, 2, 3);
            delete(table, 3, 4);

            assertThatThrownBy(late::commit)
                    .isInstanceOfSatisfying(
                            CommitConflictException.class,
                            e -> assertThat(e.facts())
                                    .containsEntry("kind", "CONCURRENT_DELETE_DELETE")
                                    .containsEntry("theirs", "2")
                                    .containsEntry("operation", "DELETE")
                                    .containsKey("file"));
            assertThat(ids(table)).containsExactly(0L, 1L, 2L, 5L, 6L, 7L, 8L, 9L);
            assertThat(vectorFiles()).hasSize(1);
        }
    }

    @Test
    void whereOthersDeletedTheRestTheFileIsRemoved() {
        try (Table table = table(1)) {
            Transaction late = chosen(table, 5, 6, 7, 8, 9);
            delete(table, 0, 1, 2, 3, 4);

            late.commit();

            assertThat(table.files()).isEmpty();
        }
    }

    @Test
    void rowsThatCameBackAreAConflict() {
        try (Table table = table(1)) {
            delete(table, 0);
            Transaction late = chosen(table, 2);
            AddFile now = table.files().findFirst().orElseThrow();
            AddFile whole = table.at(1).files().findFirst().orElseThrow();
            table.transaction("RESTORE").remove(now).add(whole).commit();

            assertThatThrownBy(late::commit).isInstanceOf(CommitConflictException.class);
            assertThat(table.count()).isEqualTo(10);
        }
    }
}
