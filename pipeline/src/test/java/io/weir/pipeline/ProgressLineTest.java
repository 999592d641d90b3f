package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.source.SourceLag;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    private ProgressLine line(boolean terminal) {
        return new ProgressLine(out, terminal, nanos::get);
    }

    private void after(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static Progress at(long rows, long version, long bad) {
        return Standing.of(
                null,
                null,
                new Summary("a", false, rows, rows, bad, 0, 0, 0, version, 1L, version, Duration.ofSeconds(1)));
    }

    /** What stood on the terminal's line, one after the other. */
    private List<String> shown() {
        return List.of(bytes.toString(StandardCharsets.UTF_8).split("\r\u001b\\[K")).stream()
                .filter(text -> !text.isEmpty())
                .toList();
    }

    @Test
    void aTerminalShowsVersionRowsRateCommitTimeAndLag() {
        ProgressLine line = line(true);
        after(4);
        line.committed(at(40_000, 811, 0));
        line.measured(new SourceLag(null, null, null, 0L, Duration.ofMillis(120)));
        line.measured(new SourceLag(null, null, null, 1234L, Duration.ofSeconds(3)));

        assertThat(shown())
                .containsExactly(
                        "version 811  40,000 rows  10 k rows/s  commit 3 ms",
                        "version 811  40,000 rows  10 k rows/s  commit 3 ms  lag 0.1 s",
                        "version 811  40,000 rows  10 k rows/s  commit 3 ms  lag 3.0 s (1,234 rows)");
    }

    @Test
    void theRateIsThatOfTheLastSecondsAndGoesDownWhileNothingComes() {
        ProgressLine line = line(true);
        after(10);
        line.committed(at(1_000_000, 1, 0));
        after(10);
        line.measured(Standing.LAG);
        after(5);
        line.measured(Standing.LAG);

        assertThat(shown()).hasSize(3);
        assertThat(shown().get(0)).contains(" 1.0 M rows  100 k rows/s");
        assertThat(shown().get(1)).contains(" 0 rows/s");
        assertThat(shown().get(2)).contains(" 0 rows/s");
    }

    @Test
    void theLineNeverReachesTheEndOfANarrowTerminal() {
        ProgressLine line = line(true);
        line.measured(new SourceLag(null, null, null, Long.MAX_VALUE / 3, Duration.ofDays(1000)));
        after(1);
        line.committed(at(Long.MAX_VALUE / 3, 1_000_000_000, 1_000_000));

        assertThat(shown()).hasSize(1).allSatisfy(text -> assertThat(text).hasSizeLessThan(80));
    }

    @Test
    void elsewhereThereIsALineAVersionAndNothingThatAFileCouldNotHold() {
        ProgressLine line = line(false);
        line.advanced(at(1, 1, 0));
        line.committed(at(1, 1, 0));
        line.measured(Standing.LAG);
        line.finished(at(1, 1, 0).total());

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("version 8  900 rows in 0.50 s (2000 rows/s)  3 bad");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .doesNotContain("\u001b")
                .doesNotContain("\r");
    }

    @Test
    void theEndTakesTheLineAway() {
        ProgressLine line = line(true);
        line.committed(at(1, 1, 0));
        line.finished(at(1, 1, 0).total());

        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
    }
}
