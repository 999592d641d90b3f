package io.weir.cli;

import io.weir.compaction.Maintenance;
import io.weir.compaction.Maintenance.Step;
import io.weir.compaction.Upkeep;
import io.weir.compaction.Upkeep.Chore;
import io.weir.table.Table;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir maintain}: everything that a table needs to stay fast. */
@Command(
        name = "maintain",
        description = {
            "Do all that a table needs to stay fast: put small files together or in the order of its clustering, write a checkpoint",
            "where one is missing and, with --yes, delete log files and data files that have expired by the table's properties."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir maintain /tmp/flights --dry-run", "  weir maintain /tmp/flights --yes"})
final class MaintainCommand implements Callable<Integer> {
    /** Versions of other processes are looked for so often. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Also delete what has expired; old versions cannot be read then.")
    private boolean yes;

    @Option(
            names = "--follow",
            description =
                    "Go on until interrupted, beside whoever writes; small files are put together level by level.")
    private boolean follow;

    @Override
    public Integer call() {
        if (dryRun && (yes || follow)) {
            throw new UsageException("--dry-run goes with neither --yes nor --follow", null);
        }
        try (Table table = Table.open(path)) {
            if (follow) {
                follow(table);
            } else if (dryRun) {
                plan(Maintenance.of(table).plan());
            } else {
                run(table);
            }
        }
        return ExitCode.OK.number();
    }

    private static void plan(List<Step> steps) {
        for (Step step : steps) {
            (step + (step.kind().isDeletion() ? " (with --yes)" : "")).lines().forEach(ErrorReport::say);
        }
        if (steps.isEmpty()) {
            ErrorReport.say("nothing to do");
        }
    }

    private void run(Table table) {
        Maintenance maintenance = Maintenance.of(table).progress(step -> ErrorReport.say(step.toString()));
        List<Step> done = (yes ? maintenance.deleting() : maintenance).run();
        if (done.isEmpty()) {
            ErrorReport.say("nothing to do" + (yes ? "" : ", but perhaps to delete; see --dry-run"));
        }
    }

    private void follow(Table table) {
        Set<Chore> chores = EnumSet.of(Chore.FOLD, Chore.CLUSTER, Chore.CHECKPOINT);
        if (yes) {
            chores.add(Chore.CLEAN_LOG);
            chores.add(Chore.VACUUM);
        }
        table.latest();
        Upkeep upkeep = Upkeep.of(table, chores);
        long said = 0;
        while (pause(upkeep.work())) {
            if (upkeep.foldedFiles() > said) {
                said = upkeep.foldedFiles();
                ErrorReport.say(Counted.of(said, "file") + " put together so far, version "
                        + table.known().version());
            }
            table.latest();
        }
    }

    /** False if this was interrupted. */
    private static boolean pause(Duration idle) {
        try {
            Thread.sleep(Math.min(idle.toMillis(), LOOK.toMillis()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
