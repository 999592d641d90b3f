package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.source.kafka.KafkaLoss;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.table.sql.SchemaDdl;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was not read and cannot be read any more. */
class KafkaLossTest extends KafkaQueries {
    @Test
    void messagesThatWereDeletedBeforeTheyWereReadAreAnErrorOrAToldLoss() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        query().start().await();
        broker.send(topic, 0, rows(0, 10, 30));
        broker.expire(topic, 0, 17);

        assertThatThrownBy(() -> query().start().await())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("deleted that were not read")
                .hasMessageContaining("earliest=17, end=30, partition=0, position=10, servers=" + broker.servers()
                        + ", topic=" + topic);
        List<KafkaLoss> losses = new ArrayList<>();
        query(source().allowLoss(losses::add)).start().await();

        assertThat(losses).containsExactly(new KafkaLoss(KafkaLoss.Kind.EXPIRED, topic, 0, 10, 17, 30));
        assertThat(numbers())
                .hasSize(23)
                .startsWith(range(0, 10).toArray(Long[]::new))
                .endsWith(range(17, 30).toArray(Long[]::new));
        assertThat(query().start().await().nothingNew()).isTrue();
    }

    @Test
    void messagesThatAreDeletedAheadOfAQueryThatFollowsAreTold() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        List<KafkaLoss> losses = new ArrayList<>();
        // Five messages stay with the client, so it asks for no more before those behind them are gone.
        KafkaSource slow =
                source().schema(SchemaDdl.parse("p BIGINT, n BIGINT")).property("max.poll.records", "5");
        AtomicInteger epochs = new AtomicInteger();
        RunningQuery query = query(slow.allowLoss(losses::add))
                .trigger(Trigger.asFastAsPossible())
                .flatMap(SchemaDdl.parse("p BIGINT, n BIGINT"), (row, out) -> {
                    out.emit(row.longValue("p"), row.longValue("n"));
                    if (row.longValue("n") == 0) { // the reader waits here while messages come and go
                        try {
                            broker.send(topic, 0, rows(0, 10, 500));
                            broker.expire(topic, 0, 490);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        epochs.incrementAndGet();
                    }
                })
                .start();
        awaitRows(query, 20);
        query.stop();

        assertThat(epochs.get()).isEqualTo(1);
        assertThat(losses).singleElement().satisfies(loss -> {
            assertThat(loss.kind()).isEqualTo(KafkaLoss.Kind.EXPIRED);
            assertThat(loss.earliest()).isEqualTo(490);
        });
        assertThat(numbers()).endsWith(range(490, 500).toArray(Long[]::new)).doesNotHaveDuplicates();
    }

    @Test
    void aTopicThatIsNotThereOrGoesAwayIsNamed() throws Exception {
        assertThatThrownBy(() -> query().start())
                .isInstanceOf(SourceException.class)
                .hasMessage("A topic does not exist {servers=" + broker.servers() + ", topic=" + topic + "}");
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        RunningQuery query = query().trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.delete(topic);

        assertThatThrownBy(query::await)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("position={0=10}")
                .hasMessageContaining("topic=" + topic);
        assertThat(numbers()).isEqualTo(range(0, 10));
    }

    @Test
    void aTopicThatWasMadeAnewIsNotTakenForTheOneThatWasRead() throws Exception {
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 0, 10));
        query().start().await();
        broker.delete(topic);
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 100, 120)); // more than were read of the other

        assertThatThrownBy(() -> query().start().await())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("made anew")
                .hasMessageContaining("earliest=0, end=20, partition=0, position=10");
        List<KafkaLoss> losses = new ArrayList<>();
        query(source().allowLoss(losses::add)).start().await();

        assertThat(losses).containsExactly(new KafkaLoss(KafkaLoss.Kind.RECREATED, topic, 0, 10, 0, 20));
        assertThat(numbers())
                .isEqualTo(Stream.concat(range(0, 10).stream(), range(100, 120).stream())
                        .toList());
        assertThat(query().start().await().nothingNew()).isTrue();
    }

    @Test
    void aTopicThatIsMadeAnewWhileItIsFollowedIsReadFromItsBeginningIfLossIsAllowed() throws Exception {
        broker.create(topic, 2);
        broker.send(topic, 0, rows(0, 0, 10));
        broker.send(topic, 1, rows(1, 0, 10));
        List<KafkaLoss> losses = Collections.synchronizedList(new ArrayList<>());
        RunningQuery query = query(source().allowLoss(losses::add))
                .trigger(Trigger.asFastAsPossible())
                .start();
        awaitRows(query, 20);
        broker.delete(topic);
        broker.create(topic, 1);
        broker.send(topic, 0, rows(0, 100, 115));
        awaitRows(query, 35);
        query.stop();

        assertThat(losses).extracting(KafkaLoss::kind).containsOnly(KafkaLoss.Kind.RECREATED);
        assertThat(losses).extracting(KafkaLoss::partition).containsExactlyInAnyOrder(0, 1);
        assertThat(numbers(0)).endsWith(range(100, 115).toArray(Long[]::new)).hasSize(25);
        broker.grow(topic, 2);
        broker.send(topic, 1, rows(1, 100, 103));
        query().start().await();
        assertThat(numbers(1)).endsWith(100L, 101L, 102L).hasSize(13);
        assertThat(numbers(0)).hasSize(25);
    }

    @Test
    void aTopicOfAPatternThatIsGoneIsALossThatIsToldOnce() throws Exception {
        broker.create(topic + "-a", 1);
        broker.create(topic + "-b", 1);
        broker.send(topic + "-a", 0, rows(0, 0, 5));
        broker.send(topic + "-b", 0, rows(1, 0, 5));
        KafkaSource source = Sources.kafkaMatching(broker.servers(), topic + "-.*");
        query(source).start().await();
        broker.delete(topic + "-a");
        broker.send(topic + "-b", 0, rows(1, 5, 10));

        assertThatThrownBy(() -> query(source).start())
                .hasMessageContaining("The topic was deleted")
                .hasMessageContaining("partition=0, position=5");
        List<KafkaLoss> losses = new ArrayList<>();
        query(source.allowLoss(losses::add)).start().await();
        assertThat(losses).containsExactly(new KafkaLoss(KafkaLoss.Kind.DELETED, topic + "-a", 0, 5, 0, 0));

        assertThat(query(source).start().await().nothingNew()).isTrue();
        broker.create(topic + "-a", 1);
        broker.send(topic + "-a", 0, rows(3, 0, 5));
        query(source).start().await();
        assertThat(numbers(1)).isEqualTo(range(0, 10));
        assertThat(numbers(3)).isEqualTo(range(0, 5));
    }
}
