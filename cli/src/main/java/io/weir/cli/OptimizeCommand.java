package io.weir.cli;

import io.weir.compaction.Optimize;
import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.ColumnBatch;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEvents;
import io.weir.table.schema.TableProperties;
import java.time.Duration;
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
            "  weir optimize /tmp/flights --purge -o json"
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "Also print what was done, or would be, as a row: ${COMPLETION-CANDIDATES}.")
    private @Nullable OutputForm form;

    @Override
    public Integer call() {
        requireOneThing();
        try (ProgressBar bar = ProgressBar.onStandardError();
                Table table = OpenTable.table(path, bar);
                ObjectStore spill = spillDirectory == null ? null : ObjectStores.open(spillDirectory)) {
            Optimize optimize = optimize(table)
                    .progress(done -> bar.show("optimizing", done.bytesDone(), done.bytes(), TableEvents.Unit.BYTES));
            optimize = spill == null ? optimize : optimize.spillTo(spill);
            if (dryRun) {
                OptimizePlan plan = optimize.plan();
                plan.toString().lines().forEach(ErrorReport::say);
                print(OptimizeReport.batch(plan));
            } else {
                run(optimize);
            }
        }
        return ExitCode.OK.number();
    }

    private void run(Optimize optimize) {
        long start = System.nanoTime();
        OptimizeResult result = optimize.run();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        ErrorReport.say(OptimizeReport.sentence(result, time));
        print(OptimizeReport.batch(result, time));
    }

    private void print(ColumnBatch row) {
        if (form != null) {
            try (Output out = Output.open(form, row.schema())) {
                out.write(row);
            }
        }
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
}
