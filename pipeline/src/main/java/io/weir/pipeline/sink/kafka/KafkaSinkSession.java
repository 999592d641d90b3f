package io.weir.pipeline.sink.kafka;

import io.weir.pipeline.sink.OvertakenException;
import io.weir.pipeline.sink.SinkException;
import io.weir.pipeline.sink.SinkPart;
import io.weir.pipeline.sink.SinkSession;
import io.weir.pipeline.sink.SinkTask;
import io.weir.pipeline.source.Position;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A run's hold on a topic. One thread at a time, but for {@link #task}.
 *
 * <p>Kafka knows a run by its transactional id, which is the application's: whoever says first that it begins, aborts what the run before had open, and
 * from then on brokers refuse that one. So what is read of the position after that cannot change under this run.
 */
final class KafkaSinkSession implements SinkSession {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaSink.Writing writing;
    private final String appId;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicPartition place;
    private Position position = Position.START;

    private KafkaSinkSession(
            KafkaSink.Writing writing, String appId, Admin admin, KafkaProducer<byte[], byte[]> producer) {
        this.writing = writing;
        this.appId = appId;
        this.admin = admin;
        this.producer = producer;
        this.place = new TopicPartition(writing.topic(), 0);
    }

    static KafkaSinkSession open(KafkaSink.Writing writing, String appId) {
        @Nullable Admin admin = null;
        @Nullable KafkaProducer<byte[], byte[]> producer = null;
        try {
            admin = Admin.create(writing.client().admin());
            checkTopic(writing, admin);
            producer = new KafkaProducer<>(
                    writing.client().producer(appId), new ByteArraySerializer(), new ByteArraySerializer());
            producer.initTransactions();
            KafkaSinkSession session = new KafkaSinkSession(writing, appId, admin, producer);
            OffsetAndMetadata there = session.there();
            session.position = there == null ? Position.START : PositionText.read(there.metadata());
            return session;
        } catch (RuntimeException e) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            if (admin != null) {
                admin.close(CLOSING);
            }
            throw e instanceof KafkaException ? writing.client().explained(writing.topic(), e) : e;
        }
    }

    private static void checkTopic(KafkaSink.Writing writing, Admin admin) {
        try {
            await(writing, admin.describeTopics(List.of(writing.topic())).allTopicNames());
        } catch (SinkException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new SinkException(
                        "A topic does not exist; make it with the partitions that it is to have {servers="
                                + writing.client().servers() + ", topic=" + writing.topic() + "}",
                        e.getCause());
            }
            throw e;
        }
    }

    private static <T> T await(KafkaSink.Writing writing, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw writing.client().explained(writing.topic(), e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SinkException("Interrupted while Kafka was asked {topic=" + writing.topic() + "}", e);
        }
    }

    /** What the application has committed; waits for a transaction that is being ended. */
    private @Nullable OffsetAndMetadata there() {
        ListConsumerGroupOffsetsSpec asked = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(place));
        return await(
                        writing,
                        admin.listConsumerGroupOffsets(
                                        Map.of(appId, asked), new ListConsumerGroupOffsetsOptions().requireStable(true))
                                .partitionsToOffsetAndMetadata(appId))
                .get(place);
    }

    @Override
    public @Nullable Long lastEpoch() {
        OffsetAndMetadata there = there();
        return there == null ? null : there.offset();
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public SinkTask task() {
        return new KafkaSinkTask(writing);
    }

    @Override
    public void commit(long epoch, @Nullable Long before, Position newPosition, List<SinkPart> parts) {
        try {
            producer.beginTransaction();
            for (SinkPart part : parts) {
                ((MessageBuffer) part).forEach(this::send);
            }
            producer.sendOffsetsToTransaction(
                    Map.of(place, new OffsetAndMetadata(epoch, PositionText.of(newPosition))),
                    new ConsumerGroupMetadata(appId));
            producer.commitTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new OvertakenException(null, e);
        } catch (KafkaException e) {
            throw failed(e);
        }
        position = newPosition;
    }

    private void send(byte @Nullable [] key, byte @Nullable [] value) {
        // A message that is not taken makes the transaction fail, so nobody need look at each answer.
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(writing.topic(), key, value));
    }

    /** The transaction was not committed, or nobody knows; the next run asks the brokers. */
    private RuntimeException failed(KafkaException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return new OvertakenException(null, error);
            }
            if (cause instanceof OffsetMetadataTooLarge) {
                return new SinkException(
                        "The position is longer than brokers take; let them take more (offset.metadata.max.bytes), or read a"
                                + " source of fewer partitions {bytes="
                                + PositionText.of(position).length() + ", topic=" + writing.topic() + "}",
                        error);
            }
        }
        return writing.client().explained(writing.topic(), error);
    }

    /** A transaction that is open is aborted by the brokers, when the next run begins or it has been open for too long. */
    @Override
    public void close() {
        try {
            producer.close(CLOSING);
        } finally {
            admin.close(CLOSING);
        }
    }
}
