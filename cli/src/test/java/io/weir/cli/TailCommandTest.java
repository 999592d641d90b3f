package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.table.Table;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TailCommandTest {
    @TempDir
    Path directory;

    private String address = "";

    @BeforeEach
    void aTableOfThreeVersions() throws Exception {
        address = directory.resolve("t").toString();
        Path rows = Files.writeString(directory.resolve("rows.jsonl"), "{\"id\":1}\n{\"id\":2}\n");
        assertThat(Weir.run("create", address, "--schema", "id BIGINT", "--property", "delta.enableChangeDataFeed=true")
                        .exitCode())
                .isZero();
        assertThat(Weir.run("ingest", address, "--from", rows.toString()).exitCode())
                .isZero();
        try (Table table = Table.open(address)) {
            table.append(new BatchBuilder(table.schema()).add(3L).build());
        }
    }

    private void overwrite(long id) {
        try (Table table = Table.open(address)) {
            table.overwrite(new BatchBuilder(table.schema()).add(id).build());
        }
    }

    @Test
    void appendedRowsComeInOrderFromTheFirstVersionOn() {
        assertThat(Weir.run("tail", address).output()).isEqualTo("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
        assertThat(Weir.run("tail", address, "--from-version", "2").output()).isEqualTo("{\"id\":3}\n");
        assertThat(Weir.run("tail", address, "--to-version", "1", "--where", "id > 1")
                        .output())
                .isEqualTo("{\"id\":2}\n");
        assertThat(Weir.run("tail", address, "--from-timestamp", "2001-01-01", "--limit", "1")
                        .lines())
                .hasSize(1);
        assertThat(Weir.run("tail", address, "--to-timestamp", "2101-01-01").lines())
                .hasSize(3);
    }

    @Test
    void changesSayWhatBecameOfRowsAndWhen() {
        overwrite(9);

        assertThat(Weir.run(
                                "tail",
                                address,
                                "--changes",
                                "--from-version",
                                "2",
                                "--select",
                                "id, _change_type, _commit_version")
                        .lines())
                .startsWith("{\"id\":3,\"_change_type\":\"insert\",\"_commit_version\":2}")
                .contains(
                        "{\"id\":1,\"_change_type\":\"delete\",\"_commit_version\":3}",
                        "{\"id\":9,\"_change_type\":\"insert\",\"_commit_version\":3}")
                .hasSize(5);
        assertThat(Weir.run("tail", address, "--changes", "-o", "csv", "--limit", "1")
                        .lines())
                .element(0)
                .isEqualTo("id,_change_type,_commit_version,_commit_timestamp");
    }

    @Test
    void aVersionThatTookRowsEndsPlainTailByItsNumber() {
        overwrite(9);

        Weir tail = Weir.run("tail", address);

        assertThat(tail.exitCode()).isEqualTo(ExitCode.FAILURE.number());
        assertThat(tail.lines()).as("what was appended before").hasSize(3);
        assertThat(tail.errors()).contains("version=3").contains("changes");
    }

    @Test
    @Timeout(60)
    void whoFollowsSeesWhatIsCommittedMeanwhile() throws Exception {
        Thread writer = new Thread(() -> {
            try (Table table = Table.open(address)) {
                for (long id = 4; id < 8; id++) {
                    table.append(new BatchBuilder(table.schema()).add(id).build());
                }
            }
        });
        writer.start();

        Weir tail = Weir.run("tail", address, "--follow", "--where", "id <> 5", "--limit", "6", "-o", "table");

        writer.join();
        assertThat(tail.exitCode()).isZero();
        assertThat(tail.output().replaceAll("[^0-9]+", " ").strip()).isEqualTo("1 2 3 4 6 7");
        assertThat(Weir.run(
                                "tail",
                                address,
                                "-f",
                                "--changes",
                                "--from-version",
                                "2",
                                "--select",
                                "_change_type",
                                "-n",
                                "1")
                        .output())
                .isEqualTo("{\"_change_type\":\"insert\"}\n");
    }

    @Test
    void whatCannotBeMeantIsAMistakeOfUsage() {
        for (String[] wrong : new String[][] {
            {"tail", address + "@v1"},
            {"tail", address, "--from-version", "2", "--to-version", "1"},
            {"tail", address, "--from-version", "1", "--from-timestamp", "2001-01-01"},
            {"tail", address, "--from-timestamp", "soon"},
            {"tail", address, "--where", "nope = 1"},
            {"tail", address, "--follow", "--where", "nope = 1"},
            {"tail", address, "--follow", "--to-version", "1"},
            {"tail", address, "--limit", "-7"}
        }) {
            Weir answer = Weir.run(wrong);
            assertThat(answer.exitCode()).as(String.join(" ", wrong)).isEqualTo(ExitCode.USAGE.number());
            assertThat(answer.output()).isEmpty();
        }
        assertThat(Weir.run("tail", address, "--to-version", "7").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(Weir.run("tail", address, "--from-timestamp", "2101-01-01").exitCode())
                .isEqualTo(ExitCode.NOT_FOUND.number());
    }

    private String textOfFiles(Path files) throws Exception {
        StringBuilder text = new StringBuilder();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(files, "part-*")) {
            for (Path file : found) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    @Test
    void rowsThatGoIntoFilesAreThereOnceHoweverOftenTheCommandRuns() throws Exception {
        Path files = directory.resolve("files");

        assertThat(Weir.run("tail", address, "--to", files.toString(), "--output", "csv", "--where", "id > 1")
                        .exitCode())
                .isZero();
        Weir again = Weir.run("tail", address, "--to", files.toString(), "--output", "csv", "--where", "id > 1");

        assertThat(again.exitCode()).isZero();
        assertThat(textOfFiles(files)).isEqualTo("id\n2\n3\n");
    }

    @Test
    void whatIsSaidOfAPlaceIsCheckedBeforeAnythingIsRead() {
        String files = directory.resolve("files").toString();
        for (List<String> arguments : List.of(
                List.of("--key", "id"),
                List.of("--to", files, "--limit", "1"),
                List.of("--to", files, "--to-version", "1"),
                List.of("--to", files, "--tombstones"),
                List.of("--to", files, "--output", "table"),
                List.of("--to", "kafka://a:9092"),
                List.of("--to", "kafka://a/topic"),
                List.of("--to", "s3://bucket/files"))) {
            List<String> all = new ArrayList<>(List.of("tail", address));
            all.addAll(arguments);
            assertThat(Weir.run(all.toArray(String[]::new)).exitCode())
                    .as("%s", arguments)
                    .isEqualTo(ExitCode.USAGE.number());
        }
    }
}
