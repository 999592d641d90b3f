package io.weir.pipeline.source.kafka;

import java.time.Instant;

/** Where the first run of a query begins in the partitions there are. A partition that comes later is read from its beginning. */
public sealed interface KafkaStart {
    /** With the oldest message that is there. */
    record Earliest() implements KafkaStart {}

    /** With the first message that comes after the query has opened the topics. */
    record Latest() implements KafkaStart {}

    /** With the first message of each partition whose timestamp is not before this one; behind the last if there is none. */
    record At(Instant time) implements KafkaStart {}

    static KafkaStart earliest() {
        return new Earliest();
    }

    static KafkaStart latest() {
        return new Latest();
    }

    static KafkaStart at(Instant time) {
        return new At(time);
    }
}
