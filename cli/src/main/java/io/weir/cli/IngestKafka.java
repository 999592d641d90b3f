package io.weir.cli;

import io.weir.cli.IngestCommand.SourceOptions;
import io.weir.format.type.StructType;
import io.weir.pipeline.Sources;
import io.weir.pipeline.source.kafka.KafkaLoss;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.pipeline.source.kafka.KafkaStart;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Kafka topics that the options of {@code ingest} describe: {@code kafka://host:port,host:port/topic,topic} or {@code …/pattern:REGEX}. */
final class IngestKafka {
    private static final String SCHEME = "kafka://";
    private static final String PATTERN = "pattern:";

    private IngestKafka() {}

    static boolean isMeant(SourceOptions options) {
        return options.from.startsWith(SCHEME);
    }

    static KafkaSource of(SourceOptions options, boolean mergeSchema) {
        if (options.consumer != null || !options.onChange.equals("fail")) {
            throw new IllegalArgumentException(
                    "--on-change and --consumer are for a table as source {source=" + options.from + "}");
        }
        KafkaSource source = format(topics(options.from), options, mergeSchema);
        StructType schema = IngestCommand.schema(options.schema);
        if (schema != null) {
            source = source.schema(schema);
        }
        for (Map.Entry<String, String> property : options.kafkaProperties.entrySet()) {
            source = source.property(property.getKey(), property.getValue());
        }
        if (options.kafkaMetadata) {
            source = source.withMetadata();
        }
        if (options.start != null) {
            source = source.startingAt(start(options.start));
        }
        return options.allowLoss ? source.allowLoss(IngestKafka::tell) : source;
    }

    private static KafkaSource topics(String from) {
        int slash = from.indexOf('/', SCHEME.length());
        if (slash < 0 || slash == from.length() - 1) {
            throw new IllegalArgumentException("Which topics? A Kafka source is kafka://HOST:PORT/TOPIC,TOPIC or"
                    + " kafka://HOST:PORT/pattern:REGEX {source=" + from + "}");
        }
        String servers = from.substring(SCHEME.length(), slash);
        String topics = from.substring(slash + 1);
        return topics.startsWith(PATTERN)
                ? Sources.kafkaMatching(servers, topics.substring(PATTERN.length()))
                : Sources.kafka(servers, topics.split(",", -1));
    }

    private static KafkaSource format(KafkaSource source, SourceOptions options, boolean mergeSchema) {
        String format = options.format == null ? "json" : options.format.toLowerCase(Locale.ROOT);
        if (format.equals("raw")) {
            return source.raw();
        }
        KafkaSource decoded = source.columnNames(IngestCommand.naming(options.columnNames));
        return switch (format) {
            case "json", "jsonl", "ndjson" -> decoded.unknownFields(IngestCommand.unknown(options, mergeSchema));
            case "csv" -> decoded.csv(IngestCommand.csv(options));
            default ->
                throw new IllegalArgumentException("Of Kafka, --format is json, csv or raw; found " + options.format);
        };
    }

    private static KafkaStart start(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> KafkaStart.earliest();
            case "latest" -> KafkaStart.latest();
            default ->
                KafkaStart.at(TableAddress.instant(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Of Kafka, --start is earliest, latest, or a time such as 2001-01-05T10:00:00; found "
                                        + text)));
        };
    }

    private static void tell(KafkaLoss loss) {
        ErrorReport.say("lost: " + loss.message());
    }

    /** What is said of Kafka, and not of another source. */
    static @Nullable String saidOf(SourceOptions options) {
        return options.kafkaMetadata
                ? "--kafka-metadata"
                : options.kafkaProperties.isEmpty() ? null : "--kafka-property";
    }
}
