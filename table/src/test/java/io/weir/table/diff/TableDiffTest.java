package io.weir.table.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.ColumnBatch;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableDiffTest {
    private final MemoryStore store = MemoryStore.create();

    private Table table(String schema, String... properties) {
        var builder = Table.create(store, TableEnvironment.standard()).schema(schema);
        for (int i = 0; i < properties.length; i += 2) {
            builder.property(properties[i], properties[i + 1]);
        }
        return builder.commit();
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }

    private static List<Object[]> rows(Object[]... rows) {
        return List.of(rows);
    }

    private static TableDiff diff(Table table, long from, long to) {
        return table.at(from).diffTo(table.at(to));
    }

    /** Each row with its sign, pairs with an arrow; sorted. */
    private static List<String> told(TableDiff diff) {
        List<String> told = new ArrayList<>();
        diff.rows(rows -> {
            for (int i = 0; i < rows.count(); i++) {
                told.add(
                        rows.before() == null
                                ? "+" + text(rows.after(), i)
                                : rows.after() == null
                                        ? "-" + text(rows.before(), i)
                                        : text(rows.before(), i) + " > " + text(rows.after(), i));
            }
            return true;
        });
        told.sort(null);
        return told;
    }

    private static String text(@Nullable ColumnBatch batch, int row) {
        StringBuilder text = new StringBuilder();
        if (batch != null) {
            batch.schema()
                    .names()
                    .forEach(name -> text.append(text.isEmpty() ? "" : " ")
                            .append(batch.row(row).value(name)));
        }
        return text.toString();
    }

    @Test
    void appendedRowsAreAdded() {
        Table table = table("id BIGINT, name STRING");
        table.appendValues(rows(row(1L, "a"), row(2L, "b")));
        table.appendValues(rows(row(3L, null)));
        TableDiff diff = diff(table, 1, 2);

        assertThat(diff.rows()).isEqualTo(new RowCounts(0, 1, 0, 0));
        assertThat(diff.files().added()).isEqualTo(1);
        assertThat(diff.files().common()).isEqualTo(1);
        assertThat(told(diff)).containsExactly("+3 null");
        assertThat(told(diff(table, 2, 1))).containsExactly("-3 null");
        assertThat(diff.table()).isEmpty();
    }

    @Test
    void rowsThatOnlyMovedToAnotherFileAreNoDifference() {
        Table table = table("id BIGINT, name STRING");
        table.appendValues(rows(row(1L, "a"), row(2L, "b")));
        table.appendValues(rows(row(3L, null)));
        table.overwrite().values(rows(row(3L, null), row(2L, "b"), row(1L, "a")));
        TableDiff diff = diff(table, 2, 3);

        assertThat(diff.rows()).isEqualTo(RowCounts.NONE);
        assertThat(told(diff)).isEmpty();
        assertThat(diff.files())
                .isEqualTo(new FileDifference(
                        2, diff.files().removedBytes(), 1, diff.files().addedBytes(), 0, 0));
    }

    @Test
    void equalRowsAreCountedAsOftenAsTheyAreThere() {
        Table table = table("name STRING");
        table.appendValues(rows(row("a"), row("a"), row("b")));
        table.overwrite().values(rows(row("b"), row("a"), row("b"), row("b")));

        assertThat(told(diff(table, 1, 2))).containsExactly("+b", "+b", "-a");
        assertThat(diff(table, 1, 2).rows()).isEqualTo(new RowCounts(1, 2, 0, 0));
    }

    @Test
    void ofAFileWithOtherDeletionVectorsOnlyTheRowsBetweenThemAreRead() {
        Table table = table("id BIGINT, name STRING", "delta.enableDeletionVectors", "true");
        table.appendValues(rows(row(1L, "a"), row(2L, "b"), row(3L, "c"), row(4L, "d")));
        table.delete("id = 2");
        table.delete("id = 4");

        assertThat(diff(table, 2, 3).files()).isEqualTo(new FileDifference(0, 0, 0, 0, 1, 0));
        assertThat(told(diff(table, 2, 3))).containsExactly("-4 d");
        assertThat(told(diff(table, 1, 3))).containsExactly("-2 b", "-4 d");
        assertThat(diff(table, 1, 3).rows()).isEqualTo(new RowCounts(2, 0, 0, 0));
        assertThat(told(diff(table, 3, 1))).containsExactly("+2 b", "+4 d");
        assertThat(told(diff(table, 3, 2))).containsExactly("+4 d");
    }

    @Test
    void aKeyMakesARemovedAndAnAddedRowOneThatChanged() {
        Table table = table("id BIGINT, name STRING");
        table.appendValues(rows(row(1L, "a"), row(2L, "b"), row(3L, "c"), row(null, "n")));
        table.overwrite().values(rows(row(2L, "B"), row(3L, "c"), row(4L, "d"), row(null, "N")));
        TableDiff diff = diff(table, 1, 2).key("id");

        assertThat(told(diff)).containsExactly("+4 d", "-1 a", "2 b > 2 B", "null n > null N");
        assertThat(diff.rows()).isEqualTo(new RowCounts(1, 1, 2, 0));
    }

    @Test
    void rowsOfAKeyThatIsNoneAreToldAsRemovedAndAdded() {
        Table table = table("id BIGINT, name STRING");
        table.appendValues(rows(row(1L, "a"), row(1L, "b"), row(2L, "x")));
        table.overwrite().values(rows(row(1L, "c"), row(2L, "y")));
        TableDiff diff = diff(table, 1, 2).key("id");

        assertThat(told(diff)).containsExactly("+1 c", "-1 a", "-1 b", "2 x > 2 y");
        assertThat(diff.rows()).isEqualTo(new RowCounts(2, 1, 1, 1));
    }

    @Test
    void inLittleMemoryTheSameRowsAreFound() {
        Table table = table("id BIGINT, name STRING");
        Random random = new Random(7);
        List<Object[]> before = new ArrayList<>();
        List<Object[]> after = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (long id = 0; id < 9_000; id++) {
            String name = "name " + random.nextInt(50);
            int fate = random.nextInt(20);
            if (fate != 0) {
                before.add(row(id, name));
            }
            if (fate != 1) {
                after.add(row(id, fate == 2 ? "other" : name));
            }
            if (fate < 3) {
                expected.add(
                        fate == 0
                                ? "+" + id + " " + name
                                : fate == 1 ? "-" + id + " " + name : id + " " + name + " > " + id + " other");
            }
        }
        expected.sort(null);
        table.appendValues(before);
        table.overwrite().values(after);
        TableDiff little = diff(table, 1, 2).memoryBytes(1 << 16);

        assertThat(told(little.key("id"))).isEqualTo(expected);
        assertThat(little.rows()).isEqualTo(diff(table, 1, 2).rows());
        assertThat(told(little)).isEqualTo(told(diff(table, 1, 2)));
    }

    @Test
    void whoHasSeenEnoughIsToldTheNumbersAllTheSame() {
        Table table = table("id BIGINT");
        table.appendValues(rows(row(1L), row(2L), row(3L)));
        table.overwrite().values(rows(row(4L)));
        List<RowDifference> seen = new ArrayList<>();

        RowCounts counts = diff(table, 1, 2).rows(rows -> {
            seen.add(rows);
            return false;
        });

        assertThat(seen).hasSize(1);
        assertThat(counts).isEqualTo(new RowCounts(3, 1, 0, 0));
    }

    @Test
    void aColumnThatWasAddedIsNullBefore() {
        Table table = table("id BIGINT");
        table.appendValues(rows(row(1L), row(2L)));
        table.alter().addColumns("name STRING COMMENT 'what it is called'").commit();
        table.update().set("name", "'b'").where("id = 2").commit();
        TableDiff diff = diff(table, 1, 3).key("id");

        assertThat(told(diff)).containsExactly("2 null > 2 b");
        assertThat(diff.table())
                .containsExactly(
                        new Difference(Difference.Subject.COLUMN, "name", Difference.Change.ADDED, null, "STRING"));
        assertThat(told(diff(table, 3, 1).key("id"))).containsExactly("2 b > 2 null");
    }

    @Test
    void aRenamedColumnIsTheSameAndADroppedOneIsNotCompared() {
        Table table = table("id BIGINT, name STRING, tip INT", "delta.columnMapping.mode", "name");
        table.appendValues(rows(row(1L, "a", 1), row(2L, "b", 2)));
        table.alter().renameColumn("name", "label").commit();
        table.alter().dropColumns("tip").commit();
        table.update().set("label", "'c'").where("id = 2").commit();
        TableDiff diff = diff(table, 1, 4);

        assertThat(told(diff)).containsExactly("+2 c", "-2 b");
        assertThat(diff.columnsLeft()).containsOnlyKeys("tip");
        assertThat(diff.table())
                .contains(
                        new Difference(Difference.Subject.COLUMN, "label", Difference.Change.RENAMED, "name", "label"),
                        new Difference(Difference.Subject.COLUMN, "tip", Difference.Change.REMOVED, "INT", null));
        assertThatThrownBy(() -> diff.key("tip"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only version before has it");
    }

    @Test
    void aWidenedColumnIsComparedAsTheWiderType() {
        Table table = table("id INT, amount INT", "delta.enableTypeWidening", "true");
        table.appendValues(rows(row(1, 10), row(2, 20)));
        table.alter().changeType("amount", "BIGINT").commit();
        table.overwrite().values(rows(row(1, 10L), row(2, 1L << 40)));

        assertThat(told(diff(table, 1, 3).key("id"))).containsExactly("2 20 > 2 1099511627776");
        assertThat(diff(table, 1, 3).table())
                .contains(new Difference(Difference.Subject.COLUMN, "amount", Difference.Change.TYPE, "INT", "BIGINT"));
    }

    @Test
    void aColumnOfAnotherTypeIsLeftOut() {
        Table table = table("id INT, amount INT");
        table.appendValues(rows(row(1, 10), row(2, 20)));
        Table replaced = Table.create(store, TableEnvironment.standard())
                .schema("id INT, amount STRING")
                .createOrReplace();
        replaced.appendValues(rows(row(1, "10"), row(3, "x")));

        TableDiff diff = diff(replaced, 1, replaced.latest().version());
        assertThat(diff.columnsLeft()).containsOnlyKeys("amount");
        assertThat(told(diff)).containsExactly("+3", "-2");
    }

    @Test
    void propertiesFeaturesPartitioningAndClusteringAreCompared() {
        Table table = table("id BIGINT NOT NULL, day DATE");
        table.alter()
                .set("delta.enableDeletionVectors", "true")
                .clusterBy("day")
                .dropNotNull("id")
                .commentColumn("day", "UTC")
                .commit();

        assertThat(diff(table, 0, 1).table())
                .extracting(d -> d.subject() + " " + d.name() + " " + d.change() + " " + d.before() + " " + d.after())
                .contains(
                        "COLUMN id NULLABILITY NOT NULL NULL",
                        "COLUMN day COMMENT null UTC",
                        "CLUSTERING columns ADDED null day",
                        "PROPERTY delta.enableDeletionVectors ADDED null true",
                        "PROTOCOL minReaderVersion CHANGED 1 3",
                        "FEATURE deletionVectors ADDED null supported");
        assertThat(diff(table, 0, 1).rows()).isEqualTo(RowCounts.NONE);
    }

    @Test
    void twoTablesAreComparedByTheColumnsThatBothHave() {
        Table table = table("id INT, name STRING, tip INT");
        table.appendValues(rows(row(1, "a", 1), row(2, "b", 2)));
        Table other = Table.create("memory://diff-test/other")
                .schema("NAME STRING, id BIGINT, more DOUBLE")
                .commit();
        other.appendValues(rows(row("a", 1L, 0.5), row("c", 3L, 0.5)));

        TableDiff diff = table.latest().diffTo(other.latest());
        assertThat(diff.columnsLeft()).containsOnlyKeys("tip", "more");
        assertThat(told(diff)).containsExactly("+c 3", "-b 2");
        assertThat(told(diff.key("id"))).containsExactly("+c 3", "-b 2");
    }

    @Test
    void filesThatAShallowCloneNamesAreNotRead() {
        Table table = Table.create("memory://diff-test/source").schema("id INT").commit();
        table.appendValues(rows(row(1), row(2)));
        Table clone = table.latest().cloneTo("memory://diff-test/clone");
        assertThat(table.latest().diffTo(clone.latest()).files().common()).isEqualTo(1);
        assertThat(table.latest().diffTo(clone.latest()).rows()).isEqualTo(RowCounts.NONE);
    }

    @Test
    void partitionedTablesAreComparedByPartitionColumnsToo() {
        Table table = Table.create(store, TableEnvironment.standard())
                .schema("id INT, day STRING")
                .partitionBy("day")
                .commit();
        table.appendValues(rows(row(1, "mon"), row(2, "tue"), row(3, null)));
        table.overwrite().values(rows(row(1, "tue"), row(2, "tue"), row(3, null)));

        assertThat(told(diff(table, 1, 2).key("id"))).containsExactly("1 mon > 1 tue");
    }
}
