package io.weir.suite.crashloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Main;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the command line that follow a table, two in one name, and one that is told to stop. */
@Timeout(180)
class ZombieTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("n", PrimitiveType.LONG);
    private static final int ROWS = 50;
    private static final int FAILURE = 1;
    private static final int TERMINATED = 128 + 15;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String FENCED = "Another run goes on under this application id";

    @TempDir
    Path directory;

    private Table source;
    private long next;

    @BeforeEach
    void aTableWithSomeRows() {
        source = Table.create(directory.resolve("source")).schema(SCHEMA).commit();
        append();
    }

    @AfterEach
    void close() {
        source.close();
    }

    private void append() {
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        for (int i = 0; i < ROWS; i++) {
            batch.add(next++);
        }
        source.append(batch.build());
    }

    private Path target() {
        return directory.resolve("target");
    }

    private Path said(String name) {
        return directory.resolve(name + ".err");
    }

    private Child follow(String name, String trigger) throws IOException {
        return Child.start(
                said(name),
                Main.class,
                List.of(),
                List.of(
                        "ingest",
                        target().toString(),
                        "--from",
                        source.location().toString(),
                        "--create",
                        "--app-id",
                        "follower",
                        "--trigger",
                        trigger));
    }

    @Test
    void whoWakesUpAfterAnotherTookOverIsRefused() throws Exception {
        try (Child first = follow("first", "continuous:20ms")) {
            awaitRows(ROWS);
            first.signal("STOP");
            append();
            try (Child second = follow("second", "continuous:20ms")) {
                awaitRows(2 * ROWS);
                first.signal("CONT");
                assertThat(first.exitCode()).isEqualTo(FAILURE);
                assertThat(said("first")).content().contains(FENCED, "appId=follower", "table=");
                append();
                awaitRows(3 * ROWS);
                stop(second);
            }
        }
        assertEveryRowOnce();
    }

    @Test
    void ofTwoThatRunAtOnceOneIsRefusedAndTheOtherGoesOn() throws Exception {
        try (Child one = follow("one", "continuous:20ms");
                Child other = follow("other", "continuous:20ms")) {
            boolean oneIsOut = false;
            while (!oneIsOut && !other.endsWithin(50)) {
                append();
                oneIsOut = one.endsWithin(50);
            }
            assertThat((oneIsOut ? one : other).exitCode()).isEqualTo(FAILURE);
            assertThat(said(oneIsOut ? "one" : "other")).content().contains(FENCED);
            append();
            awaitRows(next);
            stop(oneIsOut ? other : one);
        }
        assertEveryRowOnce();
    }

    @Test
    void whoIsToldToStopFinishesItsEpoch() throws Exception {
        try (Child query = follow("query", "continuous:1h")) {
            long deadline = System.nanoTime() + LONG.toNanos();
            while (dataFiles().isEmpty() && System.nanoTime() < deadline) {
                assertThat(query.endsWithin(20)).as("%s", said("query")).isFalse();
            }
            query.endsWithin(100); // rows are in a file that nobody sees, and would be for an hour
            stop(query);
            assertThat(said("query")).content().contains("what was read is being committed");
        }
        assertEveryRowOnce();
        try (Table table = Table.open(target());
                Stream<String> live = table.latest().files().map(file -> file.path())) {
            assertThat(dataFiles()).containsExactlyInAnyOrderElementsOf(live.toList());
        }
    }

    private static void stop(Child query) throws Exception {
        query.signal("TERM");
        assertThat(query.exitCode()).isEqualTo(TERMINATED);
    }

    /** Also those that have a hidden name yet. */
    private List<String> dataFiles() throws IOException {
        if (!Files.exists(target())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(target())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toList());
        }
    }

    private void awaitRows(long rows) throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (rowsOfTarget() < rows) {
            assertThat(System.nanoTime()).as("rows come").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private long rowsOfTarget() {
        if (!Table.exists(target())) {
            return 0;
        }
        try (Table table = Table.open(target())) {
            return table.count();
        }
    }

    private void assertEveryRowOnce() {
        try (Table table = Table.open(target());
                Stream<Long> found = table.scan().rows().stream().map(row -> row.longValue("n"))) {
            assertThat(found.sorted())
                    .isEqualTo(LongStream.range(0, next).boxed().toList());
        }
    }
}
