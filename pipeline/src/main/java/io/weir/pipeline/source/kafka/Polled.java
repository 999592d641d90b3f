package io.weir.pipeline.source.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The messages of one partition that one poll gave, and how many of them became rows. One thread at a time. */
final class Polled {
    final ReadPartition partition;
    final List<ConsumerRecord<byte[], byte[]>> messages;
    /** Behind the messages, and behind what the client passed over there. */
    final long next;

    int taken;

    /** Those before the end that is wanted of the partition, which has been fetched up to there. */
    Polled(ReadPartition partition, List<ConsumerRecord<byte[], byte[]>> messages, long next) {
        int wanted = messages.size();
        while (wanted > 0 && messages.get(wanted - 1).offset() >= partition.end) {
            wanted--;
        }
        this.partition = partition;
        this.messages = messages.subList(0, wanted);
        this.next = Math.min(next, partition.end);
        partition.fetched(this.next);
    }

    boolean isTaken() {
        return taken == messages.size();
    }

    /** Behind what was taken. */
    long position() {
        return isTaken()
                ? next
                : taken == 0
                        ? messages.get(0).offset()
                        : messages.get(taken - 1).offset() + 1;
    }

    static long bytes(ConsumerRecord<byte[], byte[]> message) {
        return Math.max(message.serializedKeySize(), 0) + Math.max(message.serializedValueSize(), 0);
    }

    long bytes() {
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            bytes += bytes(message);
        }
        return bytes;
    }
}
