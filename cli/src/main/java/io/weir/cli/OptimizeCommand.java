package io.weir.cli;

import io.weir.compaction.Optimize;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.table.Table;
import io.weir.table.schema.TableProperties;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir optimize}: many small files become few. */
@Command(
        name = "optimize",
        description = "Put the rows of many small files into few long ones. No row changes; other writers go on.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir optimize /tmp/flights --dry-run",
            "  weir optimize /tmp/flights --where \"origin = 'SFO'\" --target-size 64MB"
        })
final class OptimizeCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(names = "--where", paramLabel = "SQL", description = "Only files that may have rows of this condition.")
    @Nullable
    private String where;

    @Option(
            names = "--target-size",
            paramLabel = "SIZE",
            description =
                    "About how long a file is to be, such as 128MB. Default: the table's delta.targetFileSize, or 128MB.")
    @Nullable
    private String targetSize;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            Optimize optimize = optimize(table);
            if (dryRun) {
                OptimizePlan plan = optimize.plan();
                ErrorReport.say(plan.toString());
            } else {
                ErrorReport.say(sentence(optimize.run()));
            }
        }
        return ExitCode.OK.number();
    }

    private Optimize optimize(Table table) {
        Optimize optimize = Optimize.of(table);
        if (where != null) {
            optimize = optimize.where(where);
        }
        if (targetSize != null) {
            Map<String, String> size = TableProperties.checked(Map.of(TableProperties.TARGET_FILE_SIZE, targetSize));
            optimize = optimize.targetBytes(TableProperties.targetFileBytes(size));
        }
        return optimize;
    }

    private static String sentence(OptimizeResult result) {
        String skipped = result.filesSkipped() == 0
                ? ""
                : "; left alone as changed by others in the meantime: " + Counted.of(result.filesSkipped(), "file");
        return result.commits() == 0
                ? "nothing to gain; version " + result.version() + " stays the latest" + skipped
                : Counted.of(result.filesRemoved(), "file") + " (" + Counted.of(result.bytesRemoved(), "byte")
                        + ") became " + result.filesAdded() + " (" + Counted.of(result.bytesAdded(), "byte")
                        + ") in version " + result.version() + skipped;
    }
}
