package io.weir.table;

import static io.weir.format.expression.Expressions.col;
import static io.weir.table.HandMadeTable.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.Protocol;
import io.weir.log.error.CorruptTableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowTrackingTest {
    private static final StructType SCHEMA =
            StructType.of(column("id", "c-1", 1, PrimitiveType.LONG), column("p", "c-2", 2, PrimitiveType.STRING));
    private static final StructType PLAIN = StructType.EMPTY.add("c-1", PrimitiveType.LONG);
    private static final StructType REWRITTEN =
            PLAIN.add("hidden-id", PrimitiveType.LONG).add("hidden-version", PrimitiveType.LONG);

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private static HandMadeTable empty(boolean enabled) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "delta.columnMapping.mode",
                "name",
                "delta.rowTracking.materializedRowIdColumnName",
                "hidden-id",
                "delta.rowTracking.materializedRowCommitVersionColumnName",
                "hidden-version"));
        properties.put("delta.enableRowTracking", Boolean.toString(enabled));
        Set<String> features = Set.of("columnMapping", "rowTracking", "domainMetadata");
        return new HandMadeTable(new Protocol(2, 7, Set.of(), features, Map.of()), SCHEMA, List.of("p"), properties);
    }

    /** A file as it was first written, and one to which rows were copied. */
    private static Table table() {
        return empty(true)
                .file(add("f1", "x").baseRowId(100L).defaultRowCommitVersion(3L), "f1", PLAIN, row(1L), row(2L))
                .file(
                        add("f2", "y").baseRowId(200L).defaultRowCommitVersion(9L),
                        "f2",
                        REWRITTEN,
                        row(3L, 7L, 4L),
                        row(4L, null, null),
                        row(5L, 8L, null))
                .open();
    }

    private static AddFile.Builder add(String path, String partition) {
        return AddFile.builder(path).partitionValues(Map.of("c-2", partition));
    }

    @Test
    void whatTheFileHasGoesBeforeWhatFollowsFromThePlace() {
        try (Table table = table()) {
            Scan scan = table.scan().withRowTracking();

            assertThat(scan.schema().names())
                    .containsExactly("id", "p", "_metadata.row_id", "_metadata.row_commit_version");
            assertThat(scan.rows().stream()
                            .map(r -> r.longValue("id") + " " + r.string("p") + " " + r.longValue("_metadata.row_id")
                                    + " " + r.longValue("_metadata.row_commit_version")))
                    .containsExactly("1 x 100 3", "2 x 101 3", "3 y 7 4", "4 y 201 9", "5 y 8 9");
            assertThat(table.scan().schema().names())
                    .as("nobody asked for them")
                    .containsExactly("id", "p");
        }
    }

    @Test
    void theyAreSelectedAndFilteredAsOtherColumns() {
        try (Table table = table()) {
            Scan scan = table.scan().withRowTracking();

            assertThat(scan.select("_metadata.row_id").rows().stream().map(r -> r.longValue("row_id")))
                    .containsExactly(100L, 101L, 7L, 201L, 8L);
            assertThat(scan.where(col("_metadata.row_id").gt(100L)).count()).isEqualTo(2);
            assertThat(
                            scan
                                    .where("_metadata.row_commit_version = 9 AND id > 4 AND p = 'y'")
                                    .select("id")
                                    .rows()
                                    .stream()
                                    .map(r -> r.longValue("id")))
                    .containsExactly(5L);
            assertThat(scan.where("_metadata.row_id = 101 OR id = 3")
                            .limit(5)
                            .rows()
                            .toList())
                    .hasSize(2);
            assertThat(scan.where("p = 'y'").plan().filesKept()).isEqualTo(1);
            assertThat(scan.where("_metadata.row_id = 7").limit(1).rows().toList())
                    .as("files before the one that has it are read")
                    .hasSize(1);
            assertThat(scan.count()).isEqualTo(5);
            assertThatThrownBy(() -> scan.select("_metadata.file_path")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTableThatDoesNotTrackItsRowsHasNoIds() {
        try (Table table = empty(false).open()) {
            assertThatThrownBy(() -> table.scan().withRowTracking()).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFileOfWhichTheLogDoesNotSayWhereItsRowsBeginIsNamed() {
        try (Table table =
                empty(true).file(add("f1", "x"), "f1", PLAIN, row(1L)).open()) {
            assertThatThrownBy(() -> table.scan().withRowTracking().rows().toList())
                    .isInstanceOfSatisfying(
                            CorruptTableException.class,
                            e -> assertThat(e.facts()).containsEntry("file", "f1"));
            assertThat(table.count()).isEqualTo(1);
        }
    }
}
