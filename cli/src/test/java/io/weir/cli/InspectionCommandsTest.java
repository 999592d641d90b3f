package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bisect, stats, restore and completion say. */
class InspectionCommandsTest {
    @TempDir
    Path directory;

    private String table = "";

    @BeforeEach
    void aTableOfFiveAppendsOfWhichTheThirdIsAStream() {
        table = directory.resolve("t").toString();
        try (Table made = Table.create(table).schema("id BIGINT, amount BIGINT").commit()) {
            for (long id = 1; id <= 5; id++) {
                if (id == 3) {
                    ingest("{\"id\":3,\"amount\":-7}\n");
                } else {
                    made.appendValues(Collections.singletonList(new Object[] {id, id}));
                }
            }
        }
    }

    private void ingest(String rows) {
        assertThat(Weir.runWithInput(rows, "ingest", table, "--from", "-", "--format", "json", "--app-id", "app3")
                        .exitCode())
                .isZero();
    }

    @Test
    void bisectNamesTheCommitTheApplicationItsEpochAndRows() {
        Weir found = Weir.run("bisect", table, "--where", "amount < 0");

        assertThat(found.exitCode()).isZero();
        assertThat(found.lines()).hasSize(1);
        assertThat(found.output())
                .contains(
                        "\"version\":3",
                        "\"operation\":\"STREAMING UPDATE\"",
                        "\"appId\":\"app3\"",
                        "\"epoch\":0",
                        "\"positions\":{",
                        "\"rows\":[\"{\\\"id\\\":3,\\\"amount\\\":-7}\"]");
        assertThat(found.errors()).contains("version 3 is the first that has such a row");
        assertThat(Weir.run("bisect", table, "--where", "amount < 0", "-o", "table")
                        .output())
                .contains("appId", "app3");
    }

    @Test
    void bisectSaysWhenThereIsNothingToFind() {
        assertThat(Weir.run("bisect", table, "--where", "amount > 100").exitCode())
                .isEqualTo(3);
        assertThat(Weir.run("bisect", table, "--where", "amount < 0", "--from", "4")
                        .errors())
                .contains("version 4, the first that was looked at, has such a row already");
        assertThat(Weir.run("bisect", table, "--where", "nobody = 1").exitCode())
                .isEqualTo(2);
        assertThat(Weir.run("bisect", table, "--where", "amount < 0", "--from", "5", "--to", "2")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void statsAreTextForPeopleAndOneRecordForOthers() {
        String text = Weir.run("stats", table, "--by", "id", "-o", "table").output();
        assertThat(text)
                .contains("files        5 (", "a value of id is looked for in 1.0 of 5 files", "optimize     5 files");
        assertThat(Weir.run("stats", table).output())
                .startsWith("{\"version\":5,\"files\":{\"count\":5,")
                .contains("\"optimize\":{\"files\":5,");
        assertThat(Weir.run("stats", table, "--by", "nobody").exitCode()).isEqualTo(2);
    }

    @Test
    void aRestoreIsShownBeforeItIsDone() throws IOException {
        Weir plan = Weir.run("restore", table + "@v2", "--dry-run", "-o", "csv");
        assertThat(plan.output()).contains("files,,removed,,,3,");
        assertThat(plan.errors()).contains("dry run: 0 files put back, 3 taken out, 2 kept");
        try (Table open = Table.open(table)) {
            assertThat(open.latest().version()).isEqualTo(5);
            assertThat(Weir.run("restore", table + "@v2").errors())
                    .contains("is what version 2 was: 0 files put back, 3 taken out, 2 kept");
            String gone = open.at(4).files().skip(3).findFirst().orElseThrow().path();
            Files.delete(Path.of(table).resolve(gone));
            Weir refused = Weir.run("restore", table + "@v4", "--dry-run");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.errors()).contains(gone);
            assertThat(open.latest().version()).isEqualTo(6);
        }
    }

    @Test
    void whatIsWatchedIsShownAgainUntilItIsInterrupted() throws InterruptedException {
        PrintStream before = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            Thread watching = new Thread(() -> Main.run("detail", table, "--watch", "0.01"));
            watching.start();
            for (int i = 0;
                    i < 1000 && output.toString(StandardCharsets.UTF_8).lines().count() < 2;
                    i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            watching.interrupt();
            watching.join();
        } finally {
            System.setOut(before);
        }
        assertThat(output.toString(StandardCharsets.UTF_8).lines().count()).isGreaterThanOrEqualTo(2);
        assertThat(Weir.run("detail", table, "--watch", "-1").exitCode()).isEqualTo(2);
    }

    @Test
    void everyShellGetsItsCompletion() {
        assertThat(Weir.run("completion").output()).contains("complete -F", "bisect");
        List<String> fish = Weir.run("completion", "fish").lines();
        assertThat(fish).anyMatch(line -> line.contains("-a bisect"));
        assertThat(fish).anyMatch(line -> line.contains("__fish_seen_subcommand_from diff' -l key -r"));
        assertThat(fish).noneMatch(line -> line.contains("warm-up"));
    }

    @Test
    void anUnknownCommandIsAnsweredWithOneThatIsNear() {
        Weir answer = Weir.run("histori", table);
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.errors()).contains("weir history");
    }
}
