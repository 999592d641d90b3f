package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.Row;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.table.Table;
import io.weir.testkit.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests share that read topics of a real broker into a table. */
@Timeout(60)
abstract class KafkaQueries {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static final KafkaBroker broker = KafkaBroker.shared();

    @TempDir
    Path directory;

    String topic = "";

    @BeforeEach
    void nameTheTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName() + "-" + NUMBER.incrementAndGet();
    }

    static String[] rows(int partition, long first, long end) {
        return LongStream.range(first, end)
                .mapToObj(n -> "{\"p\":" + partition + ",\"n\":" + n + "}")
                .toArray(String[]::new);
    }

    Query query(Source source) {
        return Query.from(source).to(directory.resolve("t")).create();
    }

    KafkaSource source() {
        return Sources.kafka(broker.servers(), topic);
    }

    Query query() {
        return query(source());
    }

    /** Values as the versions of the table gave them. */
    <T> List<T> values(Function<Row, T> value) {
        List<T> values = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            table.appends(0).rows().forEach(row -> values.add(value.apply(row)));
        }
        return values;
    }

    List<Long> numbers() {
        return values(row -> row.longValue("n"));
    }

    /** The numbers of a partition, in the order of the table. */
    List<Long> numbers(int partition) {
        return values(row -> new long[] {row.longValue("p"), row.longValue("n")}).stream()
                .filter(row -> row[0] == partition)
                .map(row -> row[1])
                .toList();
    }

    static List<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    static void awaitRows(RunningQuery query, long rows) {
        while (query.lastProgress()
                .map(progress -> progress.total().rowsOut() < rows || progress.version() == null)
                .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
    }
}
