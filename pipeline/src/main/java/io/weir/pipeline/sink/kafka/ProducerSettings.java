package io.weir.pipeline.sink.kafka;

import io.weir.pipeline.sink.SinkException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** The settings of the Kafka clients: what the user says, and what exactly once and batches want. Immutable. */
record ProducerSettings(String servers, Map<String, String> properties) {
    /** What a query relies on. */
    private static final Set<String> OURS = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    private static final int LINGER_MILLIS = 5;
    private static final int BATCH_BYTES = 1 << 18;
    private static final int ANSWER_MILLIS = 20_000;

    ProducerSettings {
        if (!servers.matches("[^,\\s/]+:\\d{1,5}(,[^,\\s/]+:\\d{1,5})*")) {
            throw new IllegalArgumentException(
                    "Not addresses of Kafka brokers {expected=host:port,host:port, servers=" + servers + "}");
        }
        properties = Map.copyOf(properties);
        for (String name : properties.keySet()) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException(
                        "The query itself sets this property of the Kafka client: an epoch is a transaction in the"
                                + " application's name {property=" + name + "}");
            }
        }
    }

    ProducerSettings with(String name, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(name, value);
        return new ProducerSettings(servers, more);
    }

    Map<String, Object> producer(String appId) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "weir");
        all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        all.putAll(properties);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, appId);
        return all;
    }

    Map<String, Object> admin() {
        Map<String, Object> all = new HashMap<>(properties);
        all.keySet().retainAll(AdminClientConfig.configNames());
        all.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        all.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        return all;
    }

    /** An error of the client as one that says what it was about. */
    SinkException explained(String topic, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String sentence = root instanceof TimeoutException
                ? "No Kafka broker answers in time; is it running, and can the addresses that it advertises be reached from here?"
                : root instanceof AuthenticationException || root instanceof AuthorizationException
                        ? "Kafka refuses this client"
                        : "Kafka cannot be written to";
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new SinkException(
                sentence + " {cause=" + message + ", servers=" + servers + ", topic=" + topic + "}", cause);
    }
}
