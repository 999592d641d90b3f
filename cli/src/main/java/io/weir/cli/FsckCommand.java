package io.weir.cli;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.Finding;
import io.weir.compaction.check.FindingKind;
import io.weir.compaction.check.Place;
import io.weir.compaction.check.Severity;
import io.weir.compaction.repair.RepairPlan;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.ActionCodec;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.environment.TableEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir fsck}: is a table what it should be? */
@Command(
        name = "fsck",
        description = {
            "Check a table: its log, checkpoints, checksums, and the files of its newest version.",
            "Names everything that is not as it should be; exit code 5 if rows are lost or may be read wrongly."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir fsck /tmp/flights",
            "  weir fsck /tmp/flights --deep -o jsonl",
            "  weir fsck /tmp/flights --repair"
        })
final class FsckCommand implements Callable<Integer> {
    private static final StructType FULL = StructType.EMPTY
            .add("severity", PrimitiveType.STRING, false)
            .add("kind", PrimitiveType.STRING, false)
            .add("version", PrimitiveType.LONG)
            .add("file", PrimitiveType.STRING)
            .add("line", PrimitiveType.INTEGER)
            .add("offset", PrimitiveType.LONG)
            .add("column", PrimitiveType.STRING)
            .add("rowGroup", PrimitiveType.INTEGER)
            .add("message", PrimitiveType.STRING, false)
            .add("facts", new MapType(PrimitiveType.STRING, PrimitiveType.STRING, false), false)
            .add("advice", PrimitiveType.STRING, false);
    private static final int BATCH_ROWS = 1024;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Option(names = "--deep", description = "Read every row too: checksums of pages, statistics against values.")
    private boolean deep;

    @Option(
            names = "--repair",
            description =
                    "Say what a new version of the table would have to be in order. Changes nothing without --yes.")
    private boolean repair;

    @Option(names = "--yes", description = "Write that version. Files and versions that are there stay as they are.")
    private boolean yes;

    @Override
    public Integer call() {
        if (yes && !repair) {
            throw new UsageException("--yes goes with --repair", null);
        }
        if (!(address.version() instanceof TableAddress.Version.Latest)) {
            throw new UsageException("The whole table is checked; leave out what follows the @", null);
        }
        CheckReport report;
        try (ProgressBar bar = ProgressBar.onStandardError();
                ObjectStore store = ObjectStores.open(address.path())) {
            Fsck fsck =
                    Fsck.of(store, TableEnvironment.standard().withEvents(bar)).progress(bar::words);
            fsck = deep ? fsck.deep() : fsck;
            report = fsck.check();
            print(report);
            ErrorReport.say(summary(report));
            if (repair && repaired(fsck, fsck.plan(report))) {
                report = fsck.check();
                ErrorReport.say(summary(report));
            }
        }
        return report.count(FindingKind.NO_TABLE) > 0
                ? ExitCode.NOT_FOUND.number()
                : (report.hasErrors() ? ExitCode.FINDINGS : ExitCode.OK).number();
    }

    /** Tells what would be done, or does it; was anything done? */
    private boolean repaired(Fsck fsck, RepairPlan plan) {
        for (Finding finding : plan.left()) {
            ErrorReport.say("Not repaired: " + finding.sentence() + " " + finding.allFacts() + ". " + finding.advice());
        }
        if (plan.isEmpty()) {
            ErrorReport.say("There is nothing to repair");
            return false;
        }
        if (yes) {
            ErrorReport.say("Wrote version " + fsck.repair(plan) + ": " + plan);
            return true;
        }
        ErrorReport.say("Dry run: " + plan);
        String actions = new String(ActionCodec.write(plan.actions(0)), StandardCharsets.UTF_8);
        actions.lines().forEach(action -> ErrorReport.say("  " + action));
        ErrorReport.say("Add --yes to write this version");
        return false;
    }

    private void print(CheckReport report) {
        ProgressBar.clear();
        if (output.form() == OutputForm.table) {
            report.findings().forEach(FsckCommand::printForPeople);
            return;
        }
        try (Output out = output.open(FULL)) {
            BatchBuilder rows = new BatchBuilder(FULL);
            List<Finding> findings = report.findings();
            for (int i = 0; i < findings.size(); i++) {
                add(rows, findings.get(i));
                if (rows.rowCount() == BATCH_ROWS || i == findings.size() - 1) {
                    out.write(rows.build());
                }
            }
        }
    }

    private static void add(BatchBuilder rows, Finding finding) {
        Place place = finding.place();
        rows.add(
                finding.severity().word(),
                finding.kind().code(),
                place.version(),
                place.file(),
                place.line(),
                place.offset(),
                place.column(),
                place.rowGroup(),
                finding.sentence(),
                finding.facts().asMap(),
                finding.advice());
    }

    /** A finding and what to do about it. Facts are printed without control characters. */
    private static void printForPeople(Finding finding) {
        Output.line(finding.toString());
        if (finding.severity() != Severity.NOTE) {
            Output.line("    " + finding.advice());
        }
    }

    private static String summary(CheckReport report) {
        CheckReport.Scope scope = report.scope();
        return (report.isClean() ? "Nothing is wrong" : "Checked") + " {commits=" + scope.commits() + ", checkpoints="
                + scope.checkpoints() + ", dataFiles=" + scope.files() + ", deep=" + scope.deep() + ", errors="
                + report.count(Severity.ERROR) + ", notes=" + report.count(Severity.NOTE) + ", version="
                + scope.version() + ", warnings=" + report.count(Severity.WARNING) + "}";
    }
}
