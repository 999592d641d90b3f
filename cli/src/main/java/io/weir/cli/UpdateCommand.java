package io.weir.cli;

import io.weir.table.Table;
import io.weir.table.dml.Update;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir update}: columns of some rows get other values. */
@Command(
        name = "update",
        description = "Give columns of rows other values. Versions before keep the old ones.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir update /tmp/flights --set \"delay = 0\" --where \"delay IS NULL\"",
            "  weir update /tmp/flights --set \"delay = delay + 1, distance = distance * 2\" --where \"origin = 'SFO'\""
        })
final class UpdateCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--set",
            required = true,
            paramLabel = "SQL",
            description = "What columns become, such as \"a = a + 1, b.c = 'x'\"; may be repeated.")
    private List<String> set = List.of();

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this condition is true.")
    private @Nullable String where;

    @Option(names = "--dry-run", description = "Only say how many rows that are.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            if (dryRun) {
                long rows = where == null
                        ? table.count()
                        : table.scan().where(where).count();
                ErrorReport.say(Counted.of(rows, "row") + " would be updated");
                return ExitCode.OK.number();
            }
            Update update = table.update();
            set.forEach(update::set);
            if (where != null) {
                update.where(where);
            }
            ErrorReport.say(Changed.sentence(update.commit(), "numUpdatedRows", "updated"));
        }
        return ExitCode.OK.number();
    }
}
