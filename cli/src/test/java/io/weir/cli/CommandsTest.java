package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String ROWS = """
            {"id":1,"name":"a","at":"2026-01-01T10:00:00Z"}
            {"id":2,"name":"b","at":"2026-01-02T10:00:00Z"}
            {"id":3,"name":null,"at":"2026-01-03T10:00:00Z"}
            """;

    @TempDir
    Path directory;

    private String table = "";
    private String file = "";

    @BeforeEach
    void aTableOfThreeRows() throws IOException {
        table = directory.resolve("t").toString();
        file = Files.writeString(directory.resolve("rows.jsonl"), ROWS).toString();
        assertThat(Weir.run("ingest", table, "--from", file, "--create").errors())
                .contains("3 rows in version 1");
    }

    @Test
    void theSameIngestAgainAddsNothingAndSaysSo() {
        Weir again = Weir.run("ingest", table, "--from", file, "--create");

        assertThat(again.exitCode()).isZero();
        assertThat(again.errors()).contains("nothing new: all rows of this source are there already");
        assertThat(Weir.run("history", table, "-o", "jsonl").lines()).hasSize(2);
    }

    @Test
    void aFileThatGrewGivesItsNewRowsOnly() throws IOException {
        Files.writeString(Path.of(file), ROWS + "{\"id\":4,\"name\":\"d\",\"at\":\"2026-01-04T10:00:00Z\"}\n");

        assertThat(Weir.run("ingest", table, "--from", file).errors()).contains("1 row in version 2");
        assertThat(Weir.run("count", table).output()).isEqualTo("{\"count\":4}\n");
        assertThat(Weir.run("count", table + "@-1").output()).isEqualTo("{\"count\":3}\n");
        assertThat(Weir.run("count", table + "@v0").output()).isEqualTo("{\"count\":0}\n");
    }

    @Test
    void rowsAreUpdatedDeletedAndAllDeleted() {
        assertThat(Weir.run("update", table, "--set", "name = 'z', id = id + 10", "--where", "id > 1")
                        .errors())
                .contains("2 rows updated in version 2");
        assertThat(Weir.run("cat", table, "--select", "id,name", "-o", "csv").lines())
                .containsExactlyInAnyOrder("id,name", "1,a", "12,z", "13,z");
        assertThat(Weir.run("delete", table, "--where", "id = 12", "--dry-run").errors())
                .contains("1 row would be deleted");
        assertThat(Weir.run("delete", table, "--where", "id = 12").errors()).contains("1 row deleted in version 3");
        assertThat(Weir.run("delete", table, "--where", "id = 12").errors()).contains("version 3 stays the latest");
        assertThat(Weir.run("truncate", table).errors()).contains("2 rows deleted in version 4");
        assertThat(Weir.run("count", table).output()).isEqualTo("{\"count\":0}\n");
        assertThat(Weir.run("count", table + "@v1").output()).isEqualTo("{\"count\":3}\n");
    }

    @Test
    void vacuumSaysWhatItWouldDeleteAndDeletesWhenToldTo() throws IOException {
        Path rest = Files.writeString(Path.of(table, "part-left-behind.parquet"), "x");
        Files.setLastModifiedTime(rest, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        Weir dry = Weir.run("vacuum", table);
        assertThat(dry.output())
                .isEqualTo(
                        "{\"path\":\"part-left-behind.parquet\",\"size\":1,\"modificationTime\":\"2026-01-01T00:00:00Z\"}\n");
        assertThat(dry.errors())
                .contains("would delete 1 file of 1 byte, last changed from 2026-01-01T00:00:00Z")
                .contains("add --yes");
        assertThat(rest).exists();
        assertThat(Weir.run("vacuum", table, "-o", "table").output()).contains("part-left-behind.parquet");
        assertThat(Weir.run("vacuum", table, "--lite").errors()).contains("would delete 0 files");

        assertThat(Weir.run("vacuum", table, "--yes").errors()).contains("Deleted 1 file", "version 3 is the latest");
        assertThat(rest).doesNotExist();
        assertThat(Weir.run("history", table, "-o", "jsonl").output()).contains("VACUUM START", "VACUUM END");
        assertThat(Weir.run("count", table).output()).isEqualTo("{\"count\":3}\n");
    }

    @Test
    void vacuumRefusesToKeepLessThanTheTableSaysUnlessForced() {
        Weir refused = Weir.run("vacuum", table, "--retain", "0h", "--yes");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("shorter than the table's", "--force-retention");
        assertThat(Weir.run("vacuum", table, "--retain", "soon").exitCode()).isEqualTo(2);

        Weir.run("delete", table, "--where", "id > 0");
        Weir forced = Weir.run("vacuum", table, "--retain", "0h", "--force-retention", "--yes");
        assertThat(forced.errors()).contains("see to it that nobody writes").contains("Deleted 1 file");
        assertThat(Weir.run("count", table).output()).isEqualTo("{\"count\":0}\n");
    }

    @Test
    void checkpointSaysWhatItWroteAndWhatOfTheLogHasExpired() throws IOException {
        assertThat(Weir.run("checkpoint", table).errors()).contains("Checkpoint of version 1", "1 file of the table");
        Weir.run("delete", table, "--where", "id = 1");
        assertThat(Weir.run("checkpoint", table, "--yes").exitCode()).isEqualTo(2);
        assertThat(Weir.run("checkpoint", table, "--clean-log").errors()).contains("Nothing of the log has expired");
        try (Stream<Path> log = Files.list(Path.of(table, "_delta_log"))) {
            for (Path entry : log.toList()) {
                Files.setLastModifiedTime(entry, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            }
        }

        assertThat(Weir.run("checkpoint", table, "--clean-log").errors())
                .contains("would delete", "version 2 is the first that can be read then", "add --yes");
        assertThat(Weir.run("count", table + "@v1").exitCode()).isZero();
        assertThat(Weir.run("checkpoint", table, "--clean-log", "--yes").errors())
                .contains("Deleted ");
        assertThat(Weir.run("count", table + "@v1").exitCode()).isEqualTo(3);
        assertThat(Weir.run("count", table).output()).isEqualTo("{\"count\":2}\n");
    }

    @Test
    void optimizePutsSmallFilesTogetherAndSaysSo() {
        assertThat(Weir.runWithInput(ROWS, "ingest", table, "--from", "-", "--format", "json", "--app-id", "more")
                        .exitCode())
                .isZero();

        Weir dry = Weir.run("optimize", table, "--dry-run", "-o", "jsonl");
        assertThat(dry.errors()).contains("2 of 2 files");
        assertThat(dry.output())
                .startsWith("{\"version\":2,\"numCommits\":0,\"numRemovedFiles\":2,")
                .contains("\"numAddedFiles\":1,");
        Weir done = Weir.run("optimize", table, "-o", "json");
        assertThat(done.errors()).containsPattern("2 files .* became 1 .* in version 3, in \\d+\\.\\d s, .*B/s");
        assertThat(done.output())
                .contains("\"version\":3,\"numCommits\":1,\"numRemovedFiles\":2,", "\"numSkippedFiles\":0");
        assertThat(Weir.run("optimize", table).errors()).contains("nothing to gain; version 3 stays the latest");
        assertThat(Weir.run("optimize", table, "--target-size", "lots").exitCode())
                .isNotZero();
        assertThat(Weir.run("count", table).output()).isEqualTo("{\"count\":6}\n");
    }

    @Test
    void aConflictIsExplainedByWhatTheTransactionReadAndDid() {
        Weir appended = Weir.run("explain-conflict", table, "--read-version", "0", "-o", "jsonl");
        assertThat(appended.exitCode()).isZero();
        assertThat(appended.output()).contains("\"version\":1").contains("The transaction could follow it");

        Weir.run("update", table, "--set", "name = 'z'", "--where", "id > 1");
        Weir deleted = Weir.run(
                "explain-conflict",
                table,
                "--read-version",
                "1",
                "--operation",
                "delete",
                "--where",
                "id = 3",
                "-o",
                "jsonl");
        assertThat(deleted.exitCode()).as(deleted.output()).isEqualTo(5);
        assertThat(deleted.output()).contains("\"version\":2", "\"operation\":\"UPDATE\"", "CONCURRENT_", "advice");
        assertThat(Weir.run("explain-conflict", table, "--read-version", "7").exitCode())
                .isEqualTo(3);
        assertThat(Weir.run("explain-conflict", table, "--read-version", "0", "--operation", "fly")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void rowsOfAFileAreMerged() throws IOException {
        String changes =
                Files.writeString(directory.resolve("changes.jsonl"), """
                        {"id":1,"name":"new"}
                        {"id":2,"name":null}
                        {"id":9,"name":"nine"}
                        """).toString();

        Weir merge = Weir.run(
                "merge",
                table,
                "--using",
                changes,
                "--on",
                "t.id = s.id",
                "--when",
                "MATCHED AND s.name IS NULL THEN DELETE",
                "--when",
                "MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (s.id, s.name)");

        assertThat(merge.errors()).contains("1 row updated, 1 deleted, 1 inserted in version 2");
        assertThat(Weir.run("cat", table, "--select", "id,name", "-o", "csv").lines())
                .containsExactlyInAnyOrder("id,name", "1,new", "3,", "9,nine");
    }

    @Test
    void catPrintsRowsInEveryForm() {
        assertThat(Weir.run("cat", table, "--select", "id, name", "--where", "id < 3")
                        .output())
                .isEqualTo("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}\n");
        assertThat(Weir.run("cat", table, "--select", "id,name", "-o", "csv").output())
                .isEqualTo("id,name\n1,a\n2,b\n3,\n");
        assertThat(Weir.run("cat", table, "-o", "canonical", "--limit", "1").output())
                .isEqualTo("{\"id\":1,\"name\":\"a\",\"at\":\"2026-01-01T10:00:00.000000Z\"}\n");
        assertThat(Weir.run("cat", table, "--select", "name, id * 2 AS twice", "-o", "json", "--limit", "1")
                        .output())
                .isEqualTo("[{\"name\":\"a\",\"twice\":2}]\n");
        assertThat(Weir.run("cat", table, "--select", "id,name", "-o", "table", "--limit", "-1")
                        .output())
                .isEqualTo("""
                        id  name
                        --  ----
                         1  a
                         2  b
                         3  NULL
                        """);
    }

    @Test
    void whatATableIsCanBeAskedInMachineReadableForm() {
        assertThat(Weir.run("detail", table, "-o", "jsonl").output())
                .startsWith("{\"format\":\"delta\",")
                .contains("\"version\":1,\"numFiles\":1,");
        assertThat(Weir.run("schema", table, "-o", "json").output())
                .startsWith("{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"");
        assertThat(Weir.run("files", table).output())
                .startsWith("{\"path\":\"part-")
                .contains("numRecords");
        assertThat(Weir.run("log", table, "1").output())
                .contains("{\"commitInfo\":")
                .contains("{\"add\":");
        assertThat(Weir.run("history", table, "--limit", "1").lines().get(0))
                .startsWith("{\"version\":1,")
                .contains("\"operation\":\"STREAMING UPDATE\"");
    }

    @Test
    void rowsComeFromStandardInputUnderAName() {
        String target = directory.resolve("stdin").toString();

        assertThat(Weir.runWithInput(ROWS, "ingest", target, "--from", "-", "--format", "json", "--create")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Weir.runWithInput(
                                ROWS, "ingest", target, "--from", "-", "--format", "json", "--create", "--app-id", "a")
                        .exitCode())
                .isZero();
        assertThat(Weir.runWithInput(
                                ROWS + "{\"id\":9}\n",
                                "ingest",
                                target,
                                "--from",
                                "-",
                                "--format",
                                "json",
                                "--app-id",
                                "a")
                        .errors())
                .contains("1 row in version 2");
        assertThat(Weir.run("count", target).output()).isEqualTo("{\"count\":4}\n");
    }

    @Test
    void rowsAreFilteredAndComputedOnTheWayIn() {
        String target = directory.resolve("filtered").toString();

        Weir.run(
                "ingest",
                target,
                "--from",
                file,
                "--create",
                "--where",
                "id >= 2",
                "--select",
                "id, upper(name) AS name");

        assertThat(Weir.run("cat", target).output()).isEqualTo("{\"id\":2,\"name\":\"B\"}\n{\"id\":3,\"name\":null}\n");
    }

    @Test
    void badRecordsAreKeptWithTheirReasonWhileTheGoodOnesLand() throws IOException {
        String mixed = Files.writeString(
                        directory.resolve("mixed.jsonl"), "{\"id\":1}\n{\"id\":\"x\"}\n{\"id\":2}\nnot json\n")
                .toString();
        String target = directory.resolve("mixed").toString();

        Weir failed = Weir.run("ingest", target, "--from", mixed, "--create", "--schema", "id BIGINT");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.errors())
                .contains("row=2")
                .contains("column=id")
                .contains("BIGINT")
                .contains("x");
        assertThat(Weir.run("count", target).output()).isIn("{\"count\":0}\n", "");

        Path quarantine = directory.resolve("bad");
        Weir kept = Weir.run(
                "ingest",
                target,
                "--from",
                mixed,
                "--create",
                "--schema",
                "id BIGINT",
                "--on-bad-record",
                "quarantine:" + quarantine);
        assertThat(kept.exitCode()).isZero();
        assertThat(kept.errors()).contains("2 rows").contains("2 bad records left out");
        try (var files = Files.list(quarantine)) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("\"row\":2")
                    .contains("\"row\":4");
        }
    }

    @Test
    void completionIsAScriptForTheShell() {
        assertThat(Weir.run("completion").output())
                .startsWith("#!/")
                .contains("ingest")
                .contains("--on-bad-record");
    }
}
