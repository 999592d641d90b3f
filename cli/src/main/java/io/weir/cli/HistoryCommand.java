package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.CommitInfo;
import io.weir.table.HistoryEntry;
import io.weir.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir history}: who did what to a table, newest first. */
@Command(
        name = "history",
        description = "Show the commits of a table, newest first.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir history /tmp/flights", "  weir history /tmp/flights --limit 1 -o json"})
final class HistoryCommand implements Callable<Integer> {
    private static final MapType TEXTS = new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true);
    private static final StructType FULL = StructType.EMPTY
            .add("version", PrimitiveType.LONG, false)
            .add("timestamp", PrimitiveType.TIMESTAMP, false)
            .add("operation", PrimitiveType.STRING)
            .add("operationParameters", TEXTS)
            .add("readVersion", PrimitiveType.LONG)
            .add("isolationLevel", PrimitiveType.STRING)
            .add("isBlindAppend", PrimitiveType.BOOLEAN)
            .add("operationMetrics", TEXTS)
            .add("userMetadata", PrimitiveType.STRING)
            .add("engineInfo", PrimitiveType.STRING);
    private static final List<String> SHORT =
            List.of("version", "timestamp", "operation", "operationMetrics", "engineInfo");

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final WatchOption watch = new WatchOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most this many commits; -1: all, the default.")
    private int limit = -1;

    @Override
    public Integer call() {
        try (Table table = Table.open(address.path())) {
            return watch.run(() -> show(table));
        }
    }

    private void show(Table table) {
        boolean people = output.form() == OutputForm.table;
        StructType schema = people ? FULL.select(SHORT) : FULL;
        try (Output out = output.open(schema)) {
            BatchBuilder rows = new BatchBuilder(FULL);
            for (HistoryEntry entry : table.history(limit < 0 ? Integer.MAX_VALUE : limit)) {
                add(rows, entry);
            }
            out.write(people ? rows.build().select(SHORT) : rows.build());
        }
    }

    private static void add(BatchBuilder rows, HistoryEntry entry) {
        CommitInfo info = entry.info();
        rows.add(
                entry.version(),
                entry.timestamp(),
                info.operation(),
                plain(info.operationParameters()),
                info.readVersion(),
                info.isolationLevel(),
                info.isBlindAppend(),
                plain(info.operationMetrics()),
                info.text("userMetadata"),
                info.engineInfo());
    }

    /** JSON strings as their text, other JSON as it is. */
    private static Map<String, String> plain(Map<String, String> json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.forEach((name, value) -> texts.put(name, CommitInfo.plain(value).orElse(value)));
        return texts;
    }
}
