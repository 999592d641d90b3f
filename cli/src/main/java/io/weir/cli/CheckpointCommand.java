package io.weir.cli;

import io.weir.compaction.LogCleanup;
import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.table.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir checkpoint}: what a table is in one place, so that nobody has to read its whole log. */
@Command(
        name = "checkpoint",
        description = {
            "Write a checkpoint of the newest version, so that who opens the table need not read all commits before it.",
            "With --clean-log also say which log files have expired; they are deleted with --yes, and versions before cannot be read then."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir checkpoint /tmp/flights", "  weir checkpoint /tmp/flights --clean-log"})
final class CheckpointCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--clean-log",
            description =
                    "Also clean up the log as the table's delta.logRetentionDuration says. Changes nothing more without --yes.")
    private boolean cleanLog;

    @Option(names = "--yes", description = "Delete the log files that have expired.")
    private boolean yes;

    @Override
    public Integer call() {
        if (yes && !cleanLog) {
            throw new UsageException("--yes goes with --clean-log", null);
        }
        try (Table table = Table.open(path)) {
            LastCheckpoint written = table.checkpoint();
            Long files = written.numOfAddFiles();
            ErrorReport.say("Checkpoint of version " + written.version() + ": " + Counted.of(written.size(), "action")
                    + (files == null ? "" : ", of which " + Counted.of(files, "file") + " of the table"));
            if (cleanLog) {
                clean(LogCleanup.of(table));
            }
        }
        return ExitCode.OK.number();
    }

    private void clean(LogCleanup cleanup) {
        LogCleanupPlan plan = yes ? cleanup.run() : cleanup.plan();
        OldFiles.print(output, plan.files());
        String sentence = OldFiles.sentence(plan.files())
                + (plan.firstKept() < 0 ? "" : "; version " + plan.firstKept() + " is the first that can be read then");
        if (plan.files().isEmpty()) {
            ErrorReport.say("Nothing of the log has expired");
        } else if (yes) {
            ErrorReport.say("Deleted " + sentence);
        } else {
            ErrorReport.say("Dry run: would delete " + sentence + "; add --yes to delete");
        }
    }
}
