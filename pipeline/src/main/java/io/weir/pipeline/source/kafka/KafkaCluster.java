package io.weir.pipeline.source.kafka;

import io.weir.pipeline.decode.SourceException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Which topics, partitions and offsets there are. Safe for many threads. */
final class KafkaCluster implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Admin admin;
    private final ClientSettings settings;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * A topic as it is now.
     *
     * @param id of the topic that has this name now, never negative; 0 if the brokers know no ids
     */
    record Topic(String name, long id, int partitions) {}

    private KafkaCluster(Admin admin, ClientSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    static KafkaCluster connect(ClientSettings settings) {
        try {
            return new KafkaCluster(Admin.create(settings.admin()), settings);
        } catch (KafkaException e) {
            throw explained(e, settings);
        }
    }

    /** This, for one more who closes it. */
    KafkaCluster held() {
        holders.incrementAndGet();
        return this;
    }

    /** How many partitions the topics have. */
    int partitions(TopicSelection selection) {
        return topics(selection).values().stream().mapToInt(Topic::partitions).sum();
    }

    /** Those of the selection that are there, by name. */
    Map<String, Topic> topics(TopicSelection selection) {
        return await(lookForTopics(selection));
    }

    CompletableFuture<Map<String, Topic>> lookForTopics(TopicSelection selection) {
        if (selection instanceof TopicSelection.Named named) {
            return describe(named.topics());
        }
        return admin.listTopics()
                .names()
                .toCompletionStage()
                .toCompletableFuture()
                .thenCompose(names ->
                        describe(names.stream().filter(selection::matches).toList()));
    }

    private CompletableFuture<Map<String, Topic>> describe(Collection<String> names) {
        List<CompletableFuture<@Nullable Topic>> each = admin.describeTopics(names).topicNameValues().values().stream()
                .map(KafkaCluster::topic)
                .toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<String, Topic> found = new TreeMap<>();
            for (CompletableFuture<@Nullable Topic> future : each) {
                Topic topic = future.join();
                if (topic != null) {
                    found.put(topic.name, topic);
                }
            }
            return found;
        });
    }

    private static CompletableFuture<@Nullable Topic> topic(KafkaFuture<TopicDescription> description) {
        return description
                .toCompletionStage()
                .<@Nullable Topic>handle((found, error) -> {
                    if (error == null) {
                        return new Topic(
                                found.name(),
                                number(found.topicId()),
                                found.partitions().size());
                    }
                    if (cause(error) instanceof UnknownTopicOrPartitionException) {
                        return null;
                    }
                    throw new CompletionException(cause(error));
                })
                .toCompletableFuture();
    }

    private static long number(Uuid id) {
        return (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) & Long.MAX_VALUE;
    }

    /** An offset of each partition; of one that has none for a time, null. */
    Map<TopicPartition, @Nullable Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> asked = partitions.stream().collect(Collectors.toMap(p -> p, p -> which));
        Map<TopicPartition, ListOffsetsResultInfo> answers =
                await(admin.listOffsets(asked, new ListOffsetsOptions(isolation))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture());
        Map<TopicPartition, @Nullable Long> offsets = new HashMap<>();
        answers.forEach((partition, answer) -> offsets.put(partition, answer.offset() < 0 ? null : answer.offset()));
        return offsets;
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            // The client has the same limit; this one is for when it does not keep it.
            return answer.get(settings.answerLimit().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw explained(cause(e), settings);
        } catch (java.util.concurrent.TimeoutException e) {
            throw explained(new TimeoutException(e), settings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("Interrupted while Kafka was asked {servers=" + settings.servers() + "}", e);
        }
    }

    static Throwable cause(Throwable error) {
        Throwable cause = error;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** An error of the client as one that says what it was about. */
    static SourceException explained(Throwable cause, ClientSettings settings) {
        if (cause instanceof TimeoutException) {
            return new SourceException(
                    "No Kafka broker answers in time; is it running, and can the addresses that it advertises be reached from"
                            + " here? {cause=" + cause.getMessage() + ", limit="
                            + settings.answerLimit().toMillis() + " ms, servers=" + settings.servers() + "}",
                    cause);
        }
        String sentence = cause instanceof AuthenticationException || cause instanceof AuthorizationException
                ? "Kafka refuses this client"
                : "Kafka cannot be read";
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new SourceException(sentence + " {cause=" + message + ", servers=" + settings.servers() + "}", cause);
    }

    /** The last who does it closes the connections. */
    @Override
    public void close() {
        if (holders.decrementAndGet() == 0) {
            admin.close(CLOSING);
        }
    }
}
