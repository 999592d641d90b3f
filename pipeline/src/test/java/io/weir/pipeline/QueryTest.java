package io.weir.pipeline;

import static io.weir.format.expression.Expressions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecordException;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.source.FileFormat;
import io.weir.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueryTest {
    @TempDir
    Path directory;

    private Path lines(String name, int from, int to) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("{\"n\":").append(i).append(",\"s\":\"v").append(i % 7).append("\"}\n");
        }
        return Files.writeString(directory.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path tablePath() {
        return directory.resolve("table");
    }

    private List<Long> values() {
        List<Long> values = new ArrayList<>();
        try (Table table = Table.open(tablePath())) {
            for (Row row : table.scan().select("n").rows()) {
                values.add(row.longValue("n"));
            }
        }
        Collections.sort(values);
        return values;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void aFileBecomesATableOfSeveralVersionsAndIsNotTakenTwice() throws IOException {
        Path file = lines("in.json", 0, 1_000);
        Query query = Query.from(Sources.json(file)).to(tablePath()).create().maxRowsPerEpoch(300);
        List<Progress> committed = new ArrayList<>();
        Summary first = query.listener(new QueryListener() {
                    @Override
                    public void committed(Progress progress) {
                        committed.add(progress);
                    }
                })
                .start()
                .await();

        assertThat(first.rowsOut()).isEqualTo(1_000);
        assertThat(first.epochs()).isEqualTo(4);
        assertThat(first.firstVersion()).isEqualTo(1);
        assertThat(first.lastVersion()).isEqualTo(4);
        assertThat(committed).extracting(Progress::rowsOut).containsExactly(300L, 300L, 300L, 100L);
        assertThat(committed).extracting(Progress::version).containsExactly(1L, 2L, 3L, 4L);
        assertThat(values()).isEqualTo(range(0, 1_000));

        Summary second = Query.from(Sources.json(file)).to(tablePath()).start().await();
        assertThat(second.nothingNew()).isTrue();
        assertThat(second.resumed()).isTrue();
        assertThat(second.lastVersion()).isNull();
        try (Table table = Table.open(tablePath())) {
            assertThat(table.latest().version()).isEqualTo(4);
        }

        lines("in.json", 1_000, 1_010);
        assertThat(Query.from(Sources.json(file))
                        .to(tablePath())
                        .start()
                        .await()
                        .rowsOut())
                .isEqualTo(10);
        assertThat(values()).isEqualTo(range(0, 1_010));
    }

    @Test
    void stepsFilterSelectMapAndMultiplyRows() throws IOException {
        Path file = lines("in.json", 0, 100);
        StructType schema = StructType.EMPTY.add("n", PrimitiveType.LONG).add("copy", PrimitiveType.INTEGER);
        Query.from(Sources.json(file))
                .filter(col("n").lt(20))
                .select(col("n"), col("n").times(2).as("twice"))
                .filter(row -> row.longValue("twice") != 6)
                .flatMap(schema, (row, out) -> {
                    out.emit(row.longValue("n"), 1);
                    if (row.longValue("n") < 2) {
                        out.emit(row.longValue("n"), 2);
                    }
                })
                .to(tablePath())
                .create()
                .start()
                .await();

        assertThat(values())
                .isEqualTo(Stream.concat(
                                Stream.of(0L, 0L, 1L, 1L, 2L),
                                LongStream.range(4, 20).boxed())
                        .toList());
    }

    @Test
    void aQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnce() throws IOException {
        for (Step step : EnumSet.complementOf(EnumSet.of(Step.RECORDED, Step.SETTLED))) {
            for (int occurrence = 1; occurrence <= 3; occurrence++) {
                Path home = Files.createDirectories(directory.resolve(step + "-" + occurrence));
                Path file = home.resolve("in.json");
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < 1_000; i++) {
                    text.append(i % 50 == 49 ? "{\"n\":\"bad " + i + "\"}\n" : "{\"n\":" + i + "}\n");
                }
                Files.writeString(file, text);
                crashing(home, file, step, occurrence);
                crashing(home, file, step, 1);
                query(home, file).start().await();
                Summary last = query(home, file).start().await();

                assertThat(last.nothingNew()).isTrue();
                String place = step + " " + occurrence;
                try (Table table = Table.open(home.resolve("table"))) {
                    List<Long> values = new ArrayList<>();
                    table.scan().rows().forEach(row -> values.add(row.longValue("n")));
                    Collections.sort(values);
                    assertThat(values)
                            .as(place)
                            .isEqualTo(LongStream.range(0, 1_000)
                                    .filter(i -> i % 50 != 49)
                                    .boxed()
                                    .toList());
                }
                List<String> bad = new ArrayList<>();
                try (Stream<Path> files = Files.list(home.resolve("bad"))) {
                    for (Path kept : files.sorted().toList()) {
                        bad.addAll(Files.readAllLines(kept));
                    }
                }
                assertThat(bad).as(place).hasSize(20).doesNotHaveDuplicates();
                assertThat(bad.get(0))
                        .contains(
                                "\"row\":50,\"column\":\"n\",\"expected\":\"BIGINT\",\"found\":\"string \\\"bad 49\\\"\"");
            }
        }
    }

    private static Query query(Path home, Path file) {
        return Query.from(Sources.json(file))
                .to(home.resolve("table"))
                .create()
                .maxRowsPerEpoch(170)
                .onBadRecord(BadRecords.quarantine(home.resolve("bad")));
    }

    private static void crashing(Path home, Path file, Step step, int occurrence) {
        int[] left = {occurrence};
        RunningQuery running = query(home, file)
                .hook(reached -> {
                    if (reached == step && --left[0] == 0) {
                        throw new IllegalStateException("killed at " + step);
                    }
                })
                .start();
        assertThatThrownBy(running::await).hasMessage("killed at " + step);
    }

    @Test
    void aBadRecordFailsTheQueryAndNothingOfItsEpochIsInTheTable() throws IOException {
        Path file = lines("in.json", 0, 450);
        Files.writeString(file, "{\"n\":\"x\",\"s\":\"y\"}\n", StandardOpenOption.APPEND);
        Query query = Query.from(Sources.json(file)).to(tablePath()).create().maxRowsPerEpoch(200);

        assertThatThrownBy(() -> query.start().await())
                .isInstanceOf(BadRecordException.class)
                .hasMessageStartingWith(
                        "A value does not fit its column {column=n, expected=BIGINT, found=string \"x\", row=451, source=");
        assertThat(values()).isEqualTo(range(0, 400));

        Summary skipping = Query.from(Sources.json(file))
                .to(tablePath())
                .onBadRecord(BadRecords.skip())
                .start()
                .await();
        assertThat(skipping.badRows()).isEqualTo(1);
        assertThat(values()).isEqualTo(range(0, 450));
    }

    @Test
    void namesThatParquetCannotHoldAreRefusedOrNormalized() throws IOException {
        Path file = Files.writeString(directory.resolve("in.csv"), "Cost Total $,n\n5,1\n");

        assertThatThrownBy(() -> Query.from(Sources.csv(file))
                        .to(tablePath())
                        .create()
                        .start()
                        .await())
                .hasMessageContaining("--column-names normalize makes it cost_total")
                .hasMessageContaining("column=\"Cost Total $\"");
        assertThat(Table.exists(tablePath())).isFalse();

        Query.from(Sources.csv(file).columnNames(ColumnNaming.NORMALIZE))
                .to(tablePath())
                .create()
                .start()
                .await();
        try (Table table = Table.open(tablePath())) {
            assertThat(table.schema().names()).containsExactly("cost_total", "n");
        }
    }

    @Test
    void theSecondOfTwoRunsInOneNameIsFenced() throws Exception {
        Path file = lines("in.json", 0, 1_000);
        CountDownLatch atCommit = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        RunningQuery slow = Query.from(Sources.json(file))
                .to(tablePath())
                .create(StructType.EMPTY.add("n", PrimitiveType.LONG).add("s", PrimitiveType.STRING), b -> b)
                .hook(step -> {
                    if (step == Step.FINISHED) {
                        atCommit.countDown();
                        await(overtaken);
                    }
                })
                .start();
        atCommit.await();
        Query.from(Sources.json(file)).to(tablePath()).start().await();
        overtaken.countDown();

        assertThatThrownBy(slow::await)
                .isInstanceOf(QueryFencedException.class)
                .hasMessageContaining("Another run goes on under this application id")
                .hasMessageContaining("epochFound=0");
        assertThat(values()).isEqualTo(range(0, 1_000));
        try (Stream<Path> files = Files.list(tablePath())) {
            assertThat(files.filter(f -> f.toString().endsWith(".parquet"))).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aGrowingFileIsFollowedAndAStopFinishesTheEpoch() throws Exception {
        Path file = lines("in.json", 0, 10);
        RunningQuery query = Query.from(Sources.json(file))
                .to(tablePath())
                .create()
                .trigger(Trigger.asFastAsPossible())
                .start();
        waitForRows(query, 10);
        lines("in.json", 10, 25);
        Files.writeString(file, "{\"n\":99", StandardOpenOption.APPEND);
        waitForRows(query, 25);
        Summary summary = query.stop();

        assertThat(summary.rowsOut()).isEqualTo(25);
        assertThat(values()).isEqualTo(range(0, 25));
        assertThat(query.isActive()).isFalse();
    }

    private static void waitForRows(RunningQuery query, long rows) {
        while (query.lastProgress().map(p -> p.total().rowsOut()).orElse(0L) < rows) {
            assertThat(query.exception()).isEmpty();
            Thread.onSpinWait();
        }
    }

    @Test
    void anIntervalTriggerCommitsAtItsTimes() throws Exception {
        Path file = lines("in.json", 0, 10);
        RunningQuery query = Query.from(Sources.json(file))
                .to(tablePath())
                .create()
                .trigger(Trigger.every(Duration.ofMillis(300)))
                .start();
        while (query.lastProgress().filter(Progress::committed).isEmpty()) {
            assertThat(query.exception()).isEmpty();
            Thread.onSpinWait();
        }
        assertThat(query.lastProgress().orElseThrow().version()).isEqualTo(1);
        query.stop();
    }

    @Test
    void standardInputNeedsANameAndIsPassedOverUpToWhereItWasRead() {
        byte[] bytes = "{\"n\":1}\n{\"n\":2}\n".getBytes(StandardCharsets.UTF_8);
        byte[] more = "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> stdin(bytes).start()).hasMessageContaining("needs an application id (--app-id)");

        stdin(bytes).appId("mine").start().await();
        assertThat(stdin(bytes).appId("mine").start().await().nothingNew()).isTrue();
        stdin(more).appId("mine").start().await();
        assertThat(values()).containsExactly(1L, 2L, 3L);
    }

    private Query stdin(byte[] bytes) {
        return Query.from(Sources.stream("standard input", new ByteArrayInputStream(bytes), FileFormat.JSON))
                .to(tablePath())
                .create();
    }

    @Test
    void columnsThatComeUpOnTheWayAreAddedIfAskedFor() throws IOException {
        Path file = lines("in.json", 0, 100);
        Query.from(Sources.json(file)).to(tablePath()).create().start().await();
        Files.writeString(file, "{\"n\":100,\"s\":null,\"extra\":{\"a\":1}}\n", StandardOpenOption.APPEND);
        lines("in.json", 101, 120);

        assertThatThrownBy(() ->
                        Query.from(Sources.json(file)).to(tablePath()).start().await())
                .hasMessageContaining("The schema has no such column; --merge-schema adds it {column=extra");
        Query.from(Sources.json(file)).to(tablePath()).mergeSchema(true).start().await();
        assertThat(values()).isEqualTo(range(0, 120));
        try (Table table = Table.open(tablePath())) {
            assertThat(table.schema()).hasToString("STRUCT<n: BIGINT, s: STRING, extra: STRUCT<a: BIGINT>>");
            assertThat(table.scan().where(col("extra.a").eq(1)).count()).isEqualTo(1);
        }
    }

    @Test
    void rowsThatAreAllFilteredMakeNoDataAndAreNotReadAgain() throws IOException {
        Path file = lines("in.json", 0, 100);
        Query.from(Sources.json(file))
                .filter(col("n").lt(0))
                .to(tablePath())
                .create()
                .start()
                .await();
        Summary again = Query.from(Sources.json(file))
                .filter(col("n").lt(0))
                .to(tablePath())
                .start()
                .await();

        assertThat(again.nothingNew()).isTrue();
        assertThat(values()).isEmpty();
    }

    @Test
    void aMissingTableIsNotMadeUnlessAskedFor() throws IOException {
        Path file = lines("in.json", 0, 10);
        assertThatThrownBy(() -> Query.from(Sources.json(file)).to(tablePath()).start())
                .isInstanceOf(io.weir.log.error.TableNotFoundException.class);
        assertThat(tablePath()).doesNotExist();
    }
}
