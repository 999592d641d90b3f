package io.weir.cli;

import io.weir.compaction.Bisect;
import io.weir.compaction.bisect.BisectResult;
import io.weir.format.batch.ColumnBatch;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir bisect}: since when is there such a row, and who brought it? */
@Command(
        name = "bisect",
        description = {
            "Find the first version that has a row of a condition, and show its commit: operation, engine, streaming query, epoch and positions.",
            "Looks at log2(n) of the versions and takes for granted that what became true stayed true. Exit code 3 if no version has such a row."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir bisect /tmp/flights --where \"delay > 600\"",
            "  weir bisect /tmp/flights --where \"delay < 0\" --from 1 -o json"
        })
final class BisectCommand implements Callable<Integer> {
    private static final long EXAMPLES = 3;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "The table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(names = "--where", paramLabel = "SQL", required = true, description = "What a row must be like.")
    @SuppressWarnings("NullAway.Init") // injected
    private String where;

    @Option(
            names = "--from",
            paramLabel = "N",
            description = "The first version that is looked at. Default: the first that is retained.")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "N", description = "The last version that is looked at. Default: the latest.")
    private @Nullable Long to;

    @Override
    public Integer call() {
        try (ProgressBar bar = ProgressBar.onStandardError();
                Table table = OpenTable.table(path, bar)) {
            BisectResult result = search(table);
            Long version = result.version();
            if (version == null) {
                ErrorReport.say("version " + result.to()
                        + " has no such row; if an earlier one had, name it with --to {from=" + result.from()
                        + ", table=" + table.location() + ", to=" + result.to() + "}");
                return ExitCode.NOT_FOUND.number();
            }
            ErrorReport.say(sentence(result, version));
            FoundCommit found = FoundCommit.of(table, version);
            try (CloseableIterator<ColumnBatch> rows =
                    table.at(version).scan().where(where).limit(EXAMPLES).batches()) {
                found.print(output, rows);
            }
        }
        return ExitCode.OK.number();
    }

    private BisectResult search(Table table) {
        try {
            Bisect bisect = Bisect.of(table, where);
            bisect = from == null ? bisect : bisect.from(from);
            return (to == null ? bisect : bisect.to(to)).run();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String sentence(BisectResult result, long version) {
        String looked = " {from=" + result.from() + ", to=" + result.to() + ", versionsRead=" + result.probes() + "}";
        BisectResult.Before before = result.before();
        if (before == BisectResult.Before.WITHOUT) {
            return "version " + version + " is the first that has such a row, if those behind it kept them" + looked;
        }
        return before == BisectResult.Before.GONE
                ? "version " + version
                        + " is the first that can still be read, and has such a row already; those before it were vacuumed"
                        + looked
                : "version " + version + ", the first that was looked at, has such a row already" + looked;
    }
}
