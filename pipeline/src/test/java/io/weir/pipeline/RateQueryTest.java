package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.Row;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.source.RateSource;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RateQueryTest {
    @TempDir
    Path directory;

    private void run(RateSource source, Trigger trigger, long rows) {
        RunningQuery query = Query.from(source)
                .to(directory.resolve("t"))
                .create()
                .trigger(trigger)
                .start();
        while (trigger instanceof Trigger.Continuous
                && query.lastProgress()
                        .map(progress -> progress.total().rowsOut() < rows)
                        .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
        query.stop();
    }

    @Test
    void rowsComeOnceAtTheirTimesHoweverTheyAreRead() {
        Trigger often = Trigger.continuous(Duration.ofMillis(20));
        run(Sources.rate(2000).partitions(3), often, 200);
        run(Sources.rate(2000).partitions(3), Trigger.availableNow(), 0);
        run(Sources.rate(2000).partitions(3), often, 300);

        try (Table table = Table.open(directory.resolve("t"))) {
            List<Row> rows = table.scan().rows().toList();
            assertThat(rows.stream().map(row -> row.longValue("value")).sorted().toList())
                    .as("each part has its rows without a gap")
                    .hasSizeGreaterThan(500)
                    .doesNotHaveDuplicates();
            for (int part = 0; part < 3; part++) {
                int of = part;
                List<Long> values = rows.stream()
                        .map(row -> row.longValue("value"))
                        .filter(value -> value % 3 == of)
                        .sorted()
                        .toList();
                assertThat(values)
                        .isEqualTo(LongStream.range(0, values.size())
                                .map(i -> 3 * i + of)
                                .boxed()
                                .toList());
            }
            Instant start = rows.stream()
                    .filter(row -> row.longValue("value") == 0)
                    .map(row -> (Instant) row.value("timestamp"))
                    .findFirst()
                    .orElseThrow();
            assertThat(rows)
                    .allMatch(row ->
                            start.plusNanos(row.longValue("value") * 500_000).equals(row.value("timestamp")));
        }
    }

    @Test
    void aRateIsNotReadOnInOtherPartitions() {
        run(Sources.rate(2000).partitions(3), Trigger.continuous(Duration.ofMillis(20)), 200);

        assertThatThrownBy(() -> run(Sources.rate(2000).partitions(2), Trigger.availableNow(), 0))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("-of-3, partitions=2, source=rate:2000");
    }

    @Test
    void aRateThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Sources.rate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sources.rate(10_000_000)).isInstanceOf(IllegalArgumentException.class);
    }
}
