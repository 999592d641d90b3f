package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.decode.BadRecordException;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.Source;
import io.weir.table.Table;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ContinuousTest {
    private static final Duration EPOCH = Duration.ofMillis(20);

    @TempDir
    Path directory;

    private Query query(Source source) {
        return Query.from(source).to(directory.resolve("t")).create().trigger(Trigger.continuous(EPOCH));
    }

    private static void awaitRows(RunningQuery query, long rows) {
        while (query.lastProgress()
                .map(progress -> progress.total().rowsIn() < rows)
                .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
    }

    private Map<Integer, List<Long>> inOrderOfCommits() {
        Map<Integer, List<Long>> seen = new TreeMap<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            table.appends(0)
                    .rows()
                    .forEach(row -> seen.computeIfAbsent(row.intValue("part"), p -> new ArrayList<>())
                            .add(row.longValue("n")));
        }
        return seen;
    }

    private static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    @Test
    void everyPartOfTheSourceIsReadByItsOwnTaskAndComesInOrder() {
        Numbers source = new Numbers(4, 500);
        RunningQuery query = query(source).start();
        awaitRows(query, 2000);
        source.end.set(600);
        awaitRows(query, 2400);
        Summary summary = query.stop();

        assertThat(summary.rowsOut()).isEqualTo(2400);
        assertThat(summary.epochs()).isGreaterThanOrEqualTo(2);
        for (int part = 0; part < 4; part++) {
            assertThat(inOrderOfCommits()).containsEntry(part, range(0, 600));
        }
    }

    @Test
    void aStopCommitsWhatWasTakenAndTheNextRunGoesOnBehindIt() {
        Numbers source = new Numbers(3, 10_000);
        for (int i = 0; i < 5; i++) {
            RunningQuery query = query(source).start();
            query.await(Duration.ofMillis(30));
            query.stop();
        }
        RunningQuery last = query(source).start();
        while (inOrderOfCommits().values().stream().mapToInt(List::size).sum() < 30_000) {
            last.await(Duration.ofMillis(20));
        }
        last.stop();

        for (int part = 0; part < 3; part++) {
            assertThat(inOrderOfCommits()).containsEntry(part, range(0, 10_000));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "RECORDED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aRunThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnce(Step step) throws Exception {
        Numbers source = new Numbers(3, 300);
        for (int occurrence = 1; occurrence <= 4; occurrence++) {
            AtomicInteger left = new AtomicInteger(occurrence);
            RunningQuery dying = query(source)
                    .hook(reached -> {
                        if (reached == step && left.decrementAndGet() == 0) {
                            throw new IllegalStateException("died");
                        }
                    })
                    .start();
            while (dying.isActive()) {
                source.end.incrementAndGet();
                Thread.sleep(1);
            }
            assertThatThrownBy(dying::await).hasMessageContaining("died");
        }
        long end = source.end.get();

        Query.from(source)
                .to(directory.resolve("t"))
                .create()
                .trigger(Trigger.availableNow())
                .start()
                .await();

        for (int part = 0; part < 3; part++) {
            assertThat(inOrderOfCommits()).containsEntry(part, range(0, end));
        }
    }

    @Test
    void microBatchesAndContinuousEpochsMakeTheSameTable() {
        Numbers source = new Numbers(2, 1000);
        RunningQuery continuous = query(source).filter("n % 3 = 0").start();
        awaitRows(continuous, 2000);
        continuous.stop();
        Query.from(source)
                .filter("n % 3 = 0")
                .to(directory.resolve("batch"))
                .create()
                .start()
                .await();

        try (Table one = Table.open(directory.resolve("t"));
                Table other = Table.open(directory.resolve("batch"))) {
            assertThat(rows(one)).isEqualTo(rows(other)).hasSize(668);
        }
    }

    private static List<String> rows(Table table) {
        List<String> rows = new ArrayList<>();
        table.scan().rows().forEach(row -> rows.add(row.value("part") + " " + row.value("n")));
        Collections.sort(rows);
        return rows;
    }

    @Test
    void aTaskWaitsWhenItHasAsManyRowsAsAnEpochMayHave() {
        Numbers source = new Numbers(2, 3000);
        List<Long> sizes = Collections.synchronizedList(new ArrayList<>());
        RunningQuery query = query(source)
                .trigger(Trigger.continuous(Duration.ofHours(1)))
                .maxRowsPerEpoch(100)
                .listener(new QueryListener() {
                    @Override
                    public void committed(Progress progress) {
                        sizes.add(progress.rowsIn());
                    }
                })
                .start();
        awaitRows(query, 6000 - 100);
        query.stop();

        assertThat(sizes).allMatch(size -> size <= 100).hasSizeGreaterThanOrEqualTo(60);
        assertThat(inOrderOfCommits()).containsEntry(0, range(0, 3000)).containsEntry(1, range(0, 3000));
    }

    @Test
    void columnsThatComeUpInOnePartAreAddedForAllWithoutAStop() {
        Numbers source = new Numbers(3, 400);
        source.wideFrom = 210;
        RunningQuery query = query(source).mergeSchema(true).start();
        awaitRows(query, 1200);
        query.stop();

        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.schema().names()).containsExactly("part", "n", "more");
            assertThat(table.scan().where("more = 'w'").count()).isEqualTo(3 * 190);
            assertThat(table.count()).isEqualTo(1200);
        }
    }

    @Test
    void aBadRecordEndsTheRunAndNothingBehindItOfItsPartIsInTheTable() {
        Numbers source = new Numbers(2, 100);
        source.bad = 50L;
        RunningQuery query = query(source).start();

        assertThatThrownBy(query::await).isInstanceOf(BadRecordException.class);
        assertThat(query.isActive()).isFalse();
        if (Table.exists(directory.resolve("t"))) {
            assertThat(inOrderOfCommits().values())
                    .allSatisfy(part -> assertThat(part).doesNotContain(51L));
        }
    }

    @Test
    void badRecordsAreKeptOnceWithTheirReason() throws Exception {
        Numbers source = new Numbers(3, 100);
        source.bad = 50L;
        RunningQuery query = query(source)
                .onBadRecord(BadRecords.quarantine(directory.resolve("bad")))
                .start();
        awaitRows(query, 300);
        query.stop();

        List<String> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("bad"))) {
            for (Path file : files.toList()) {
                kept.addAll(Files.readAllLines(file));
            }
        }
        assertThat(kept).hasSize(3).allMatch(line -> line.contains("not a number"));
        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.count()).isEqualTo(297);
        }
    }

    @Test
    void theSecondOfTwoRunsInOneNameIsFenced() throws Exception {
        Numbers source = new Numbers(1, 10);
        RunningQuery zombie = query(source).start();
        awaitRows(zombie, 10);
        source.end.set(20);
        RunningQuery heir = query(source).start();
        while (zombie.isActive() && heir.isActive()) {
            source.end.incrementAndGet();
            Thread.sleep(5);
        }
        RunningQuery left = zombie.isActive() ? zombie : heir;
        RunningQuery gone = zombie.isActive() ? heir : zombie;
        assertThatThrownBy(gone::await)
                .isInstanceOf(QueryFencedException.class)
                .hasMessageContaining("Another run goes on");
        long end = source.end.get();
        while (inOrderOfCommits().getOrDefault(0, List.of()).size() < end) {
            left.await(Duration.ofMillis(5));
        }
        left.stop();
        assertThat(inOrderOfCommits()).containsEntry(0, range(0, end));
    }

    @Test
    void whatAStreamHasGivenIsInTheTableThoughNothingMoreComes() throws Exception {
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            RunningQuery query = Query.from(Sources.stream("lines", in, FileFormat.JSON))
                    .appId("a")
                    .to(directory.resolve("t"))
                    .create()
                    .trigger(Trigger.continuous(EPOCH))
                    .start();
            for (int i = 1; i <= 3; i++) {
                out.write(("{\"n\":" + i + "}\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                awaitRows(query, i);
            }
            out.close();

            assertThat(query.stop().rowsIn()).isEqualTo(3);
        }
    }
}
