package io.weir.pipeline;

import io.weir.pipeline.sink.kafka.KafkaSink;

/** Where a query can put rows other than into tables. */
public final class Sinks {
    private Sinks() {}

    /** Messages of a topic, exactly once. {@code servers} is {@code host:port,host:port}. */
    public static KafkaSink kafka(String servers, String topic) {
        return KafkaSink.of(servers, topic);
    }
}
