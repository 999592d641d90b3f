package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.commit.CommitResult;
import io.weir.table.diff.FileDifference;
import io.weir.table.diff.TableDiff;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir restore}: a table becomes what it was. */
@Command(
        name = "restore",
        description = {
            "Make a table what it was at a version or time, as a new version.",
            "Nothing is deleted: the versions in between stay, and can be restored in turn."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir restore /tmp/flights@-1 --dry-run", "  weir restore /tmp/flights@v1"})
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--dry-run",
            description = "Only show what would change, and whether files that would come back are there.")
    private boolean dryRun;

    @Parameters(
            paramLabel = "T@…",
            description = "Table address with the version or time to go back to.",
            converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Override
    public Integer call() {
        if (address.version() instanceof TableAddress.Version.Latest) {
            throw new UsageException(
                    "Which version? Write T@vN, T@-N or T@TIMESTAMP {table=" + address.path() + "}", null);
        }
        try (ProgressBar bar = ProgressBar.onStandardError();
                OpenTable open = OpenTable.at(address, bar)) {
            long version = open.version().version();
            if (dryRun) {
                TableDiff change = open.table().planRestore(version);
                show(change);
                ErrorReport.say("dry run: " + sentence(change.files())
                        + "; leave out --dry-run to make the table what version " + version + " was");
            } else {
                FileDifference files =
                        open.table().latest().diffTo(open.version()).files();
                CommitResult result = open.table().restore(version);
                ErrorReport.say("version " + result.version() + " of "
                        + open.table().location() + " is what version " + version + " was: " + sentence(files));
            }
        }
        return ExitCode.OK.number();
    }

    private void show(TableDiff change) {
        ColumnBatch all = DiffSummary.batch(change.table(), change.files(), null);
        ColumnBatch shown = output.form() == OutputForm.table ? DiffSummary.forPeople(all) : all;
        try (Output out = output.open(shown.schema())) {
            out.write(shown);
        }
    }

    private static String sentence(FileDifference files) {
        return Counted.of(files.added() + (long) files.marked(), "file") + " put back, "
                + (files.removed() + files.marked()) + " taken out, " + files.common() + " kept";
    }
}
