package io.weir.testkit.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.jspecify.annotations.Nullable;

/** A real broker in this process, and what tests do to it. */
public final class KafkaBroker implements AutoCloseable {
    private static @Nullable KafkaBroker shared;

    private final KafkaClusterTestKit kit;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    private KafkaBroker(KafkaClusterTestKit kit) {
        this.kit = kit;
        this.admin = kit.admin();
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kit.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public static KafkaBroker start() throws Exception {
        TestKitNodes nodes = new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build();
        KafkaClusterTestKit kit = new KafkaClusterTestKit.Builder(nodes)
                .setConfigProp("offsets.topic.num.partitions", "1")
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("transaction.state.log.num.partitions", "1")
                .setConfigProp("broker.heartbeat.interval.ms", "200")
                .setConfigProp("broker.session.timeout.ms", "1000") // so long a broker that restarts has to wait
                .build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
        return new KafkaBroker(kit);
    }

    /** One for all tests of this process, which name topics of their own. */
    public static synchronized KafkaBroker shared() {
        KafkaBroker broker = shared;
        if (broker == null) {
            try {
                broker = start();
            } catch (Exception e) {
                throw new IllegalStateException("The broker does not start", e);
            }
            shared = broker;
            Runtime.getRuntime().addShutdownHook(new Thread(broker::closeQuietly));
        }
        return broker;
    }

    private void closeQuietly() {
        try {
            close();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    private BrokerServer server() {
        return Objects.requireNonNull(kit.brokers().get(0));
    }

    public String servers() {
        return kit.bootstrapServers();
    }

    public void create(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
        while (!admin.listTopics().names().get().contains(topic)) {
            Thread.sleep(10);
        }
    }

    public void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        while (admin.listTopics().names().get().contains(topic)) {
            Thread.sleep(10);
        }
    }

    public void grow(String topic, int partitions) throws Exception {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all()
                .get();
        while (server().metadataCache().numPartitions(topic).orElse(0) < partitions) {
            Thread.sleep(10);
        }
    }

    /** Deletes the messages before an offset, as retention does. */
    public void expire(String topic, int partition, long before) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    public void send(String topic, int partition, @Nullable String... values) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (String value : values) {
            sent.add(producer.send(new ProducerRecord<>(topic, partition, null, bytes(value))));
        }
        producer.flush();
        for (Future<?> future : sent) {
            future.get();
        }
    }

    public void sendCompressed(String topic, String codec, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "compression.type", codec);
        try (KafkaProducer<byte[], byte[]> compressing =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            compressing.send(new ProducerRecord<>(topic, bytes(value))).get();
        }
    }

    public void sendAt(String topic, long timestamp, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, timestamp, bytes("k"), bytes(value)))
                .get();
    }

    /** The values in one transaction. */
    public void transaction(String topic, int partition, boolean commit, String... values) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers());
        settings.put("transactional.id", "t-" + topic);
        try (KafkaProducer<byte[], byte[]> transactional =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            for (String value : values) {
                transactional.send(new ProducerRecord<>(topic, partition, null, bytes(value)));
            }
            transactional.flush();
            if (commit) {
                transactional.commitTransaction();
            } else {
                transactional.abortTransaction();
            }
        }
    }

    /** A message as text. */
    public record Message(
            int partition, @Nullable String key, @Nullable String value) {}

    /** All messages of a topic but those of transactions that are open or aborted; of a partition in their order. */
    public List<Message> committed(String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "isolation.level", "read_committed");
        List<Message> messages = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(message ->
                                messages.add(new Message(message.partition(), message.key(), message.value())));
            }
        }
        return messages;
    }

    /** Stops the broker and starts it again, at the same address. */
    public void restart(Runnable whileItIsDown) {
        server().shutdown();
        server().awaitShutdown();
        whileItIsDown.run();
        server().startup();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        producer.close();
        admin.close();
        kit.close();
    }
}
