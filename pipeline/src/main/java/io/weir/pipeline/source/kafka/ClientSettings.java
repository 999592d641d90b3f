package io.weir.pipeline.source.kafka;

import io.weir.pipeline.decode.SourceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;

/** The settings of the Kafka clients: what the user says, and where nothing is said what suits reading in batches. Immutable. */
record ClientSettings(String servers, Map<String, String> properties) {
    /** What a query relies on. */
    private static final Set<String> OURS = Set.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    private static final long ANSWER_MILLIS = 20_000;
    private static final long REQUEST_MILLIS = 15_000;
    private static final int MOST_POLLED = 1 << 14;
    private static final int MOST_FETCHED_BYTES = 16 << 20;

    ClientSettings {
        properties = Map.copyOf(properties);
        for (String name : properties.keySet()) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException(
                        "The query itself sets this property of the Kafka client: positions are in"
                                + " the table, and no consumer group is joined {property=" + name + "}");
            }
        }
    }

    ClientSettings with(String name, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(name, value);
        return new ClientSettings(servers, more);
    }

    Map<String, Object> consumer() {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "weir");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_FETCHED_BYTES);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerLimit().toMillis());
        all.put(
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(REQUEST_MILLIS, answerLimit().toMillis()));
        all.putAll(properties);
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.replaceAll((name, value) -> value.toString());
        return all;
    }

    /** Those of a consumer that an administrator has, too. */
    Map<String, Object> admin() {
        Map<String, Object> all = consumer();
        all.keySet().retainAll(AdminClientConfig.configNames());
        return all;
    }

    /** How long an answer of the brokers may take before it is an error. */
    Duration answerLimit() {
        String said = properties.get(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        try {
            return Duration.ofMillis(said == null ? ANSWER_MILLIS : Long.parseLong(said));
        } catch (NumberFormatException e) {
            throw new SourceException(
                    "A property of the Kafka client is not a number {property="
                            + ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG + ", value=" + said + "}",
                    e);
        }
    }

    IsolationLevel isolation() {
        return "read_uncommitted".equals(properties.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                ? IsolationLevel.READ_UNCOMMITTED
                : IsolationLevel.READ_COMMITTED;
    }
}
