package io.weir.pipeline.source.kafka;

import java.util.TreeMap;

/**
 * Messages that were not read and cannot be read any more. Immutable.
 *
 * @param kind what happened to them
 * @param topic their topic
 * @param partition their partition
 * @param position the offset that was to be read next
 * @param earliest the oldest offset that is there; 0 if there is no partition
 * @param end behind the newest message that is there; 0 if there is no partition
 */
public record KafkaLoss(Kind kind, String topic, int partition, long position, long earliest, long end) {
    /** What happened. */
    public enum Kind {
        /** Retention, or somebody, deleted the oldest messages. Reading goes on with the oldest that is there. */
        EXPIRED("Messages are deleted that were not read"),
        /** The topic was deleted and another made under its name. Reading goes on at the beginning of that one. */
        RECREATED("The topic is not the one that was read: it was deleted and made anew"),
        /** Brokers lost the newest messages. Reading goes on behind the newest that is there. */
        CUT("A partition ends before the place that was read to: brokers lost its newest messages"),
        /** The topic was deleted. Reading goes on without it. */
        DELETED("The topic was deleted");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    /** What is lost, in one line with its facts. */
    public String message() {
        return kind.sentence + " " + facts();
    }

    /** The same as an error, with what can be done. */
    String message(String servers) {
        TreeMap<String, Object> facts = facts();
        facts.put("servers", servers);
        return kind.sentence + "; with --allow-loss the query tells so and goes on " + facts;
    }

    private TreeMap<String, Object> facts() {
        TreeMap<String, Object> facts = new TreeMap<>();
        if (kind != Kind.DELETED) {
            facts.put("earliest", earliest);
            facts.put("end", end);
        }
        facts.put("partition", partition);
        facts.put("position", position);
        facts.put("topic", topic);
        return facts;
    }
}
