package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.source.SourceLag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KafkaLagTest {
    @TempDir
    Path directory;

    @Test
    void whatABrokerHasBehindTheCommittedOffsetsCountsButNoMarkersOfTransactions() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start()) {
            broker.create("lag", 2);
            broker.send("lag", 0, "{\"n\":1}", "{\"n\":2}");
            broker.transaction("lag", 1, true, "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
            AtomicReference<SourceLag> newest = new AtomicReference<>();
            AtomicReference<SourceLag> most = new AtomicReference<>(new SourceLag(null, null, null, 0L, null));
            RunningQuery query = Query.from(Sources.kafka(broker.servers(), "lag"))
                    .to(directory.resolve("t"))
                    .create()
                    .trigger(Trigger.every(Duration.ofMillis(1500)))
                    .lagInterval(Duration.ofMillis(20))
                    .listener(new QueryListener() {
                        @Override
                        public void measured(SourceLag lag) {
                            newest.set(lag);
                            most.updateAndGet(old -> rows(lag) > rows(old) ? lag : old);
                        }
                    })
                    .start();
            while (query.lastProgress().filter(Progress::committed).isEmpty()
                    || newest.get() == null
                    || rows(newest.get()) > 0) {
                assertThat(query.await(Duration.ofMillis(5))).isEmpty();
            }
            query.stop();

            assertThat(rows(most.get())).as("before the first commit").isBetween(5L, 6L);
            assertThat(newest.get().time()).isZero();
        }
    }

    private static long rows(SourceLag lag) {
        Long rows = lag.rows();
        return rows == null ? -1 : rows;
    }
}
