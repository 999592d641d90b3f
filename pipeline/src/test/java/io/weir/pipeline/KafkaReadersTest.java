package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.SourceReader;
import io.weir.pipeline.source.kafka.KafkaLoss;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.pipeline.source.kafka.KafkaStart;
import io.weir.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics that several readers read at the same time. */
class KafkaReadersTest extends KafkaQueries {
    private static final Trigger OFTEN = Trigger.continuous(Duration.ofMillis(20));

    private Query continuous(Source source) {
        return query(source).trigger(OFTEN);
    }

    private int readers(KafkaSource source) {
        ReadSettings settings = new ReadSettings(null, Set.of(), false, true, false);
        List<SourceReader> parts = source.openParts(Position.START, settings);
        parts.forEach(SourceReader::close);
        return parts.size();
    }

    @Test
    void thereAreAsManyReadersAsPartitionsAndNoMoreThanAsked() throws Exception {
        broker.create(topic, 3);

        assertThat(readers(source().readers(8))).isEqualTo(3);
        assertThat(readers(source().readers(2))).isEqualTo(2);
        assertThatThrownBy(() -> source().readers(0)).hasMessageContaining("readers=0");
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITTEN", "COMMITTED"})
    void aQueryThatDiesAndIsStartedAgainWithOtherReadersHasEveryMessageOnceAndInOrder(Step step) throws Exception {
        topic = "readers-die-" + step;
        broker.create(topic, 5);
        for (int p = 0; p < 5; p++) {
            broker.send(topic, p, rows(p, 0, 100));
        }
        AtomicInteger left = new AtomicInteger(3);
        RunningQuery dying = continuous(source().readers(3))
                .maxRowsPerEpoch(90)
                .hook(reached -> {
                    if (reached == step && left.decrementAndGet() == 0) {
                        throw new IllegalStateException("died");
                    }
                })
                .start();
        assertThatThrownBy(dying::await).hasMessageContaining("died");

        query(source()).start().await();
        for (int p = 0; p < 5; p++) {
            broker.send(topic, p, rows(p, 100, 120));
        }
        RunningQuery query = continuous(source().readers(2)).start();
        awaitRows(query, 100);
        query.stop();

        for (int p = 0; p < 5; p++) {
            assertThat(numbers(p)).isEqualTo(range(0, 120));
        }
    }

    @Test
    void partitionsAndTopicsThatAreAddedAreReadByOneReader() throws Exception {
        broker.create(topic + "-a", 2);
        for (int p = 0; p < 2; p++) {
            broker.send(topic + "-a", p, rows(p, 0, 10));
        }
        Source source = Sources.kafkaMatching(broker.servers(), topic + "-.*").readers(2);
        RunningQuery query = continuous(source).start();
        awaitRows(query, 20);
        broker.grow(topic + "-a", 4);
        broker.create(topic + "-b", 1);
        broker.send(topic + "-a", 2, rows(2, 0, 10));
        broker.send(topic + "-a", 3, rows(3, 0, 10));
        broker.send(topic + "-b", 0, rows(4, 0, 10));
        awaitRows(query, 50);
        query.stop();

        assertThat(query(source).start().await().nothingNew()).isTrue();
        for (int p = 0; p < 5; p++) {
            assertThat(numbers(p)).isEqualTo(range(0, 10));
        }
    }

    @Test
    void aTopicThatIsMadeAnewIsToldOfEachPartitionOnceWhoeverReadsIt() throws Exception {
        broker.create(topic, 4);
        for (int p = 0; p < 4; p++) {
            broker.send(topic, p, rows(p, 0, 10));
        }
        List<KafkaLoss> losses = Collections.synchronizedList(new ArrayList<>());
        KafkaSource source = source().readers(3).allowLoss(losses::add);
        RunningQuery query = continuous(source).start();
        awaitRows(query, 40);
        query.stop();
        broker.delete(topic);
        broker.create(topic, 4);
        for (int p = 0; p < 4; p++) {
            broker.send(topic, p, rows(p, 100, 115));
        }

        assertThatThrownBy(() -> continuous(source().readers(2)).start()).hasMessageContaining("made anew");
        RunningQuery again = continuous(source).start();
        awaitRows(again, 60);
        again.stop();

        assertThat(losses).extracting(KafkaLoss::partition).containsExactlyInAnyOrder(0, 1, 2, 3);
        for (int p = 0; p < 4; p++) {
            assertThat(numbers(p)).hasSize(25).endsWith(range(100, 115).toArray(Long[]::new));
        }
        assertThat(query(source).start().await().nothingNew()).isTrue();
    }

    @Test
    void whereAQueryBeginsIsSaidOfAllPartitionsByTheFirstRows() throws Exception {
        broker.create(topic, 3);
        for (int p = 0; p < 3; p++) {
            broker.send(topic, p, rows(p, 0, 10));
        }
        KafkaSource latest = source().readers(3).startingAt(KafkaStart.latest());
        RunningQuery query = continuous(latest).start();
        query.await(Duration.ofMillis(300));
        broker.send(topic, 1, rows(1, 10, 11));
        awaitRows(query, 1);
        query.stop();
        broker.send(topic, 2, rows(2, 10, 12));
        RunningQuery again = continuous(latest).start();
        awaitRows(again, 2);
        again.stop();

        assertThat(numbers(0)).isEmpty();
        assertThat(numbers(1)).isEqualTo(range(10, 11));
        assertThat(numbers(2)).isEqualTo(range(10, 12));
    }

    @Test
    void rowsOfAllReadersHaveTheColumnsThatTheFirstFound() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, "{\"n\":1}");
        RunningQuery query =
                continuous(source().readers(2)).onBadRecord(BadRecords.skip()).start();
        awaitRows(query, 1);
        broker.send(topic, 1, "{\"n\":\"no number\"}", "{\"n\":2}");
        awaitRows(query, 2);
        Summary summary = query.stop();

        assertThat(summary.badRows()).isEqualTo(1);
        try (Table table = Table.open(directory.resolve("t"))) {
            assertThat(table.schema().toString()).contains("n");
        }
        assertThat(numbers()).containsExactly(1L, 2L);
    }
}
