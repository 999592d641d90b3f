/**
 * The messages of Kafka topics as rows, each once.
 *
 * <p>A {@link io.weir.pipeline.source.kafka.KafkaSource} assigns partitions to itself and belongs to no consumer group: how far each was read is in
 * the commits of the table that the rows go to, and nowhere else. {@code KafkaReader} polls, {@code Partitions} decides where
 * each partition goes on, {@code MessageRows} makes rows, {@code KafkaCluster} asks which topics, partitions and offsets there are.
 */
@NullMarked
package io.weir.pipeline.source.kafka;

import org.jspecify.annotations.NullMarked;
