package io.weir.cli;

import io.weir.table.Table;
import io.weir.table.TableBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir create}: a new, empty table. */
@Command(
        name = "create",
        description = "Make a new, empty table.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir create /tmp/events --schema \"id BIGINT NOT NULL, at TIMESTAMP, day DATE\" --partition-by day",
            "  weir create /tmp/visits --schema \"user_id BIGINT, at TIMESTAMP\" --cluster-by user_id,at",
            "  weir create /tmp/t --schema \"id BIGINT\" --property delta.appendOnly=true --if-not-exists"
        })
final class CreateCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Where the table shall be.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--schema",
            required = true,
            paramLabel = "COLUMNS",
            description = "The columns as SQL writes them, such as \"id BIGINT NOT NULL, tags ARRAY<STRING>\".")
    @SuppressWarnings("NullAway.Init") // injected
    private String schema;

    @Option(names = "--partition-by", paramLabel = "COLUMN", split = ",", description = "Partition columns.")
    private List<String> partitionBy = List.of();

    @Option(
            names = "--cluster-by",
            paramLabel = "COLUMN",
            split = ",",
            description = "Columns by which optimize puts rows together; four at most, and no partitions then.")
    private List<String> clusterBy = List.of();

    @Option(names = "--property", paramLabel = "KEY=VALUE", description = "A table property; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--comment", paramLabel = "TEXT", description = "What the table is, for people.")
    private @Nullable String comment;

    @Option(names = "--if-not-exists", description = "Do nothing if there is a table already.")
    private boolean ifNotExists;

    @Override
    public Integer call() {
        TableBuilder builder;
        try {
            builder = Table.create(path).schema(schema);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        builder.partitionBy(partitionBy).clusterBy(clusterBy).properties(properties);
        if (comment != null) {
            builder.comment(comment);
        }
        try (Table table = ifNotExists ? builder.createIfNotExists() : builder.commit()) {
            ErrorReport.say("version " + table.known().version() + " of " + table.location());
        }
        return ExitCode.OK.number();
    }
}
