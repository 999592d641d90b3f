package io.weir.cli;

import io.weir.format.expression.Expression;
import io.weir.pipeline.Query;
import io.weir.pipeline.Sinks;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.pipeline.sink.Sink;
import io.weir.pipeline.sink.kafka.KafkaSink;
import io.weir.source.Source;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlPredicates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The query that {@code tail --to} runs. One thread at a time. */
final class TailQuery {
    private static final String KAFKA = "kafka://";
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Options options;
    private final @Nullable String where;
    private final @Nullable String select;
    private final boolean follow;

    /** Where rows go that are not printed. */
    static final class Options {
        @Option(
                names = "--to",
                paramLabel = "PLACE",
                description =
                        "kafka://HOST:PORT/TOPIC, or a directory for files of JSON lines or of CSV (--output csv).")
        @Nullable
        String to;

        @Option(
                names = "--key",
                paramLabel = "COLUMN",
                split = ",",
                description = "Of Kafka: the columns that make the key of a message.")
        List<String> key = List.of();

        @Option(
                names = "--tombstones",
                description = "Of Kafka, with --changes: a deleted row becomes a message of its key without a value.")
        boolean tombstones;

        @Option(
                names = "--kafka-property",
                paramLabel = "KEY=VALUE",
                description = "Of Kafka: a property of the client; may be repeated.")
        Map<String, String> kafkaProperties = new LinkedHashMap<>();

        @Option(
                names = "--app-id",
                paramLabel = "ID",
                description = "In whose name to write, the same at every start. Default: made from table and place.")
        @Nullable
        String appId;

        boolean isUsed() {
            return !key.isEmpty() || isOfKafka() || appId != null;
        }

        boolean isOfKafka() {
            return tombstones || !kafkaProperties.isEmpty();
        }
    }

    TailQuery(Options options, @Nullable String where, @Nullable String select, boolean follow) {
        this.options = options;
        this.where = where;
        this.select = select;
        this.follow = follow;
    }

    void run(Source rows, OutputOption output) {
        IngestCommand.run(IngestCommand.asUsage(() -> query(rows, output)), ProgressForm.LINE, "epoch");
    }

    private Query query(Source rows, OutputOption output) {
        String to = String.valueOf(options.to);
        Query query = Query.from(Sources.table(rows))
                .to(to.startsWith(KAFKA) ? topic(to) : files(to, output))
                .trigger(follow ? Trigger.continuous(INTERVAL) : Trigger.availableNow());
        if (where != null) {
            query.filter(SqlPredicates.parse(where));
        }
        if (select != null) {
            query.select(SqlExpressions.parseList(select).toArray(Expression[]::new));
        }
        return options.appId == null ? query : query.appId(options.appId);
    }

    private KafkaSink topic(String to) {
        int slash = to.indexOf('/', KAFKA.length());
        if (slash < 0) {
            throw new IllegalArgumentException("Which topic? --to kafka://HOST:PORT/TOPIC {to=" + to + "}");
        }
        KafkaSink sink = Sinks.kafka(to.substring(KAFKA.length(), slash), to.substring(slash + 1))
                .key(options.key.toArray(String[]::new));
        for (Map.Entry<String, String> property : options.kafkaProperties.entrySet()) {
            sink = sink.property(property.getKey(), property.getValue());
        }
        return options.tombstones ? sink.tombstones() : sink;
    }

    private Sink files(String to, OutputOption output) {
        if (to.matches("[a-z][a-z0-9+.-]+://.*")) {
            throw new IllegalArgumentException("--to is kafka://HOST:PORT/TOPIC or a local directory {to=" + to + "}");
        }
        if (!options.key.isEmpty() || options.isOfKafka()) {
            throw new IllegalArgumentException(
                    "--key, --tombstones and --kafka-property are for Kafka {to=" + to + "}");
        }
        OutputForm form = output.asked();
        if (form != null && form != OutputForm.csv && form != OutputForm.jsonl) {
            throw new IllegalArgumentException("Files are --output jsonl (default) or csv {output=" + form + "}");
        }
        return form == OutputForm.csv ? Sinks.csv(Path.of(to)) : Sinks.json(Path.of(to));
    }
}
