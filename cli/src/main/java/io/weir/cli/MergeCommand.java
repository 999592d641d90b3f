package io.weir.cli;

import io.weir.pipeline.Query;
import io.weir.table.Table;
import io.weir.table.dml.DmlResult;
import io.weir.table.dml.Merge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir merge}: rows of a source update, delete and insert rows of a table. */
@Command(
        name = "merge",
        description = {
            "Bring the rows of a table or of files into a table: rows that match are updated or deleted, others inserted.",
            "The clauses are those of SQL's MERGE; the table's columns are named t.x, the source's s.x."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir merge /tmp/flights --using /tmp/flights@v1 --on \"t.origin = s.origin AND t.date = s.date AND s.delay > 1000\""
                    + " --when \"MATCHED THEN DELETE\"",
            "  weir merge /tmp/delays --using /tmp/flights@v1 --on \"t.date = s.date AND t.origin = s.origin AND s.delay > 900\""
                    + " --when \"NOT MATCHED AND s.delay > 900 THEN INSERT *\""
        })
final class MergeCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "Table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Option(
            names = "--using",
            required = true,
            paramLabel = "S",
            description = "The source: a table address, or a file or directory of JSON, CSV or Parquet.")
    @SuppressWarnings("NullAway.Init") // injected
    private String using;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Of files: json (lines or one array), csv or parquet. Default: by the file's name.")
    private @Nullable String format;

    @Option(
            names = "--on",
            required = true,
            paramLabel = "SQL",
            description = "When two rows match, such as \"t.id = s.id\".")
    @SuppressWarnings("NullAway.Init") // injected
    private String on;

    @Option(
            names = "--when",
            required = true,
            paramLabel = "CLAUSE",
            description = {
                "What to do, such as \"MATCHED AND s.deleted THEN DELETE\", \"MATCHED THEN UPDATE SET *\","
                        + " \"NOT MATCHED THEN INSERT (id, n) VALUES (s.id, 0)\", \"NOT MATCHED BY SOURCE THEN DELETE\";",
                "may be repeated, or hold several clauses one behind the other."
            })
    private List<String> when = List.of();

    @Option(names = "--schema-evolution", description = "Add columns that the source has and the table lacks.")
    private boolean schemaEvolution;

    @Override
    public Integer call() {
        if (format == null && Table.exists(addressOf(using).path())) {
            try (OpenTable source = OpenTable.at(addressOf(using));
                    Table table = Table.open(path)) {
                merge(table.merge(source.version().scan()));
            }
            return ExitCode.OK.number();
        }
        Path scratch = scratch();
        try {
            read(scratch);
            try (Table source = Table.open(scratch);
                    Table table = Table.open(path)) {
                merge(table.merge(source));
            }
        } finally {
            delete(scratch);
        }
        return ExitCode.OK.number();
    }

    private static TableAddress addressOf(String text) {
        return new AddressConverter().convert(text);
    }

    private void merge(Merge merge) {
        merge.on(on);
        when.forEach(merge::when);
        if (schemaEvolution) {
            merge.schemaEvolution();
        }
        DmlResult result = merge.commit();
        ErrorReport.say(
                result.changed()
                        ? Counted.of(result.metric("numTargetRowsUpdated"), "row") + " updated, "
                                + result.metric("numTargetRowsDeleted") + " deleted, "
                                + result.metric("numTargetRowsInserted") + " inserted in version " + result.version()
                        : "no row had to change; version " + result.version() + " stays the latest");
    }

    /** Makes a table of the files, by which their columns are found out and their rows fit into any memory. */
    private void read(Path scratch) {
        IngestCommand.SourceOptions options = new IngestCommand.SourceOptions();
        options.from = using;
        options.format = format;
        try {
            Query.from(IngestSource.of(options, true))
                    .to(scratch.toString())
                    .create()
                    .start()
                    .await();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("weir-merge");
        } catch (IOException e) {
            throw new UncheckedIOException("There is no place for temporary files", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            ErrorReport.say("temporary files stay behind in " + directory);
        }
    }
}
