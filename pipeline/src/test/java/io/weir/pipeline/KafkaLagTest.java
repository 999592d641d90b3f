package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.SourceBatch;
import io.weir.pipeline.source.SourceLag;
import io.weir.pipeline.source.SourceReader;
import io.weir.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaLagTest {
    private static final ReadSettings WATCHING = new ReadSettings(null, Set.of(), false, false, false);

    private final KafkaBroker broker = KafkaBroker.shared();

    private Position position = Position.START;
    private long records;

    private void read(SourceReader reader) throws InterruptedException {
        SourceBatch batch = reader.next(100, bad -> {});
        if (batch == null) {
            reader.await(Duration.ofMillis(20));
        } else {
            records += batch.records();
            position = position.with(batch.moved());
        }
    }

    /** Rows behind a position; -1 if nothing is known yet. */
    private static long rows(SourceReader reader, Position committed) {
        SourceLag lag = reader.lag(committed);
        Long rows = lag == null ? null : lag.rows();
        return rows == null ? -1 : rows;
    }

    @Test
    void theOffsetsBehindTheCommittedOnesCountButNotMarkersOfTransactionsBehindTheLastMessage() throws Exception {
        broker.create("lag", 2);
        broker.send("lag", 0, "{\"n\":1}", "{\"n\":2}");
        broker.transaction("lag", 1, true, "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
        try (SourceReader reader = Sources.kafka(broker.servers(), "lag").open(Position.START, WATCHING)) {
            while (records < 5 || rows(reader, position) != 0) {
                read(reader);
            }
            assertThat(reader.lag(position)).isEqualTo(new SourceLag(null, null, null, 0L, Duration.ZERO));
            assertThat(rows(reader, Position.START))
                    .as("a marker may have been passed")
                    .isBetween(5L, 6L);

            Position committed = position;
            broker.send("lag", 0, "{\"n\":6}");
            while (records < 6 || rows(reader, committed) < 1) {
                read(reader);
            }
            assertThat(rows(reader, committed)).isEqualTo(1);
        }
    }
}
