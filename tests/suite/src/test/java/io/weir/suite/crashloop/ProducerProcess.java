package io.weir.suite.crashloop;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts records into the topic for as long as it lives, and neither loses nor doubles one over its deaths: how many it has put into each partition is
 * an offset that it commits in the same transaction.
 *
 * <p>Arguments: the broker, and how many transactions at most, or -1.
 */
final class ProducerProcess {
    private static final String NAME = "producer";
    private static final int MOST_RECORDS = 30;
    private static final int LONGEST_PAUSE_MILLIS = 150;

    private ProducerProcess() {}

    public static void main(String[] arguments) throws Exception {
        Child.dieWithParent();
        Death death = Death.ofThisProcess();
        Random random = new Random();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", arguments[0], "transactional.id", NAME, "transaction.timeout.ms", 10_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions(); // now those before this one cannot write any more
            long[] done = done(arguments[0]);
            System.out.println(Child.READY);
            for (int left = Integer.parseInt(arguments[1]); left != 0; left--) {
                producer.beginTransaction();
                Map<TopicPartition, OffsetAndMetadata> progress = new HashMap<>();
                for (int partition = 0; partition < done.length; partition++) {
                    for (int i = random.nextInt(MOST_RECORDS); i >= 0; i--) {
                        String record = Places.json(partition, done[partition]++);
                        producer.send(new ProducerRecord<>(Places.TOPIC, partition, null, record));
                    }
                    progress.put(new TopicPartition(Places.TOPIC, partition), new OffsetAndMetadata(done[partition]));
                }
                producer.flush();
                death.at(Point.SENT);
                producer.sendOffsetsToTransaction(progress, new ConsumerGroupMetadata(NAME));
                death.at(Point.PROGRESS_SENT);
                producer.commitTransaction();
                death.at(Point.SENT_AND_COMMITTED);
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        }
    }

    /** How many records of each partition are committed. */
    private static long[] done(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Map<TopicPartition, @Nullable OffsetAndMetadata> committed = new HashMap<>(
                    admin.listConsumerGroupOffsets(NAME, new ListConsumerGroupOffsetsOptions().requireStable(true))
                            .partitionsToOffsetAndMetadata()
                            .get());
            return IntStream.range(0, Places.PARTITIONS)
                    .mapToLong(partition -> {
                        OffsetAndMetadata offset = committed.get(new TopicPartition(Places.TOPIC, partition));
                        return offset == null ? 0 : offset.offset();
                    })
                    .toArray();
        }
    }
}
