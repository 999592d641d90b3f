package io.weir.cli;

import io.weir.compaction.Optimize;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.schema.TableProperties;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir optimize}: many small files become few, rows come into an order, or files lose what nobody sees any more. */
@Command(
        name = "optimize",
        description = {
            "Put the rows of many small files into few long ones, or rows that are near to each other into the same files.",
            "No row changes; other writers go on. What is done is kept if it stops half-way."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir optimize /tmp/flights --dry-run",
            "  weir optimize /tmp/flights --where \"origin = 'SFO'\" --target-size 64MB",
            "  weir optimize /tmp/flights --zorder-by origin,distance",
            "  weir optimize /tmp/flights --purge"
        })
final class OptimizeCommand implements Callable<Integer> {
    /** Of the heap, for rows that are put in order. */
    private static final double MEMORY_SHARE = 0.4;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(names = "--where", paramLabel = "SQL", description = "Only files that may have rows of this condition.")
    @Nullable
    private String where;

    @Option(
            names = "--zorder-by",
            paramLabel = "COLUMN",
            split = ",",
            description = "Put rows in Z-order by these columns, so that conditions on each of them need fewer files.")
    private List<String> zOrderBy = List.of();

    @Option(
            names = "--full",
            description =
                    "Put all rows in order, also those that are: by the columns that the table is clustered by, or those named.")
    private boolean full;

    @Option(
            names = "--purge",
            description =
                    "Only write files again that have deleted rows or dropped columns. They are gone after a vacuum.")
    private boolean purge;

    @Option(
            names = "--rewrite-types",
            description = "Only write files again in which columns have narrower types than the table has now.")
    private boolean rewriteTypes;

    @Option(
            names = "--target-size",
            paramLabel = "SIZE",
            description = {
                "About how long a file is to be, such as 128MB.",
                "Default: the table's delta.targetFileSize, or 32MB to 1GB by the size of the table."
            })
    @Nullable
    private String targetSize;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "For rows that are put in order, such as 2GB. What is beyond goes into files for the time being. Default: 40%% of the heap.")
    @Nullable
    private String memory;

    @Option(
            names = "--spill-dir",
            paramLabel = "DIR",
            description = "Where these files are. Default: beside those of the table.")
    @Nullable
    private String spillDirectory;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Override
    public Integer call() {
        requireOneThing();
        try (Table table = Table.open(path);
                ObjectStore spill = spillDirectory == null ? null : ObjectStores.open(spillDirectory)) {
            Optimize optimize = optimize(table);
            optimize = spill == null ? optimize : optimize.spillTo(spill);
            if (dryRun) {
                OptimizePlan plan = optimize.plan();
                plan.toString().lines().forEach(ErrorReport::say);
            } else {
                ErrorReport.say(sentence(optimize.run()));
            }
        }
        return ExitCode.OK.number();
    }

    private void requireOneThing() {
        boolean ordered = full || !zOrderBy.isEmpty();
        if (purge && rewriteTypes || ordered && (purge || rewriteTypes)) {
            throw new UsageException(
                    "One thing at a time: put rows in order (--zorder-by, --full), --purge, or --rewrite-types", null);
        }
    }

    private Optimize optimize(Table table) {
        Optimize optimize = Optimize.of(table).memory(memoryBytes());
        if (where != null) {
            optimize = optimize.where(where);
        }
        if (!zOrderBy.isEmpty()) {
            optimize = optimize.zOrderBy(zOrderBy.toArray(String[]::new));
        }
        if (targetSize != null) {
            optimize = optimize.targetBytes(bytes(targetSize));
        }
        optimize = full ? optimize.full() : optimize;
        optimize = purge ? optimize.purge() : optimize;
        return rewriteTypes ? optimize.rewriteTypes() : optimize;
    }

    private long memoryBytes() {
        return memory == null ? (long) (MEMORY_SHARE * Runtime.getRuntime().maxMemory()) : bytes(memory);
    }

    private static long bytes(String size) {
        return TableProperties.targetFileBytes(TableProperties.checked(Map.of(TableProperties.TARGET_FILE_SIZE, size)));
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
