package io.weir.suite.crashloop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What was put into the source: the records of each part, numbered from 0, without a gap.
 *
 * @param records how many, of each part
 */
record Expected(List<Long> records) {
    private static final Pattern RECORD = Pattern.compile("\\{\"key\":(\\d+),\"seq\":(\\d+),.*");

    Expected {
        records = List.copyOf(records);
    }

    long total() {
        return records.stream().mapToLong(Long::longValue).sum();
    }

    /** How many rows have this key. */
    long ofKey(int key) {
        int place = key / Places.PARTITIONS;
        return (records.get(key % Places.PARTITIONS) - place + Places.KEYS - 1) / Places.KEYS;
    }

    static Expected ofInbox(Places places) throws IOException {
        return new Expected(List.of(DropProcess.files(places.inbox()) * DropProcess.RECORDS, 0L, 0L));
    }

    /**
     * What a consumer finds in the topic.
     *
     * @throws AssertionError if the producer has lost or doubled something
     */
    static Expected ofTopic(String servers) {
        List<TopicPartition> partitions = IntStream.range(0, Places.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Places.TOPIC, partition))
                .toList();
        long[] found = new long[Places.PARTITIONS];
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    check(record, found[record.partition()]++);
                }
            }
        }
        return new Expected(LongStream.of(found).boxed().toList());
    }

    private static void check(ConsumerRecord<String, String> record, long number) {
        Matcher matcher = RECORD.matcher(record.value());
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(1)) != Places.key(record.partition(), number)
                || Long.parseLong(matcher.group(2)) != number / Places.KEYS) {
            throw new AssertionError(
                    "The topic has another record than the producer should have put there {number=" + number
                            + ", offset=" + record.offset() + ", partition=" + record.partition() + ", record="
                            + record.value() + "}");
        }
    }
}
