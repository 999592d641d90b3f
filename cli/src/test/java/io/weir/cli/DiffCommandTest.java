package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiffCommandTest {
    private static final String TABLE = "memory://diff-command/t";

    private static void aTable(String name) {
        try (Table table =
                Table.create(TABLE + name).schema("id BIGINT, name STRING").createOrReplace()) {
            table.appendValues(List.of(row(1L, "a"), row(2L, "b"), row(3L, "c")));
            table.update().set("name", "'B'").where("id = 2").commit();
            table.delete("id = 3");
            table.alter().set("mine", "x").commit();
        }
    }

    private static Object[] row(Object... values) {
        return values;
    }

    @Test
    void differencesAreLinesAndTheExitCodeSaysThatThereAreSome() {
        aTable("1");
        Weir diff = Weir.run("diff", TABLE + "1@v1", TABLE + "1@-1", "--key", "id", "-o", "csv");

        assertThat(diff.exitCode()).isEqualTo(5);
        assertThat(diff.output())
                .startsWith("what,name,change,before,after,count,bytes\n")
                .contains("rows,,removed,,,1,\n", "rows,,changed,,,1,\n", "files,,removed,,,1,");
        assertThat(Weir.run("diff", TABLE + "1@-1", "-o", "csv").output()).contains("property,mine,added,,x,,\n");
        Weir none = Weir.run("diff", TABLE + "1@v2", TABLE + "1@v2");
        assertThat(none.exitCode()).isZero();
        assertThat(none.output()).isEmpty();
    }

    @Test
    void rowsArePrintedBesideEachOther() {
        aTable("2");
        Weir diff = Weir.run("diff", TABLE + "2@v1", TABLE + "2@v3", "--key", "id", "--rows");

        assertThat(diff.lines())
                .containsExactlyInAnyOrder(
                        "{\"change\":\"removed\",\"before\":{\"id\":3,\"name\":\"c\"},\"after\":null}",
                        "{\"change\":\"changed\",\"before\":{\"id\":2,\"name\":\"b\"},\"after\":{\"id\":2,\"name\":\"B\"}}");
        assertThat(diff.errors()).contains("1 row removed, 0 added, 1 changed");
        Weir limited = Weir.run("diff", TABLE + "2@v1", TABLE + "2@v3", "--rows", "--limit", "1");
        assertThat(limited.lines()).hasSize(1);
        assertThat(limited.errors()).contains("2 rows removed, 1 added, 0 changed");
    }

    @Test
    void peopleSeeBothValuesInACell() {
        aTable("3");
        String output = Weir.run("diff", TABLE + "3@v1", TABLE + "3@v3", "--key", "id", "-o", "table")
                .output();

        assertThat(output).contains("~  2   b → B", "-  3   c");
    }

    @Test
    void theSummaryReadsNoRows() {
        aTable("4");
        Weir summary = Weir.run("diff", TABLE + "4@v1", TABLE + "4@v2", "--summary");

        assertThat(summary.exitCode()).isEqualTo(5);
        assertThat(summary.output()).contains("\"what\":\"files\"").doesNotContain("\"what\":\"rows\"");
        assertThat(Weir.run("diff", TABLE + "4", "--summary", "--rows").exitCode())
                .isEqualTo(2);
        assertThat(Weir.run("diff", TABLE + "4@v1", "--key", "nobody").exitCode())
                .isEqualTo(2);
        assertThat(Weir.run("diff", TABLE + "4@v99").exitCode()).isEqualTo(3);
    }
}
