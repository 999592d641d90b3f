package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets a clear error and changes nothing. */
class BadInputTest {
    @TempDir
    Path directory;

    private Path table = Path.of("");
    private Path log = Path.of("");

    @BeforeEach
    void aTableOfTwelveVersions() throws IOException {
        table = directory.resolve("t");
        log = table.resolve("_delta_log");
        Path rows = directory.resolve("rows.jsonl");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 120_000; i++) {
            lines.append("{\"id\":").append(i).append("}\n");
        }
        Files.writeString(rows, lines);
        Weir made = Weir.run(
                "ingest", table.toString(), "--from", rows.toString(), "--create", "--max-rows-per-epoch", "10000");
        assertThat(made.errors()).contains("120,000 rows");
    }

    @Test
    void noSuchPathIsNoTable() {
        Weir answer = Weir.run("cat", directory.resolve("nowhere").toString());

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.errors()).contains("nowhere").hasLineCount(1);
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aDirectoryWithoutALogIsNoTable() throws IOException {
        Path plain = Files.createDirectory(directory.resolve("plain"));
        Path file = Files.writeString(plain.resolve("file.txt"), "x");

        assertThat(Weir.run("history", plain.toString()).exitCode()).isEqualTo(3);
        assertThat(Weir.run("history", file.toString()).exitCode()).isEqualTo(3);
        assertThat(Weir.run(
                                "ingest",
                                plain.toString(),
                                "--from",
                                directory.resolve("rows.jsonl").toString())
                        .exitCode())
                .isEqualTo(3);
        assertThat(plain.resolve("_delta_log")).doesNotExist();
    }

    @Test
    void aVersionThatDoesNotExistSaysWhichDo() {
        Weir answer = Weir.run("cat", table + "@v99");

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.errors()).contains("99").contains("earliest=0").contains("latest=");
        assertThat(Weir.run("cat", table + "@-99").exitCode()).isEqualTo(3);
        assertThat(Weir.run("log", table.toString(), "99").exitCode()).isEqualTo(3);
    }

    @Test
    void aTimeBeforeTheFirstCommitSaysWhenThatWas() {
        Weir answer = Weir.run("cat", table + "@2001-01-01");

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.errors()).contains("2001-01-01").contains("earliestTime=");
    }

    @Test
    void aLogWithAGapIsRefusedByTheMissingFile() throws IOException {
        deleteCheckpoints();
        Files.delete(log.resolve("00000000000000000003.json"));

        Weir answer = Weir.run("count", table.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains("00000000000000000003.json").contains("missing");
    }

    @Test
    void aCommitThatWasCutIsRefusedByItsLine() throws IOException {
        deleteCheckpoints();
        Path commit = log.resolve("00000000000000000004.json");
        byte[] bytes = Files.readAllBytes(commit);
        Files.write(commit, Arrays.copyOf(bytes, bytes.length - 20));

        Weir answer = Weir.run("count", table.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains("00000000000000000004.json").contains("line=");
    }

    @Test
    void aCorruptHintAtTheLastCheckpointChangesNothing() throws IOException {
        String before = Weir.run("count", table.toString()).output();
        for (String hint : new String[] {"", "garbage", "{\"version\":999,\"size\":1}", "{\"version\":-1}", "[]"}) {
            Files.writeString(log.resolve("_last_checkpoint"), hint);
            assertThat(Weir.run("count", table.toString()).output()).as(hint).isEqualTo(before);
        }
    }

    @Test
    void aCheckpointCutInHalfIsPassedOver() throws IOException {
        String before = Weir.run("count", table.toString()).output();
        Path checkpoint = log.resolve("00000000000000000010.checkpoint.parquet");
        byte[] bytes = Files.readAllBytes(checkpoint);
        Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(Weir.run("count", table.toString()).output()).isEqualTo(before);
    }

    @Test
    void aFeatureNobodyKnowsIsNamed() throws IOException {
        Files.writeString(
                log.resolve("00000000000000000013.json"),
                "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"timeMachine\"],"
                        + "\"writerFeatures\":[\"timeMachine\"]}}\n");

        Weir answer = Weir.run("count", table.toString());

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.errors()).contains("timeMachine");
    }

    @Test
    void namesThatATableCannotHaveAreRefused() {
        for (String schema :
                new String[] {"a INT, A STRING", "`a b` INT", "s STRUCT<x: INT, X: INT>", "a NONSENSE", ""}) {
            Path target = directory.resolve("refused");
            Weir answer = Weir.run("create", target.toString(), "--schema", schema);
            assertThat(answer.exitCode()).as(schema).isIn(1, 2);
            assertThat(answer.errors()).as(schema).startsWith("weir: ");
            assertThat(target).as(schema).doesNotExist();
        }
    }

    @Test
    void aTableThatIsThereIsNotMadeAgain() throws IOException {
        Map<String, Long> before = files();

        Weir answer = Weir.run("create", table.toString(), "--schema", "id BIGINT");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains(table.toString());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void mistakesOfTyping() {
        assertThat(Weir.run("cat", table.toString(), "--where", "id <").exitCode())
                .isEqualTo(2);
        Weir unknown = Weir.run("cat", table.toString(), "--where", "idd = 1");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.errors()).contains("idd").contains("id");
        assertThat(Weir.run("cat", table.toString(), "--limit", "-5").exitCode())
                .isEqualTo(2);
        assertThat(Weir.run("catt", table.toString()).exitCode()).isEqualTo(2);
        assertThat(Weir.run("cat").exitCode()).isEqualTo(2);
        assertThat(Weir.run("ingest", table.toString(), "--from", "pulsar://localhost:6650/t", "--format", "json")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Weir.run(
                                "ingest",
                                table.toString(),
                                "--from",
                                directory.resolve("rows.jsonl").toString(),
                                "--trigger",
                                "soon")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aSourceThatIsNotThereIsNamed() {
        Weir answer = Weir.run(
                "ingest",
                table.toString(),
                "--from",
                directory.resolve("none.jsonl").toString());

        assertThat(answer.exitCode()).isNotZero();
        assertThat(answer.errors()).contains("none.jsonl");
    }

    private void deleteCheckpoints() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.filter(f ->
                            f.toString().contains("checkpoint") || f.toString().endsWith(".crc"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(file.toString(), Files.size(file));
            }
        }
        return sizes;
    }
}
