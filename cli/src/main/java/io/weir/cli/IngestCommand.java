package io.weir.cli;

import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.pipeline.BadRecords;
import io.weir.pipeline.ProgressJson;
import io.weir.pipeline.ProgressLine;
import io.weir.pipeline.Query;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Summary;
import io.weir.pipeline.Trigger;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.decode.UnknownFields;
import io.weir.table.TableBuilder;
import io.weir.table.data.WriteOptions;
import io.weir.table.sql.SchemaDdl;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlPredicates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir ingest}: streaming ETL into a table, exactly once. */
@Command(
        name = "ingest",
        description = {
            "Stream files, standard input, Kafka topics or another table into a table, exactly once.",
            "How far the source was read stands in the table's own commits: killed at any point and started again, the table has"
                    + " every row once, and a run that finds nothing new adds nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir ingest /tmp/flights --from examples/flights --format json --create --max-rows-per-epoch 100000",
            "  zcat examples/flights/*.gz | weir ingest /tmp/delays --from - --format json --app-id delays --create"
                    + " --where \"delay > 60\"",
            "  weir ingest /tmp/late --from /tmp/flights --create --where \"delay > 60\" --consumer late"
        })
final class IngestCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)", Pattern.CASE_INSENSITIVE);
    private static final String CONTINUOUS = "continuous:";
    private static final Duration LAST_EPOCH = Duration.ofSeconds(30);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "T", description = "The table.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @ArgGroup(validate = false, heading = "%nSource:%n")
    private final SourceOptions source = new SourceOptions();

    @Option(names = "--where", paramLabel = "SQL", description = "Take only rows for which this condition is true.")
    private @Nullable String where;

    @Option(
            names = "--select",
            paramLabel = "COLUMNS",
            description = "Write these columns or expressions instead of the source's columns.")
    private @Nullable String select;

    @Option(
            names = "--on-bad-record",
            paramLabel = "POLICY",
            description =
                    "What to do with records that do not fit: fail (default), skip, or quarantine:PATH, which keeps them there"
                            + " with the reason.")
    private String onBadRecord = "fail";

    @Option(
            names = "--app-id",
            paramLabel = "ID",
            description =
                    "In whose name to write, the same at every start. Default: made from table and source; standard input"
                            + " needs one.")
    private @Nullable String appId;

    @Option(
            names = "--trigger",
            paramLabel = "WHEN",
            description =
                    "available-now (default): all there is, in epochs, then stop; once: the same in one epoch; 10s, 500ms:"
                            + " go on watching, an epoch at such intervals; fast: the same as soon as there are rows;"
                            + " continuous:100ms: tasks that never stop, what they have written is a version that often.")
    private String trigger = "available-now";

    @Option(
            names = "--no-fold",
            description = "With --trigger continuous: leave the small files of short epochs as they are.")
    private boolean noFold;

    @Option(names = "--max-rows-per-epoch", paramLabel = "N", description = "About how many rows make a version.")
    private @Nullable Long maxRows;

    @Option(
            names = "--progress",
            paramLabel = "FORM",
            description =
                    "What is said on standard error while the query runs: line (default), one line that is written over on a terminal, and"
                            + " elsewhere a line a version; json, one object a line for each version; none.")
    private String progress = "line";

    @ArgGroup(validate = false, heading = "%nTable:%n")
    private final TableOptions table = new TableOptions();

    static final class SourceOptions {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "SOURCE",
                description =
                        "A file, also one that grows; a directory that files arrive in; a table; kafka://HOST:PORT/TOPIC,TOPIC or"
                                + " kafka://HOST:PORT/pattern:REGEX; tcp://HOST:PORT; rate:N, N rows a second to try things out with;"
                                + " - for standard input. Files may be compressed with gzip or zstd.")
        @SuppressWarnings("NullAway.Init") // injected
        String from;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description =
                        "json (lines or one array), csv, parquet or delta; of Kafka json (default), csv or raw. Default: by the file's"
                                + " name; delta if there is a table.")
        @Nullable
        String format;

        @Option(
                names = "--start",
                paramLabel = "WHERE",
                description =
                        "Of a table: snapshot (default), its rows and then what is appended; latest; a version; or a time. Of Kafka:"
                                + " earliest (default), latest, or a time. Only for the first run.")
        @Nullable
        String start;

        @Option(
                names = "--on-change",
                paramLabel = "POLICY",
                description =
                        "Of a table, for versions that change or delete rows: fail (default), skip, ignore-deletes, or feed, which"
                                + " gives every change with its kind, version and time.")
        String onChange = "fail";

        @Option(
                names = "--consumer",
                paramLabel = "ID",
                description =
                        "Of a table: register under this name, so that nothing is cleaned up there that was not read.")
        @Nullable
        String consumer;

        @Option(
                names = "--allow-loss",
                description =
                        "Of a table or Kafka: go on where versions, files or messages are gone that were not read, and say what is lost.")
        boolean allowLoss;

        @Option(
                names = "--kafka-property",
                paramLabel = "KEY=VALUE",
                description = "Of Kafka: a property of the client, such as security.protocol=SSL; may be repeated.")
        Map<String, String> kafkaProperties = new LinkedHashMap<>();

        @Option(
                names = "--kafka-metadata",
                description = "Of Kafka: add the columns _topic, _partition, _offset and _timestamp to rows.")
        boolean kafkaMetadata;

        @Option(
                names = "--schema",
                paramLabel = "COLUMNS",
                description =
                        "The source's columns as SQL writes them. Default: the table's, or found by looking at the first records.")
        @Nullable
        String schema;

        @Option(
                names = "--column-names",
                paramLabel = "RULE",
                description = "strict (default): as in the source; normalize: lower case with underscores.")
        String columnNames = "strict";

        @Option(
                names = "--ignore-unknown-fields",
                description = "Leave out fields that the table does not have, instead of calling the record bad.")
        boolean ignoreUnknownFields;

        @Option(
                names = "--delimiter",
                paramLabel = "C",
                description = "CSV: what is between cells; a comma if not given.")
        @Nullable
        Character delimiter;

        @Option(names = "--no-header", description = "CSV: the first line is data.")
        boolean noHeader;

        @Option(names = "--null-text", paramLabel = "TEXT", description = "CSV: a cell of this text is null too.")
        @Nullable
        String nullText;
    }

    static final class TableOptions {
        @Option(names = "--create", description = "Make the table if there is none.")
        boolean create;

        @Option(
                names = "--partition-by",
                paramLabel = "COLUMN",
                split = ",",
                description = "Partition columns of a new table.")
        List<String> partitionBy = List.of();

        @Option(
                names = "--property",
                paramLabel = "KEY=VALUE",
                description = "A property of a new table; may be repeated.")
        Map<String, String> properties = new LinkedHashMap<>();

        @Option(names = "--merge-schema", description = "Add columns that the rows have and the table lacks.")
        boolean mergeSchema;

        @Option(
                names = "--compression",
                paramLabel = "CODEC",
                description = "snappy, zstd, gzip, lz4_raw or uncompressed. Default: as the table says, else snappy.")
        @Nullable
        String compression;
    }

    @Override
    public Integer call() {
        ProgressForm form = asUsage(() -> ProgressForm.of(progress));
        run(asUsage(this::query), form, "version");
        return ExitCode.OK.number();
    }

    /**
     * To the end, or until the user interrupts it.
     *
     * @param unit what an epoch becomes
     */
    static void run(Query described, ProgressForm form, String unit) {
        ProgressLine line = new ProgressLine(System.err, Terminal.canWriteOver());
        switch (form) {
            case LINE -> described.listener(line);
            case JSON -> described.listener(new ProgressJson(System.err));
            case NONE -> {}
        }
        RunningQuery query = described.start();
        Thread hook = new Thread(() -> finish(query), "weir-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        Summary summary;
        try {
            summary = query.await();
        } finally {
            line.clear();
            removeQuietly(hook);
        }
        if (form != ProgressForm.JSON) { // of which every line is an epoch
            System.err.println("weir: " + told(summary, unit));
        }
    }

    private Query query() {
        Query query =
                Query.from(IngestSource.of(source, table.mergeSchema)).to(path).trigger(trigger(trigger));
        if (noFold) {
            query.foldSmallFiles(false);
        }
        if (where != null) {
            query.filter(SqlPredicates.parse(where));
        }
        if (select != null) {
            query.select(SqlExpressions.parseList(select).toArray(Expression[]::new));
        }
        if (appId != null) {
            query.appId(appId);
        } else if (source.from.equals("-") || source.from.startsWith("tcp:")) {
            throw new IllegalArgumentException((source.from.equals("-") ? "Standard input" : "A connection")
                    + " needs --app-id: the name under which the table remembers how many"
                    + " rows it has of it, so that the same input given again is not added again");
        }
        if (maxRows != null) {
            query.maxRowsPerEpoch(maxRows);
        }
        if (table.compression != null) {
            query.options(WriteOptions.DEFAULT.withCompression(table.compression));
        }
        if (table.create) {
            query.create(this::described);
        }
        return query.mergeSchema(table.mergeSchema).onBadRecord(policy(onBadRecord));
    }

    private TableBuilder described(TableBuilder builder) {
        return builder.partitionBy(table.partitionBy).properties(table.properties);
    }

    static @Nullable StructType schema(@Nullable String ddl) {
        return ddl == null ? null : SchemaDdl.parse(ddl);
    }

    static CsvFormat csv(SourceOptions options) {
        CsvFormat csv = CsvFormat.STANDARD.withHeader(!options.noHeader).withNullText(options.nullText);
        return options.delimiter == null ? csv : csv.withDelimiter(options.delimiter);
    }

    static ColumnNaming naming(String rule) {
        return switch (rule.toLowerCase(Locale.ROOT)) {
            case "strict" -> ColumnNaming.STRICT;
            case "normalize" -> ColumnNaming.NORMALIZE;
            default -> throw new IllegalArgumentException("--column-names is strict or normalize; found " + rule);
        };
    }

    static UnknownFields unknown(SourceOptions options, boolean mergeSchema) {
        return mergeSchema
                ? UnknownFields.ADD
                : options.ignoreUnknownFields ? UnknownFields.IGNORE : UnknownFields.REFUSE;
    }

    static BadRecords policy(String text) {
        if (text.startsWith("quarantine:") && text.length() > "quarantine:".length()) {
            return BadRecords.quarantine(Path.of(text.substring("quarantine:".length())));
        }
        return switch (text) {
            case "fail" -> BadRecords.fail();
            case "skip" -> BadRecords.skip();
            default ->
                throw new IllegalArgumentException("--on-bad-record is fail, skip or quarantine:PATH; found " + text);
        };
    }

    static Trigger trigger(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "available-now":
                return Trigger.availableNow();
            case "once":
                return Trigger.once();
            case "fast":
                return Trigger.asFastAsPossible();
            default:
                return text.toLowerCase(Locale.ROOT).startsWith(CONTINUOUS)
                        ? Trigger.continuous(interval(text, text.substring(CONTINUOUS.length())))
                        : Trigger.every(interval(text, text));
        }
    }

    private static Duration interval(String trigger, String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw new IllegalArgumentException(
                    "--trigger is available-now, once, fast, an interval such as 10s or 500ms, or continuous:100ms; found "
                            + trigger);
        }
        long amount = Long.parseLong(duration.group(1));
        return switch (duration.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** What the command line says is checked before anything runs, so a refusal here is about what was typed. */
    static <T> T asUsage(Supplier<T> description) {
        try {
            return description.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Interrupted by the user: what was taken is committed first, if that does not take too long. */
    private static void finish(RunningQuery query) {
        if (query.isActive()) {
            System.err.println();
            ErrorReport.say("stopping; what was read is being committed");
            query.requestStop();
            try {
                query.await(LAST_EPOCH);
            } catch (RuntimeException e) {
                ErrorReport.print(e);
            }
        }
    }

    private static void removeQuietly(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook is running
        }
    }

    private static String told(Summary summary, String unit) {
        String bad = summary.badRows() == 0 ? "" : "; " + Counted.of(summary.badRows(), "bad record") + " left out";
        if (summary.nothingNew()) {
            return (summary.resumed()
                            ? "nothing new: all rows of this source are there already"
                            : "nothing to read: the source is empty")
                    + " {appId=" + summary.appId() + "}";
        }
        Long first = summary.firstVersion();
        Long last = summary.lastVersion();
        String versions = first == null || last == null
                ? "no new " + unit
                : first.equals(last) ? unit + " " + last : unit + "s " + first + " to " + last;
        return String.format(
                Locale.ROOT,
                "%s in %s, %.1f s (%,.0f rows/s)%s {appId=%s}",
                Counted.of(summary.rowsOut(), "row"),
                versions,
                summary.took().toNanos() / 1e9,
                summary.rowsPerSecond(),
                bad,
                summary.appId());
    }
}
