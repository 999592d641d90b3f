package io.weir.pipeline.sink.kafka;

import io.weir.pipeline.sink.Sink;
import io.weir.pipeline.sink.SinkSession;
import java.util.List;
import java.util.Map;

/**
 * Rows as messages of a topic: each value is a row as a JSON object, nulls written. Immutable.
 *
 * <p><b>Exactly once</b> for who reads with {@code isolation.level=read_committed}: the messages of an epoch and the position behind them, kept as the
 * offset of partition 0 of the topic for a consumer group of the application's name, are one transaction of Kafka. A run that is overtaken by another in
 * its name is refused by the brokers. They forget that offset when no epoch came for {@code offsets.retention.minutes}, a week unless said otherwise, and
 * the query then begins anew; so set that to longer than a query rests.
 *
 * <p>Messages with the same key go into the same partition in the order of the rows, as long as the topic has as many partitions; those without a key
 * are spread. Rows of an epoch are held in memory until it is committed.
 */
public final class KafkaSink implements Sink {
    /** So many bytes of messages end an epoch, of each task that writes. */
    public static final int DEFAULT_EPOCH_BYTES = 32 << 20;

    private final Writing writing;

    /**
     * What is written and how.
     *
     * @param key columns that make the key; none for messages without one
     * @param tombstones is a {@code delete} of a change feed a message without a value?
     */
    record Writing(String topic, ProducerSettings client, List<String> key, boolean tombstones, long epochBytes) {
        Writing {
            key = List.copyOf(key);
        }
    }

    private KafkaSink(Writing writing) {
        this.writing = writing;
    }

    /** @param servers some brokers to ask for the others: {@code host:port,host:port} */
    public static KafkaSink of(String servers, String topic) {
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
            throw new IllegalArgumentException("Not the name of a Kafka topic {topic=" + topic + "}");
        }
        return new KafkaSink(
                new Writing(topic, new ProducerSettings(servers, Map.of()), List.of(), false, DEFAULT_EPOCH_BYTES));
    }

    /** These columns are the key: the bytes of the text, of one that is a string; else its JSON; of several a JSON object. */
    public KafkaSink key(String... columns) {
        Writing w = writing;
        return new KafkaSink(new Writing(w.topic, w.client, List.of(columns), w.tombstones, w.epochBytes));
    }

    /**
     * For a change feed into a compacted topic: a {@code delete} becomes the key without a value, the row before an update is left out. Needs a key, and
     * rows with the column {@code _change_type}.
     */
    public KafkaSink tombstones() {
        Writing w = writing;
        return new KafkaSink(new Writing(w.topic, w.client, w.key, true, w.epochBytes));
    }

    /** A property of the Kafka client, such as {@code security.protocol} or {@code compression.type}. */
    public KafkaSink property(String name, String value) {
        Writing w = writing;
        return new KafkaSink(new Writing(w.topic, w.client.with(name, value), w.key, w.tombstones, w.epochBytes));
    }

    /** An epoch with so many bytes of messages in one task is committed, whatever the trigger says. */
    public KafkaSink maxBytesPerEpoch(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("An epoch has at least one byte {maxBytesPerEpoch=" + bytes + "}");
        }
        Writing w = writing;
        return new KafkaSink(new Writing(w.topic, w.client, w.key, w.tombstones, bytes));
    }

    @Override
    public String identity() {
        return "kafka:" + writing.topic;
    }

    @Override
    public SinkSession open(String appId) {
        if (writing.tombstones && writing.key.isEmpty()) {
            throw new IllegalArgumentException(
                    "Tombstones need a key, by which the topic knows what is gone {topic=" + writing.topic + "}");
        }
        return KafkaSinkSession.open(writing, appId);
    }

    @Override
    public String toString() {
        return identity();
    }
}
