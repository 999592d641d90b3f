package io.weir.cli;

import io.weir.compaction.Statistics;
import io.weir.compaction.stats.TableStatistics;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import io.weir.table.record.RecordMapper;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir stats}: is a table in good shape? */
@Command(
        name = "stats",
        description = {
            "Show how a table's rows are spread over files: lengths, partitions, clustering, deleted rows, the log,",
            "and what optimize would gain. Reads the log and no file."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir stats /tmp/flights", "  weir stats /tmp/flights --by origin,date -o json"})
final class StatsCommand implements Callable<Integer> {
    private static final RecordMapper<TableStatistics> RECORDS = RecordMapper.of(TableStatistics.class);

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
            names = "--by",
            paramLabel = "COLUMNS",
            split = ",",
            description =
                    "In how many files a value of these columns has to be looked for. Default: of those that the table is clustered by.")
    private List<String> by = List.of();

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            Statistics statistics =
                    Statistics.of(table).by(by.stream().map(String::strip).toArray(String[]::new));
            return watch.run(() -> show(statistics));
        }
    }

    private void show(Statistics statistics) {
        TableStatistics found;
        try {
            found = statistics.collect();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        if (output.form() == OutputForm.table) {
            Output.text(StatsText.of(found));
            return;
        }
        StructType schema = RECORDS.schema();
        try (Output out = output.open(schema)) {
            out.write(RECORDS.writer(schema).batch(List.of(found), 0));
        }
    }
}
