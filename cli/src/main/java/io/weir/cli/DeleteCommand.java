package io.weir.cli;

import io.weir.table.Table;
import io.weir.table.dml.DmlResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir delete}: the rows of a condition leave the table. */
@Command(
        name = "delete",
        description = "Delete the rows for which a condition is true. Versions before keep them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir delete /tmp/flights --where \"delay > 600\" --dry-run",
            "  weir delete /tmp/flights --where \"origin = 'SFO' AND delay IS NULL\""
        })
final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--where",
            required = true,
            paramLabel = "SQL",
            description = "The rows for which this condition is true.")
    @SuppressWarnings("NullAway.Init") // injected
    private String where;

    @Option(names = "--dry-run", description = "Only say how many rows that are.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            if (dryRun) {
                ErrorReport.say(Counted.of(table.scan().where(where).count(), "row") + " would be deleted");
            } else {
                DmlResult result = table.delete(where);
                ErrorReport.say(Changed.sentence(result, "numDeletedRows", "deleted"));
            }
        }
        return ExitCode.OK.number();
    }
}
