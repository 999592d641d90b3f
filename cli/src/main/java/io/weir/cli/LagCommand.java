package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.source.Lag;
import io.weir.source.Source;
import io.weir.source.SourcePosition;
import io.weir.table.Table;
import io.weir.table.consumers.Consumer;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir lag}: how far the consumers of a table are behind. */
@Command(
        name = "lag",
        description = {
            "Show how far the registered consumers of a table are behind it: versions, files, bytes and rows that they have not"
                    + " committed, and for how many seconds the first of them has been there."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir lag /tmp/flights", "  weir lag /tmp/flights -o json"})
final class LagCommand implements Callable<Integer> {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.STRING, false)
            .add("versions", PrimitiveType.LONG, false)
            .add("files", PrimitiveType.LONG, false)
            .add("bytes", PrimitiveType.LONG, false)
            .add("rows", PrimitiveType.LONG, false)
            .add("seconds", PrimitiveType.DOUBLE, false);
    private static final double MILLIS_PER_SECOND = 1000;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final WatchOption watch = new WatchOption();

    @Parameters(paramLabel = "T", description = "The table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            return watch.run(() -> show(table));
        }
    }

    private void show(Table table) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (Consumer consumer : table.consumers().list()) {
            Lag lag = Lag.of(Source.of(table).feed(consumer.feed()), SourcePosition.fromJson(consumer.position()));
            Duration time = lag.time();
            rows.add(
                    consumer.id(),
                    lag.versions(),
                    lag.files(),
                    lag.bytes(),
                    lag.rows(),
                    time == null ? 0 : time.toMillis() / MILLIS_PER_SECOND);
        }
        try (Output out = output.open(SCHEMA)) {
            out.write(rows.build());
        }
    }
}
