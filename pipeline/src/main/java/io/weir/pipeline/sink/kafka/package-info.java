/** Rows as messages of a Kafka topic, exactly once: an epoch and its position are one transaction of Kafka. No type of the Kafka client shows. */
@NullMarked
package io.weir.pipeline.sink.kafka;

import org.jspecify.annotations.NullMarked;
