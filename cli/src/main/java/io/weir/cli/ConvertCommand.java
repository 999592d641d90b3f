package io.weir.cli;

import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.TableConversion;
import io.weir.table.environment.TableEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir convert}: a directory of Parquet files becomes a table. */
@Command(
        name = "convert",
        description = {
            "Make a table of a directory of Parquet files. No file is changed.",
            "Directories such as day=2026-11-21 are partitions; names that begin with _ or . are passed over."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir convert /tmp/parquet",
            "  weir convert /tmp/parquet-by-day --partition-by \"day DATE\" --property delta.appendOnly=true"
        })
final class ConvertCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "DIR", description = "The directory.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--partition-by",
            paramLabel = "COLUMNS",
            description = "Partition columns and their types, such as \"day DATE, hour INT\"; else they are found out.")
    private @Nullable String partitionBy;

    @Option(names = "--property", paramLabel = "KEY=VALUE", description = "A table property; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Override
    public Integer call() {
        try (ProgressBar bar = ProgressBar.onStandardError()) {
            return convert(bar);
        }
    }

    private int convert(ProgressBar bar) {
        TableEnvironment environment = TableEnvironment.standard().withEvents(bar);
        TableConversion conversion =
                Table.convert(ObjectStores.open(path), environment).properties(properties);
        if (partitionBy != null) {
            try {
                conversion.partitionBy(partitionBy);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()), e);
            }
        }
        try (Table table = conversion.commit()) {
            ErrorReport.say("version " + table.known().version() + " of " + table.location());
        }
        return ExitCode.OK.number();
    }
}
