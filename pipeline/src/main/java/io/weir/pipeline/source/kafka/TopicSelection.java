package io.weir.pipeline.source.kafka;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which topics are read. Immutable. */
sealed interface TopicSelection {
    /** These, all of which must be there. */
    record Named(List<String> topics) implements TopicSelection {
        public Named {
            topics = List.copyOf(new TreeSet<>(topics));
            if (topics.isEmpty()) {
                throw new IllegalArgumentException("A Kafka source reads at least one topic");
            }
            for (String topic : topics) {
                if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
                    throw new IllegalArgumentException("Not the name of a Kafka topic {topic=" + topic + "}");
                }
            }
        }

        @Override
        public boolean matches(String topic) {
            return topics.contains(topic);
        }

        @Override
        public String toString() {
            return String.join(",", topics);
        }
    }

    /** All whose whole name matches, also those that come later. */
    record Matching(Pattern pattern) implements TopicSelection {
        static Matching of(String regex) {
            try {
                return new Matching(Pattern.compile(regex));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "Not a regular expression {cause=" + e.getDescription() + ", pattern=" + regex + "}", e);
            }
        }

        @Override
        public boolean matches(String topic) {
            return pattern.matcher(topic).matches();
        }

        @Override
        public String toString() {
            return "pattern:" + pattern;
        }
    }

    boolean matches(String topic);
}
