package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.Scan;
import io.weir.table.scan.CloseableIterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir cat}: the rows of a version. */
@Command(
        name = "cat",
        description = "Print the rows of a table, as of any version.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir cat /tmp/flights@v1 --limit 5",
            "  weir cat /tmp/flights --where \"delay > 60 AND origin = 'SFO'\" --select origin,delay -o csv"
        })
final class CatCommand implements Callable<Integer> {
    private static final long TERMINAL_LIMIT = 100;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this condition is true.")
    private @Nullable String where;

    @Option(
            names = "--select",
            paramLabel = "COLUMNS",
            description = "Only these columns or expressions, such as \"origin,distance * 1.609 AS km\".")
    private @Nullable String select;

    @Option(
            names = "--row-ids",
            description = "With the id of each row and the version that last changed it, where the table tracks rows. "
                    + "--where and --select may name them: _metadata.row_id, _metadata.row_commit_version.")
    private boolean rowIds;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most this many rows; -1: all. Default: 100 on a terminal, all otherwise.")
    private @Nullable Long limit;

    @Override
    public Integer call() {
        try (OpenTable open = OpenTable.at(address)) {
            Scan scan = Scans.of(open.version(), where, select, rowIds).limit(rows());
            try (CloseableIterator<ColumnBatch> batches = scan.batches();
                    Output out = output.open(scan.schema())) {
                while (batches.hasNext() && out.write(batches.next())) {
                    // until the rows or the reader of our output end
                }
            }
        }
        return ExitCode.OK.number();
    }

    private long rows() {
        if (limit != null) {
            if (limit < -1) {
                throw new UsageException("--limit is the number of rows, or -1 for all; found " + limit, null);
            }
            return limit;
        }
        return Terminal.output() ? TERMINAL_LIMIT : -1;
    }
}
