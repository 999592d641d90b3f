package io.weir.pipeline.source.kafka;

import io.weir.pipeline.source.kafka.KafkaCluster.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Looks now and then which topics and partitions there are, and never waits for the answer. One thread at a time. */
final class TopicWatch {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final KafkaCluster cluster;
    private final Reading reading;
    private @Nullable CompletableFuture<Map<String, Topic>> looking;
    private long lookedNanos = System.nanoTime();

    TopicWatch(KafkaCluster cluster, Reading reading) {
        this.cluster = cluster;
        this.reading = reading;
    }

    /** What was seen since the last call, or null. A broker that does not answer at the moment is asked again. */
    @Nullable
    Map<String, Topic> seen() {
        CompletableFuture<Map<String, Topic>> answer = looking;
        if (answer == null) {
            if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
                looking = cluster.lookForTopics(reading.topics());
            }
            return null;
        }
        if (!answer.isDone()) {
            return null;
        }
        looking = null;
        lookedNanos = System.nanoTime();
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = KafkaCluster.cause(e);
            if (cause instanceof RetriableException) {
                return null;
            }
            throw KafkaCluster.explained(cause, reading.client());
        }
    }
}
