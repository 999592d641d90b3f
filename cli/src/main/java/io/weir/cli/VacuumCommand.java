package io.weir.cli;

import io.weir.compaction.Vacuum;
import io.weir.compaction.retention.VacuumPlan;
import io.weir.compaction.retention.VacuumProgress;
import io.weir.compaction.retention.VacuumResult;
import io.weir.table.Table;
import io.weir.table.environment.TableEvents;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir vacuum}: files that nobody needs any more are deleted. */
@Command(
        name = "vacuum",
        description = {
            "Delete files that no version of the time that is kept needs, and what writers left behind that died.",
            "Without --yes nothing is deleted: it only says what would be. What is deleted cannot be brought back."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir vacuum /tmp/flights", "  weir vacuum /tmp/flights --retain 168h --lite --yes"})
final class VacuumCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--retain",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "Keep what was in use so long ago, such as 168h or 7d. Default: the table's delta.deletedFileRetentionDuration, or a week.")
    @Nullable
    private Duration retain;

    @Option(names = "--yes", description = "Delete.")
    private boolean yes;

    @Option(
            names = "--lite",
            description =
                    "Only what the log says was removed, without listing the table: fast, but leaves what no version ever named.")
    private boolean lite;

    @Option(
            names = "--force-retention",
            description =
                    "Let --retain be shorter than the table's time. Readers of old versions and writers at work can lose files.")
    private boolean force;

    @Override
    public Integer call() {
        try (ProgressBar bar = ProgressBar.onStandardError();
                Table table = OpenTable.table(path, bar)) {
            Vacuum vacuum = Vacuum.of(table).progress(shownBy(bar));
            vacuum = retain == null ? vacuum : vacuum.retain(retain);
            vacuum = force ? vacuum.allowShorter() : vacuum;
            vacuum = lite ? vacuum.lite() : vacuum;
            if (force && retain != null) {
                ErrorReport.say(
                        "Files of the last " + retain
                                + " only are kept: see to it that nobody writes, and that nobody reads versions older than that");
            }
            if (yes) {
                VacuumResult result = vacuum.run();
                bar.close();
                OldFiles.print(output, result.files());
                ErrorReport.say(
                        "Deleted " + OldFiles.sentence(result.files()) + directories(result.directoriesDeleted())
                                + "; version " + result.version() + " is the latest");
            } else {
                VacuumPlan plan = vacuum.plan();
                bar.close();
                OldFiles.print(output, plan.files());
                ErrorReport.say("Dry run: would delete " + OldFiles.sentence(plan.files())
                        + directories(plan.emptyDirectories().size())
                        + (plan.isEmpty() ? "" : "; add --yes to delete"));
            }
        }
        return ExitCode.OK.number();
    }

    private static String directories(int count) {
        return count == 0 ? "" : " and " + count + (count == 1 ? " empty directory" : " empty directories");
    }

    private static VacuumProgress shownBy(ProgressBar bar) {
        return new VacuumProgress() {
            @Override
            public void listed(long files) {
                bar.show("looking for old files", files, 0, TableEvents.Unit.FILES);
            }

            @Override
            public void deleted(long files, long of) {
                bar.show("deleting", files, of, TableEvents.Unit.FILES);
            }
        };
    }
}
