package io.weir.pipeline.source.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions one of several readers has: of every topic those with numbers so far apart, also of topics and partitions that come later, so that
 * readers need not agree with each other. Immutable.
 *
 * @param index of the reader, from 0
 * @param readers how many there are
 */
record Share(int index, int readers) {
    boolean has(String topic, int partition) {
        return Math.floorMod(topic.hashCode() + partition, readers) == index; // topics of one partition are spread, too
    }

    boolean has(TopicPartition partition) {
        return has(partition.topic(), partition.partition());
    }
}
