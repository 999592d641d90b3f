package io.weir.cli;

import io.weir.table.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir truncate}: all rows leave the table. */
@Command(
        name = "truncate",
        description = "Delete all rows of a table. Versions before keep them.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir truncate /tmp/events --dry-run", "  weir truncate /tmp/events"})
final class TruncateCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(names = "--dry-run", description = "Only say how many rows that are.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            ErrorReport.say(
                    dryRun
                            ? Counted.of(table.count(), "row") + " would be deleted"
                            : Changed.sentence(table.truncate(), "numDeletedRows", "deleted"));
        }
        return ExitCode.OK.number();
    }
}
