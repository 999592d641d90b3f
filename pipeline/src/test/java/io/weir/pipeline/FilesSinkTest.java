package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.sink.files.FilesSink;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as files of a directory. */
@Timeout(60)
class FilesSinkTest {
    @TempDir
    Path directory;

    private Path out() {
        return directory.resolve("out");
    }

    private FilesSink sink() {
        return Sinks.json(out());
    }

    private static Query query(int rows, FilesSink sink) {
        return Query.from(new Numbers(1, rows)).to(sink).maxRowsPerEpoch(14);
    }

    /** Names that are not hidden, sorted. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    private List<String> lines() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : names()) {
            text.append(Files.readString(out().resolve(name)));
        }
        return text.toString().lines().toList();
    }

    private static List<String> rows(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(n -> "{\"part\":0,\"n\":" + n + "}")
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENED,false", "WRITTEN,false", "FINISHED,false", "COMMITTED,false",
        "OPENED,true", "WRITTEN,true", "FINISHED,true", "COMMITTED,true"
    })
    void aQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnce(Step step, boolean continuous) throws Exception {
        Trigger trigger = continuous ? Trigger.continuous(Duration.ofMillis(5)) : Trigger.availableNow();
        AtomicInteger left = new AtomicInteger(3);
        Query dying = query(100, sink()).trigger(trigger).hook(reached -> {
            if (reached == step && left.decrementAndGet() == 0) {
                throw new IllegalStateException("died");
            }
        });
        assertThatThrownBy(() -> dying.start().await()).hasMessageContaining("died");

        query(100, sink()).start().await();

        assertThat(query(100, sink()).start().await().nothingNew()).isTrue();
        assertThat(lines()).containsExactlyElementsOf(rows(100));
        assertThat(hidden()).isEmpty();
    }

    @Test
    void filesOfAnEpochWhoseRunDiedGetTheirNamesFromTheNextRun() throws Exception {
        query(10, sink()).appId("a").start().await();
        Path file = out().resolve(names().get(0));
        Path epoch = out().resolve("_weir/sinks/a/0000000000000000000.json");
        String hidden = Files.readString(epoch).replaceAll(".*\"files\":\\{\"([^\"]+)\".*", "$1");
        Files.move(file, out().resolve(hidden)); // as if it had died before

        query(10, sink()).appId("a").start().await();

        assertThat(names()).containsExactly(file.getFileName().toString());
        assertThat(lines()).containsExactlyElementsOf(rows(10));
    }

    @Test
    void filesThatWereTakenAwayAreNotWrittenAgain() throws Exception {
        query(10, sink()).appId("a").start().await();
        Files.delete(out().resolve(names().get(0)));

        query(20, sink()).appId("a").start().await();

        assertThat(names()).containsExactly("part-a-0000000001-000.jsonl");
        assertThat(lines()).containsExactlyElementsOf(rows(20).subList(10, 20));
    }

    @Test
    void ofTwoRunsInOneNameOneIsRefusedHoweverFarItIsBehind() throws Exception {
        Numbers numbers = new Numbers(1, 10);
        RunningQuery behind = Query.from(numbers)
                .to(sink())
                .appId("a")
                .trigger(Trigger.continuous(Duration.ofMillis(5)))
                .start();
        while (behind.lastProgress().isEmpty()) {
            assertThat(behind.await(Duration.ofMillis(5))).isEmpty();
        }
        query(400, sink()).appId("a").start().await(); // so many epochs that the first ones are forgotten
        numbers.end.set(20);

        assertThatThrownBy(behind::await).isInstanceOf(QueryFencedException.class);
        assertThat(lines()).containsExactlyElementsOf(rows(400));
        assertThat(query(400, sink()).appId("a").start().await().nothingNew()).isTrue();
    }

    @Test
    void filesOfEachTaskAreReadBackAsASource() throws Exception {
        RunningQuery query = Query.from(new Numbers(3, 50))
                .to(Sinks.json(out()).gzip())
                .trigger(Trigger.continuous(Duration.ofMillis(5)))
                .start();
        while (query.lastProgress().map(p -> p.total().rowsOut() < 150).orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
        query.stop();

        assertThat(names()).hasSizeGreaterThanOrEqualTo(3).allMatch(name -> name.endsWith(".jsonl.gz"));
        Query.from(Sources.json(out()))
                .to(directory.resolve("t"))
                .create()
                .start()
                .await();
        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.scan().count()).isEqualTo(150);
            assertThat(table.scan().where("n = 49").count()).isEqualTo(3);
        }
    }

    @Test
    void aFileOfCsvBeginsWithItsColumnsAndOtherColumnsBeginAnother() throws Exception {
        Numbers numbers = new Numbers(1, 14);
        numbers.wideFrom = 7;

        Query.from(numbers)
                .to(Sinks.csv(out()))
                .appId("a/b".replace('/', '.'))
                .start()
                .await();

        assertThat(names()).hasSize(2).allMatch(name -> name.matches("part-a_b-[0-9a-f]+-0000000000-00[01]\\.csv"));
        assertThat(Files.readAllLines(out().resolve(names().get(0))))
                .startsWith("part,n", "0,0")
                .hasSize(8);
        assertThat(Files.readAllLines(out().resolve(names().get(1)))).startsWith("part,n,more", "0,7,w");
    }

    @Test
    void filesMayBeCompressedByZstandard() throws Exception {
        query(10, Sinks.json(out()).zstd()).start().await();
        Query.from(Sources.json(out()))
                .to(directory.resolve("t"))
                .create()
                .start()
                .await();

        assertThat(names()).allMatch(name -> name.endsWith(".jsonl.zst"));
        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.scan().count()).isEqualTo(10);
        }
    }
}
