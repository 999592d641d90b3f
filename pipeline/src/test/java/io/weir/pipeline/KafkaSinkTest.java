package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.pipeline.sink.SinkException;
import io.weir.pipeline.sink.kafka.KafkaSink;
import io.weir.pipeline.source.Source;
import io.weir.source.SourceStart;
import io.weir.table.Table;
import io.weir.testkit.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as messages of a real broker. */
class KafkaSinkTest extends KafkaQueries {
    private KafkaSink sink() {
        return Sinks.kafka(broker.servers(), topic);
    }

    private Query query(Source source, KafkaSink sink) {
        return Query.from(source).to(sink);
    }

    /** Values of all messages that are committed. */
    private List<String> values() {
        return broker.committed(topic).stream().map(KafkaBroker.Message::value).toList();
    }

    /** What the messages of a key of {@code part} say of {@code n}, in their order. */
    private List<Long> numbersOf(int part) {
        List<Long> numbers = new ArrayList<>();
        for (KafkaBroker.Message message : broker.committed(topic)) {
            if (String.valueOf(part).equals(message.key())) {
                String value = Objects.requireNonNull(message.value());
                numbers.add(Long.parseLong(value.substring(value.indexOf("\"n\":") + 4, value.length() - 1)));
            }
        }
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({"WRITTEN,false", "FINISHED,true", "COMMITTED,false", "COMMITTED,true"})
    void aQueryThatDiesAtAnyStepAndIsStartedAgainHasEveryRowOnceAndInOrderOfItsKey(Step step, boolean continuous)
            throws Exception {
        topic = "sink-dies-" + step + continuous;
        broker.create(topic, 3);
        Trigger trigger = continuous ? Trigger.continuous(Duration.ofMillis(10)) : Trigger.availableNow();
        AtomicInteger left = new AtomicInteger(3);
        Query dying = query(new Numbers(2, 500), sink().key("part"))
                .trigger(trigger)
                .maxRowsPerEpoch(60)
                .hook(reached -> {
                    if (reached == step && left.decrementAndGet() == 0) {
                        throw new IllegalStateException("died");
                    }
                });
        assertThatThrownBy(() -> dying.start().await()).hasMessageContaining("died");

        query(new Numbers(2, 500), sink().key("part")).start().await();
        Summary again = query(new Numbers(2, 500), sink().key("part")).start().await();

        assertThat(again.nothingNew()).isTrue();
        assertThat(numbersOf(0)).isEqualTo(range(0, 500));
        assertThat(numbersOf(1)).isEqualTo(range(0, 500));
    }

    @Test
    void whatAProcessSentBeforeItDiedInTheMiddleOfATransactionIsNeverThere() throws Exception {
        broker.create(topic, 1);
        Query query = query(new Numbers(1, 5), sink()).appId("app-" + topic);
        query.start().await();
        KafkaProducer<byte[], byte[]> dead = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.servers(), "transactional.id", "app-" + topic),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        dead.initTransactions();
        dead.beginTransaction();
        dead.send(new ProducerRecord<>(topic, "never seen".getBytes(StandardCharsets.UTF_8)))
                .get();
        dead.sendOffsetsToTransaction(
                Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(99, "{}")),
                new ConsumerGroupMetadata("app-" + topic));

        query(new Numbers(1, 8), sink()).appId("app-" + topic).start().await();
        dead.close(Duration.ZERO);

        assertThat(values())
                .containsExactlyElementsOf(IntStream.range(0, 8)
                        .mapToObj(n -> "{\"part\":0,\"n\":" + n + "}")
                        .toList());
    }

    @Test
    void ofTwoRunsInOneNameTheOlderIsRefused() throws Exception {
        broker.create(topic, 1);
        Numbers numbers = new Numbers(1, 10);
        RunningQuery older = query(numbers, sink())
                .appId("zombie")
                .trigger(Trigger.asFastAsPossible())
                .start();
        awaitRows(older, 10);
        query(new Numbers(1, 20), sink()).appId("zombie").start().await();
        numbers.end.set(30);

        assertThatThrownBy(older::await)
                .isInstanceOf(QueryFencedException.class)
                .hasMessageContaining("zombie");
        assertThat(values()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void changesOfATableBecomeMessagesWithTheirKindAndVersion() throws Exception {
        broker.create(topic, 2);
        try (Table table = people()) {
            query(Sources.table(io.weir.source.Source.of(table).changeFeed()), sink().key("id"))
                    .start()
                    .await();
        }

        List<String> changes = values().stream()
                .map(value -> value.replaceAll(",\"_commit_timestamp\":\"[^\"]+Z\"", ""))
                .toList();
        assertThat(changes)
                .containsExactlyInAnyOrder(
                        "{\"id\":1,\"name\":\"a\",\"_change_type\":\"insert\",\"_commit_version\":3}",
                        "{\"id\":2,\"name\":\"new\",\"_change_type\":\"insert\",\"_commit_version\":3}");
    }

    @Test
    void aDeletedRowBecomesATombstoneOfItsKey() throws Exception {
        broker.create(topic, 1);
        try (Table table = people()) {
            query(
                            Sources.table(
                                    io.weir.source.Source.of(table).changeFeed().startingAt(SourceStart.version(1))),
                            sink().key("name", "id").tombstones())
                    .select("id", "name", "_change_type")
                    .start()
                    .await();
        }

        assertThat(broker.committed(topic).stream().map(message -> message.key() + " " + message.value()))
                .containsExactlyInAnyOrder(
                        "{\"name\":\"a\",\"id\":1} {\"id\":1,\"name\":\"a\",\"_change_type\":\"insert\"}",
                        "{\"name\":\"b\",\"id\":2} {\"id\":2,\"name\":\"b\",\"_change_type\":\"insert\"}",
                        "{\"name\":null,\"id\":3} {\"id\":3,\"name\":null,\"_change_type\":\"insert\"}",
                        "{\"name\":\"new\",\"id\":2} {\"id\":2,\"name\":\"new\",\"_change_type\":\"update_postimage\"}",
                        "{\"name\":null,\"id\":3} null");
    }

    /** Rows 1 to 3 are inserted, then 2 is changed, then 3 is deleted. */
    private Table people() {
        Table table = Table.create(directory.resolve("people"))
                .schema("id BIGINT, name STRING")
                .property("delta.enableChangeDataFeed", "true")
                .commit();
        table.append(new BatchBuilder(table.schema())
                .add(1L, "a")
                .add(2L, "b")
                .add(3L, null)
                .build());
        table.update().set("name", "'new'").where("id = 2").commit();
        table.delete("id = 3");
        return table;
    }

    @Test
    void aBrokerThatRestartsIsWaitedFor() throws Exception {
        broker.create(topic, 1);
        Numbers numbers = new Numbers(1, 10);
        RunningQuery query =
                query(numbers, sink()).trigger(Trigger.asFastAsPossible()).start();
        awaitRows(query, 10);
        broker.restart(() -> {
            numbers.end.set(20);
            assertThat(query.await(Duration.ofMillis(500))).isEmpty();
        });
        awaitRows(query, 20);
        query.stop();

        assertThat(values()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aTopicThatIsNotThereIsNamedAndNotMade() {
        assertThatThrownBy(() -> query(new Numbers(1, 1), sink()).start())
                .isInstanceOf(SinkException.class)
                .hasMessage("A topic does not exist; make it with the partitions that it is to have {servers="
                        + broker.servers() + ", topic=" + topic + "}");
    }

    @Test
    void anEpochWithAsManyBytesAsMayBeHeldIsCommitted() throws Exception {
        broker.create(topic, 1);

        Summary summary = query(new Numbers(1, 300), sink().maxBytesPerEpoch(2000))
                .start()
                .await();

        assertThat(summary.epochs()).isGreaterThan(2);
        assertThat(values()).hasSize(300);
    }

    @Test
    void aMessageThatBrokersDoNotTakeStopsTheQueryAndNothingOfItsEpochIsThere() throws Exception {
        broker.create(topic, 1);

        assertThatThrownBy(() -> query(new Numbers(1, 10), sink().property("max.request.size", "10"))
                        .start()
                        .await())
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("max.request.size")
                .hasMessageContaining("topic=" + topic);
        assertThat(values()).isEmpty();
    }

    @Test
    void tombstonesNeedAKeyAndRowsThatSayWhatHappened() throws Exception {
        broker.create(topic, 1);

        assertThatThrownBy(() -> query(new Numbers(1, 1), sink().tombstones()).start())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> query(new Numbers(1, 1), sink().key("n").tombstones())
                        .start()
                        .await())
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("column=_change_type");
        assertThatThrownBy(
                        () -> query(new Numbers(1, 1), sink().key("m")).start().await())
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("column=m, columns=[part, n]");
    }
}
