package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import io.weir.table.consumers.Consumer;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir consumers}: who reads a table as a stream, and what is kept for them. */
@Command(
        name = "consumers",
        description = {
            "Show the registered consumers of a table.",
            "Vacuum and log clean-up keep what a consumer has not read, until it was not heard of for its time to live."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir consumers /tmp/flights", "  weir consumers /tmp/flights --remove late"})
final class ConsumersCommand implements Callable<Integer> {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.STRING, false)
            .add("version", PrimitiveType.LONG, false)
            .add("initial", PrimitiveType.BOOLEAN, false)
            .add("reads", PrimitiveType.STRING, false)
            .add("heartbeat", PrimitiveType.TIMESTAMP, false)
            .add("expires", PrimitiveType.TIMESTAMP, false)
            .add("alive", PrimitiveType.BOOLEAN, false);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final WatchOption watch = new WatchOption();

    @Parameters(paramLabel = "T", description = "The table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--remove",
            paramLabel = "ID",
            description = "Forget this consumer; nothing is kept for it any more.")
    private @Nullable String remove;

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            if (remove != null) {
                return remove(table, remove);
            }
            return watch.run(() -> show(table));
        }
    }

    private void show(Table table) {
        Instant now = table.environment().clock().instant();
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (Consumer consumer : table.consumers().list()) {
            rows.add(
                    consumer.id(),
                    consumer.version(),
                    consumer.initial(),
                    consumer.feed().name().toLowerCase(Locale.ROOT),
                    consumer.heartbeat(),
                    consumer.expires(),
                    consumer.isAlive(now));
        }
        try (Output out = output.open(SCHEMA)) {
            out.write(rows.build());
        }
    }

    private static int remove(Table table, String id) {
        if (table.consumers().list().stream()
                .noneMatch(consumer -> consumer.id().equals(id))) {
            ErrorReport.say("the table has no consumer of this id: " + id);
            return ExitCode.NOT_FOUND.number();
        }
        table.consumers().remove(id);
        ErrorReport.say("nothing is kept any more for " + id);
        return ExitCode.OK.number();
    }
}
