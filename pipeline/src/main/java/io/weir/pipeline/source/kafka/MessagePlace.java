package io.weir.pipeline.source.kafka;

import io.weir.format.batch.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Appends where a message is from to columns. One thread at a time. */
final class MessagePlace {
    private final ColumnBuilder topic;
    private final ColumnBuilder partition;
    private final ColumnBuilder offset;
    private final ColumnBuilder timestamp;
    private String lastTopic = "";
    private byte[] lastTopicBytes = new byte[0];

    MessagePlace(ColumnBuilder topic, ColumnBuilder partition, ColumnBuilder offset, ColumnBuilder timestamp) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
    }

    void append(ConsumerRecord<byte[], byte[]> message) {
        if (!message.topic().equals(lastTopic)) {
            lastTopic = message.topic();
            lastTopicBytes = lastTopic.getBytes(StandardCharsets.UTF_8);
        }
        topic.appendBytes(lastTopicBytes, 0, lastTopicBytes.length);
        partition.appendInt(message.partition());
        offset.appendLong(message.offset());
        if (message.timestamp() == ConsumerRecord.NO_TIMESTAMP) {
            timestamp.appendNull();
        } else {
            timestamp.appendLong(message.timestamp() * 1000);
        }
    }
}
