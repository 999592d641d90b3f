package io.weir.pipeline;

import static io.weir.pipeline.window.Aggregate.count;
import static io.weir.pipeline.window.Aggregate.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.state.StepChangedException;
import io.weir.pipeline.window.Emission;
import io.weir.pipeline.window.Window;
import io.weir.sink.OutputMode;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers as events, each twice and one a second, counted by ten seconds. */
@Timeout(60)
class WindowQueryTest {
    private static final StructType EVENTS = StructType.EMPTY
            .add("ts", PrimitiveType.TIMESTAMP)
            .add("id", PrimitiveType.LONG)
            .add("odd", PrimitiveType.BOOLEAN);

    private static final Window TEN_SECONDS = Window.tumbling("ts", Duration.ofSeconds(10));

    @TempDir
    Path directory;

    private static Query events(long end) {
        return Query.from(new Numbers(1, end))
                .flatMap(EVENTS, (row, out) -> {
                    long id = row.longValue("n") / 2;
                    out.emit(Instant.ofEpochSecond(id), id, id % 2 == 1);
                })
                .withWatermark("ts", Duration.ofSeconds(20));
    }

    private Query counted(long end) {
        return events(end)
                .dropDuplicates("id")
                .groupBy(TEN_SECONDS, "odd")
                .aggregate(count().as("n"), sum("id").as("total"))
                .filter("n > 0")
                .to(directory.resolve("t"))
                .create()
                .maxRowsPerEpoch(30);
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            for (Row row : table.scan().rows()) {
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** Of every window that has ended: the five even, and the five odd numbers. */
    private static String[] windows(int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (boolean odd : new boolean[] {false, true}) {
                rows.add("{window_start=" + Instant.ofEpochSecond(10L * i) + ", window_end="
                        + Instant.ofEpochSecond(10L * i + 10) + ", odd=" + odd + ", n=5, total="
                        + (50 * i + (odd ? 25 : 20)) + "}");
            }
        }
        return rows.toArray(String[]::new);
    }

    @Test
    void aQueryGivesEachWindowOnceWhenItHasEnded() {
        counted(400).start().await();
        assertThat(rows()).containsExactlyInAnyOrder(windows(17)); // the watermark is 179

        Summary summary = counted(600).start().await();

        assertThat(rows()).containsExactlyInAnyOrder(windows(27));
        assertThat(summary.rowsIn()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aQueryThatDiesAtAnyStepGivesTheSameWindows(Step step) {
        for (int i = 1; i <= 2; i++) {
            AtomicInteger left = new AtomicInteger(i);
            Query dying = counted(200L * i).hook(reached -> {
                if (reached == step && left.decrementAndGet() == 0) {
                    throw new IllegalStateException("died");
                }
            });
            assertThatThrownBy(() -> dying.start().await()).hasMessage("died");
        }
        counted(500).start().await();

        assertThat(rows()).containsExactlyInAnyOrder(windows(22));
    }

    @Test
    void progressTellsWhatIsRememberedAndHowManyRowsCameTooLate() {
        List<StateProgress> states = new ArrayList<>();
        Query query = Query.from(new Numbers(1, 60))
                .flatMap(EVENTS, (row, out) -> {
                    long id = row.longValue("n");
                    out.emit(Instant.ofEpochSecond(id % 10 == 5 ? 0 : id), id, false);
                })
                .withWatermark("ts", Duration.ofSeconds(5))
                .groupBy(TEN_SECONDS)
                .aggregate(count())
                .to(directory.resolve("t"))
                .create()
                .maxRowsPerEpoch(20)
                .listener(new QueryListener() {
                    @Override
                    public void committed(Progress progress) {
                        states.add(Objects.requireNonNull(progress.state()));
                    }
                });

        query.start().await();

        assertThat(states.get(states.size() - 1).watermarkMicros()).isEqualTo(54_000_000);
        assertThat(states.get(states.size() - 1).rows()).isEqualTo(1);
        assertThat(states.stream().mapToLong(StateProgress::lateRows).sum()).isEqualTo(4);
    }

    @Test
    void aQueryWithOtherWindowsDoesNotTakeWhatTheOldOneRemembered() {
        counted(100).start().await();
        Query other = events(200)
                .dropDuplicates("id")
                .groupBy(Window.tumbling("ts", Duration.ofSeconds(30)), "odd")
                .aggregate(count().as("n"), sum("id").as("total"))
                .to(directory.resolve("t"));

        assertThatThrownBy(() -> other.start().await())
                .isInstanceOf(StepChangedException.class)
                .hasMessageContaining("is=[window ts size PT30S")
                .hasMessageContaining("was=[window ts size PT10S");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void groupsGoOnInATableThatIsReplacedWhollyOrByKey(boolean byKey) {
        for (long end : new long[] {100, 250, 400}) {
            events(end)
                    .filter("id >= 0")
                    .groupBy(TEN_SECONDS, "odd")
                    .aggregate(count().as("n"), sum("id").as("total"))
                    .outputMode(byKey ? OutputMode.update("window_start", "odd") : OutputMode.complete())
                    .to(directory.resolve("t"))
                    .create()
                    .maxRowsPerEpoch(60)
                    .start()
                    .await();
        }

        assertThat(rows()).hasSize(40).allMatch(row -> row.contains("n=10,"));
    }

    @Test
    void groupsThatCannotBeGivenAreRefusedBeforeAnythingIsRead() {
        Query never = Query.from(new Numbers(1, 1))
                .groupBy("part")
                .aggregate(count())
                .to(directory.resolve("t"))
                .create();

        assertThatThrownBy(never::start).hasMessageContaining("Groups that never close cannot be appended");
        assertThatThrownBy(() -> events(1).groupBy("odd").emit(Emission.CLOSED).aggregate(count()))
                .hasMessageContaining("Groups that never close cannot be appended");
        assertThatThrownBy(() -> events(1).groupBy("odd").aggregate(count()).dropDuplicates("odd"))
                .hasMessageContaining("No step that remembers can be behind groups");
    }

    @Test
    void oneGroupOfAllRowsIsOneRow() {
        Query.from(new Numbers(1, 100))
                .groupBy()
                .aggregate(count().as("n"), sum("n").as("total"))
                .to(directory.resolve("t"))
                .create()
                .outputMode(OutputMode.complete())
                .maxRowsPerEpoch(30)
                .start()
                .await();

        assertThat(rows()).containsExactly("{n=100, total=4950}");
    }

    @Test
    void aTableOfAllGroupsKeepsThemAtAnEpochThatChangesNone() {
        for (long end : new long[] {20, 40}) {
            Query.from(new Numbers(1, end))
                    .flatMap(EVENTS, (row, out) -> {
                        long id = row.longValue("n");
                        out.emit(id < 20 ? Instant.ofEpochSecond(id) : null, id, false);
                    })
                    .groupBy(TEN_SECONDS)
                    .emit(Emission.ALL)
                    .aggregate(count().as("n"))
                    .outputMode(OutputMode.complete())
                    .to(directory.resolve("t"))
                    .create()
                    .start()
                    .await();
        }

        assertThat(rows()).hasSize(2).allMatch(row -> row.contains("n=10}"));
    }
}
