package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.error.TableNotFoundException;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries that write several tables. */
@Timeout(60)
class FanOutTest {
    @TempDir
    Path directory;

    private Query query(Numbers source) {
        return Query.from(source)
                .to(directory.resolve("all"))
                .create()
                .also(Branch.into(directory.resolve("even").toString())
                        .filter("n % 2 = 0")
                        .create())
                .also(Branch.into(directory.resolve("third").toString())
                        .filter("n % 3 = 0")
                        .select("n", "part AS of_part")
                        .create())
                .maxRowsPerEpoch(70);
    }

    private List<Long> numbers(String table) {
        List<Long> numbers = new ArrayList<>();
        try (Table open = Table.open(directory.resolve(table))) {
            open.scan().rows().forEach(row -> numbers.add(row.longValue("n")));
        }
        numbers.sort(null);
        return numbers;
    }

    private static List<Long> multiples(long of, long end) {
        return LongStream.range(0, end).filter(n -> n % of == 0).boxed().toList();
    }

    private void assertAllIsThereOnce(long end) {
        assertThat(numbers("all")).isEqualTo(multiples(1, end));
        assertThat(numbers("even")).isEqualTo(multiples(2, end));
        assertThat(numbers("third")).isEqualTo(multiples(3, end));
    }

    @Test
    void eachTableGetsTheRowsOfItsBranchInEpochsOfTheSameNumbers() throws IOException {
        Summary summary = query(new Numbers(1, 500)).start().await();

        assertAllIsThereOnce(500);
        assertThat(summary.rowsIn()).isEqualTo(500);
        assertThat(summary.rowsOut()).isEqualTo(500 + 250 + 167);
        try (Table even = Table.open(directory.resolve("even"));
                Table third = Table.open(directory.resolve("third"))) {
            assertThat(even.latest().transaction(summary.appId())).hasValue(summary.epochs() - 1);
            assertThat(third.schema().names()).containsExactly("n", "of_part");
        }
        assertThat(query(new Numbers(1, 500)).start().await().nothingNew()).isTrue();
        try (Stream<Path> left = Files.walk(directory.resolve("all/_weir"))) {
            assertThat(left.filter(Files::isRegularFile))
                    .as("records that are kept")
                    .hasSize(1);
        }
    }

    private static Step.Hook dyingAt(Step step, int occurrence) {
        AtomicInteger left = new AtomicInteger(occurrence);
        return reached -> {
            if (reached == step && left.decrementAndGet() == 0) {
                throw new IllegalStateException("died");
            }
        };
    }

    @ParameterizedTest
    @EnumSource(names = "QUARANTINED", mode = EnumSource.Mode.EXCLUDE)
    void aQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnceInEachTable(Step step) {
        for (int occurrence = 1; occurrence <= 3; occurrence++) {
            Query dying = query(new Numbers(1, 100 + 100L * occurrence)).hook(dyingAt(step, 1 + occurrence % 2));
            assertThatThrownBy(() -> dying.start().await()).hasMessageContaining("died");
        }
        query(new Numbers(1, 500)).start().await();

        assertAllIsThereOnce(500);
    }

    @ParameterizedTest
    @EnumSource(names = "QUARANTINED", mode = EnumSource.Mode.EXCLUDE)
    void aContinuousQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnceInEachTable(Step step) throws Exception {
        Numbers source = new Numbers(2, 100);
        for (int occurrence = 1; occurrence <= 3; occurrence++) {
            Query query = query(source)
                    .maxRowsPerEpoch(1000)
                    .trigger(Trigger.continuous(Duration.ofMillis(10)))
                    .hook(dyingAt(step, occurrence));
            assertThatThrownBy(() -> {
                        RunningQuery dying = query.start();
                        while (dying.isActive()) {
                            source.end.incrementAndGet();
                            Thread.sleep(1);
                        }
                        dying.await();
                    })
                    .hasMessageContaining("died");
        }
        long end = source.end.get();
        query(source).start().await();

        List<Long> twice = LongStream.range(0, 2 * end).map(n -> n / 2).boxed().toList();
        assertThat(numbers("all")).isEqualTo(twice);
        assertThat(numbers("even"))
                .isEqualTo(twice.stream().filter(n -> n % 2 == 0).toList());
        assertThat(numbers("third"))
                .isEqualTo(twice.stream().filter(n -> n % 3 == 0).toList());
    }

    @Test
    void whatADeadRunOwedToATableThatTheQueryHasNoMoreIsSettledByTheNext() {
        RunningQuery dying = query(new Numbers(1, 50))
                .hook(reached -> {
                    if (reached == Step.COMMITTED) {
                        throw new IllegalStateException("died");
                    }
                })
                .start();
        assertThatThrownBy(dying::await).hasMessage("died");
        assertThat(numbers("even")).isEmpty();

        Query.from(new Numbers(1, 50)).to(directory.resolve("all")).start().await();

        assertThat(numbers("all")).isEqualTo(multiples(1, 50));
        assertThat(numbers("even")).isEqualTo(multiples(2, 50));
        assertThat(numbers("third")).isEqualTo(multiples(3, 50));
    }

    @Test
    void aFurtherTableThatIsNotThereAndNotToBeMadeStopsTheQueryBeforeItReads() {
        Query query = Query.from(new Numbers(1, 50))
                .to(directory.resolve("all"))
                .create()
                .also(Branch.into(directory.resolve("nowhere").toString()));

        assertThatThrownBy(query::start)
                .isInstanceOf(TableNotFoundException.class)
                .hasMessageContaining("nowhere");
        assertThat(directory.resolve("all")).doesNotExist();
    }

    @Test
    void oneTableTwiceIsRefused() {
        Query query = Query.from(new Numbers(1, 50))
                .to(directory.resolve("all"))
                .create()
                .also(Branch.into(directory.resolve("all").toString()).create());

        assertThatThrownBy(query::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A query writes a table once");
    }

    @Test
    void aFurtherTableWithLaterEpochsOfTheSameApplicationIsRefused() {
        query(new Numbers(1, 500)).appId("a").start().await();
        Query other = Query.from(new Numbers(1, 50))
                .appId("a")
                .to(directory.resolve("new"))
                .create()
                .also(Branch.into(directory.resolve("even").toString()));

        assertThatThrownBy(() -> other.start().await())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the query another id")
                .hasMessageContaining("appId=a");
        assertThat(numbers("even")).isEqualTo(multiples(2, 500));
    }

    @Test
    void aRowThatOneTableRefusesIsInNone() {
        Table.create(directory.resolve("even"))
                .schema(Numbers.SCHEMA)
                .property("delta.constraints.small", "n < 100")
                .createIfNotExists()
                .close();
        Query query = query(new Numbers(1, 500)).maxRowsPerEpoch(1000);

        assertThatThrownBy(() -> query.start().await()).hasMessageContaining("small");
        assertThat(numbers("all")).isEmpty();
        assertThat(numbers("even")).isEmpty();
    }
}
