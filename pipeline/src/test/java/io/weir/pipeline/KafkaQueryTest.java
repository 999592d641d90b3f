package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.pipeline.source.kafka.KafkaStart;
import io.weir.table.Table;
import io.weir.table.sql.SchemaDdl;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Topics of a real broker into tables. */
class KafkaQueryTest extends KafkaQueries {
    @Test
    void aTopicIsReadOnceHoweverOftenTheQueryIsStarted() throws Exception {
        broker.create(topic, 3);
        for (int p = 0; p < 3; p++) {
            broker.send(topic, p, rows(p, 0, 400));
        }

        assertThat(query().maxRowsPerEpoch(250).start().await().rowsOut()).isEqualTo(1200);
        Summary again = query().start().await();
        broker.send(topic, 1, rows(1, 400, 410));
        assertThat(query().start().await().rowsOut()).isEqualTo(10);

        assertThat(again.nothingNew()).isTrue();
        assertThat(again.lastVersion()).isNull();
        assertThat(numbers()).hasSize(1210);
        assertThat(numbers(0)).isEqualTo(range(0, 400));
        assertThat(numbers(1)).isEqualTo(range(0, 410));
        assertThat(numbers(2)).isEqualTo(range(0, 400));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "RECORDED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryMessageOnceAndInOrder(Step step) throws Exception {
        topic = "dies-" + step;
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 300));
        broker.send(topic, 1, rows(1, 0, 200));
        AtomicInteger left = new AtomicInteger(3);
        Query query = query().maxRowsPerEpoch(70).hook(reached -> {
            if (reached == step && left.decrementAndGet() == 0) {
                throw new IllegalStateException("died");
            }
        });
        assertThatThrownBy(() -> query.start().await()).hasMessageContaining("died");

        query().start().await();

        assertThat(numbers(0)).isEqualTo(range(0, 300));
        assertThat(numbers(1)).isEqualTo(range(0, 200));
    }

    @Test
    void messagesOfAbortedTransactionsAreNotReadAndTheirGapsAreNoLoss() throws Exception {
        broker.create(topic, 1);
        broker.transaction(topic, 0, true, rows(0, 0, 50));
        broker.transaction(topic, 0, false, rows(0, 1000, 1050));
        broker.transaction(topic, 0, true, rows(0, 50, 60));
        broker.transaction(topic, 0, false, rows(0, 2000, 2050));

        query().start().await();
        Summary again = query().start().await();
        broker.transaction(topic, 0, true, rows(0, 60, 70));
        query().start().await();

        assertThat(again.nothingNew()).isTrue();
        assertThat(numbers()).isEqualTo(range(0, 70));
    }

    @Test
    void whatComesWhileTheQueryRunsIsFollowedAlsoInPartitionsThatAreAdded() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query = query().trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.grow(topic, 2);
        broker.send(topic, 1, rows(1, 0, 5));
        broker.send(topic, 0, rows(0, 10, 20));
        awaitRows(query, 25);
        query.stop();

        assertThat(query().start().await().nothingNew()).isTrue();
        assertThat(numbers(0)).isEqualTo(range(0, 20));
        assertThat(numbers(1)).isEqualTo(range(0, 5));
    }

    @Test
    void aContinuousQueryFollowsATopicAndIsGoneOnWith() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query =
                query().trigger(Trigger.continuous(Duration.ofMillis(50))).start();
        awaitRows(query, 10);
        broker.send(topic, 1, rows(1, 0, 10));
        awaitRows(query, 20);
        query.stop();
        broker.send(topic, 0, rows(0, 10, 20));
        query().start().await();

        assertThat(numbers(0)).isEqualTo(range(0, 20));
        assertThat(numbers(1)).isEqualTo(range(0, 10));
    }

    @Test
    void topicsThatAPatternMatchesAreReadAlsoThoseThatComeLater() throws Exception {
        broker.create(topic + "-a", 1);
        broker.create(topic + "-b", 1);
        broker.create("other-" + topic, 1);
        broker.send(topic + "-a", 0, rows(0, 0, 5));
        broker.send(topic + "-b", 0, rows(1, 0, 5));
        broker.send("other-" + topic, 0, rows(9, 0, 5));
        Source source = Sources.kafkaMatching(broker.servers(), topic + "-.*");
        query(source).start().await();

        RunningQuery query = query(source).trigger(Trigger.asFastAsPossible()).start();
        broker.create(topic + "-c", 1);
        broker.send(topic + "-c", 0, rows(2, 0, 5));
        awaitRows(query, 5);
        query.stop();

        assertThat(query(source).start().await().nothingNew()).isTrue();
        for (int p = 0; p < 3; p++) {
            assertThat(numbers(p)).isEqualTo(range(0, 5));
        }
        assertThat(numbers()).hasSize(15);
    }

    @Test
    void aQueryThatReadsWhatIsThereEndsWherePartitionsEndedWhenItBegan() throws Exception {
        broker.create(topic, 1);
        String long500 = "x".repeat(500);
        broker.send(
                topic,
                0,
                LongStream.range(0, 10)
                        .mapToObj(n -> "{\"p\":0,\"n\":" + n + ",\"text\":\"" + long500 + "\"}")
                        .toArray(String[]::new));
        broker.send(topic, 0, rows(0, 10, 15));
        // The first fetch has the large messages alone, the second those before and behind the end.
        KafkaSource slow = source().schema(SchemaDdl.parse("p BIGINT, n BIGINT, text STRING"))
                .property("max.poll.records", "4")
                .property("max.partition.fetch.bytes", "2000");
        AtomicInteger rows = new AtomicInteger();
        query(slow)
                .filter(row -> {
                    if (rows.getAndIncrement() == 0) {
                        try {
                            broker.send(topic, 0, rows(0, 15, 25));
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return true;
                })
                .start()
                .await();

        assertThat(numbers()).isEqualTo(range(0, 15));
        query().start().await();
        assertThat(numbers()).isEqualTo(range(0, 25));
    }

    @Test
    void aBrokerThatRestartsIsWaitedFor() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query = query().trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.restart(() -> assertThat(query.await(Duration.ofMillis(500))).isEmpty());
        broker.send(topic, 0, rows(0, 10, 20));
        broker.send(topic, 1, rows(1, 0, 10));
        awaitRows(query, 30);
        query.stop();

        assertThat(numbers(0)).isEqualTo(range(0, 20));
        assertThat(numbers(1)).isEqualTo(range(0, 10));
    }

    @Test
    void aQueryThatBeginsAtTheEndRemembersWhereThatWas() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        broker.send(topic, 1, rows(1, 0, 10));
        Table.create(directory.resolve("t"))
                .schema("p BIGINT, n BIGINT")
                .commit()
                .close();
        KafkaSource latest = source().startingAt(KafkaStart.latest());

        assertThat(query(latest).start().await().rowsOut()).isZero();
        broker.send(topic, 0, rows(0, 10, 12));
        query(latest).start().await();
        broker.send(topic, 1, rows(1, 10, 12));
        query(latest).start().await();

        assertThat(numbers(0)).isEqualTo(range(10, 12));
        assertThat(numbers(1)).isEqualTo(range(10, 12));
    }

    @Test
    void aQueryBeginsAtATime() throws Exception {
        broker.create(topic, 2);
        long start = System.currentTimeMillis() - 1_000_000;
        for (int n = 0; n < 10; n++) {
            broker.sendAt(topic, start + n * 1000, "{\"p\":0,\"n\":" + n + "}");
        }
        broker.send(topic, 1, rows(1, 0, 1)); // now

        query(source().startingAt(KafkaStart.at(Instant.ofEpochMilli(start + 6500))))
                .start()
                .await();

        assertThat(numbers(0)).isEqualTo(range(7, 10));
        assertThat(numbers(1)).isEqualTo(range(0, 1));
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAnErrorInTime() {
        KafkaSource nobody = Sources.kafka("127.0.0.1:1", "x").property("default.api.timeout.ms", "500");
        assertThatThrownBy(() -> query(nobody).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("No Kafka broker answers in time")
                .hasMessageContaining("limit=500 ms, servers=127.0.0.1:1}");
        assertThatThrownBy(() ->
                        query(Sources.kafka("no-such-host.invalid:9092", "x")).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("servers=no-such-host.invalid:9092");
    }

    @Test
    void whatTheQueryItselfSetsCannotBeSet() {
        assertThatThrownBy(() -> source().property("group.id", "g"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("property=group.id");
    }
}
