package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.table.Table;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableStreamCommandsTest {
    @TempDir
    Path directory;

    private String from = "";
    private String to = "";

    @BeforeEach
    void aTableOfTwoVersions() {
        from = directory.resolve("from").toString();
        to = directory.resolve("to").toString();
        assertThat(Weir.run("create", from, "--schema", "id BIGINT").exitCode()).isZero();
        append(1);
        append(2);
    }

    private void append(long id) {
        try (Table table = Table.open(from)) {
            table.append(new BatchBuilder(table.schema()).add(id).build());
        }
    }

    @Test
    void aTableIsStreamedIntoAnotherOnce() {
        Weir first = Weir.run("ingest", to, "--from", from, "--create", "--where", "id > 1");
        assertThat(first.errors()).contains("1 row");
        append(3);
        assertThat(Weir.run("ingest", to, "--from", from, "--where", "id > 1").exitCode())
                .isZero();
        assertThat(Weir.run("ingest", to, "--from", from, "--where", "id > 1").errors())
                .contains("nothing new");

        assertThat(Weir.run("cat", to).lines()).containsExactlyInAnyOrder("{\"id\":2}", "{\"id\":3}");
    }

    @Test
    void whatIsSaidOfARunIsALineALineOfJsonOrNothingUntilItsEnd() {
        Weir json = Weir.run("ingest", to, "--from", from, "--create", "--progress", "json");
        assertThat(json.errors().lines())
                .hasSize(1)
                .allMatch(line ->
                        line.startsWith("{\"time\":\"") && line.contains("\"rowsOut\":2,") && line.endsWith("}}"));
        append(3);
        assertThat(Weir.run("ingest", to, "--from", from, "--progress", "none").errors())
                .startsWith("weir: 1 row in version 2");
        append(4);
        assertThat(Weir.run("ingest", to, "--from", from).errors())
                .contains("version 3  1 row", "weir: 1 row in version 3");
        Weir refused = Weir.run("ingest", to, "--from", from, "--progress", "loud");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("--progress is line, json or none; found loud");
    }

    @Test
    void whereItStartsAndWhatChangesGiveCanBeSaid() {
        assertThat(Weir.run("delete", from, "--where", "id = 1").exitCode()).isZero();

        Weir refused = Weir.run("ingest", to, "--from", from, "--create", "--start", "2");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILURE.number());
        assertThat(refused.errors()).contains("version=3");

        assertThat(Weir.run("ingest", to, "--from", from, "--create", "--start", "2", "--on-change", "ignore-deletes")
                        .exitCode())
                .isZero();
        assertThat(Weir.run("cat", to).lines()).containsExactly("{\"id\":2}");
        String changes = directory.resolve("changes").toString();
        assertThat(Weir.run("ingest", changes, "--from", from, "--create", "--start", "1", "--on-change", "feed")
                        .exitCode())
                .isZero();
        assertThat(Weir.run("cat", changes, "--select", "id, _change_type").lines())
                .containsExactlyInAnyOrder(
                        "{\"id\":1,\"_change_type\":\"insert\"}",
                        "{\"id\":2,\"_change_type\":\"insert\"}",
                        "{\"id\":1,\"_change_type\":\"delete\"}");
    }

    @Test
    void whoIsRegisteredIsShownWithWhatIsLeftToRead() {
        assertThat(Weir.run("ingest", to, "--from", from, "--create", "--consumer", "copy")
                        .exitCode())
                .isZero();
        assertThat(Weir.run("ingest", to, "--from", from, "--consumer", "copy").exitCode())
                .isZero();
        append(3);

        assertThat(Weir.run("consumers", from).output())
                .contains("\"id\":\"copy\",\"version\":3,\"initial\":false,\"reads\":\"appends\"")
                .contains("\"alive\":true");
        assertThat(Weir.run("lag", from).output())
                .contains("\"versions\":1,\"files\":1,")
                .contains("\"rows\":1,");

        assertThat(Weir.run("consumers", from, "--remove", "copy").exitCode()).isZero();
        assertThat(Weir.run("consumers", from).output()).isEmpty();
        assertThat(Weir.run("consumers", from, "--remove", "copy").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    }

    @Test
    void whatIsForFilesIsAMistakeForATableAndTheOtherWayRound() {
        for (String[] wrong : new String[][] {
            {"ingest", to, "--from", from, "--create", "--schema", "id BIGINT"},
            {"ingest", to, "--from", from, "--create", "--start", "soon"},
            {"ingest", to, "--from", from, "--create", "--on-change", "panic"},
            {"ingest", to, "--from", from, "--create", "--consumer", "a/b"},
            {"ingest", to, "--from", directory + "/x.json", "--create", "--start", "latest"}
        }) {
            Weir answer = Weir.run(wrong);
            assertThat(answer.exitCode()).as(String.join(" ", wrong)).isEqualTo(ExitCode.USAGE.number());
            assertThat(answer.errors()).isNotEmpty();
        }
        assertThat(Weir.run("ingest", to, "--from", to, "--format", "delta", "--create")
                        .exitCode())
                .isEqualTo(ExitCode.NOT_FOUND.number());
    }
}
