package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.pipeline.transform.Transform;
import io.weir.pipeline.transform.Transforms;
import io.weir.source.Source;
import io.weir.source.SourceBatch;
import io.weir.source.SourceStart;
import io.weir.source.SourceStream;
import io.weir.table.Changes;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlPredicates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir tail}: a table as a stream of the rows that its versions appended, or changed. */
@Command(
        name = "tail",
        description = {
            "Print the rows that versions of a table appended, in order; with --changes every change of rows.",
            "Without --changes a version that did more than append rows is an error, told by its number.",
            "It ends with the newest version, or with --follow prints what comes as it comes.",
            "With --to they go into a Kafka topic or into files instead, each once however often it is started."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir tail /tmp/flights --from-version 1 --select origin,delay --limit 5",
            "  weir tail /tmp/flights --changes --from-timestamp 2001-01-01 --where \"_change_type <> 'update_preimage'\"",
            "  weir tail /tmp/flights --to /tmp/flight-files --output csv"
        })
final class TailCommand implements Callable<Integer> {
    private static final int BATCH_ROWS = 4096;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address, without a version.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Option(
            names = "--changes",
            description = "Inserts, updates and deletes: adds the columns _change_type, _commit_version and"
                    + " _commit_timestamp.")
    private boolean changes;

    @ArgGroup
    private @Nullable From from;

    @ArgGroup
    private @Nullable To to;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this condition is true.")
    private @Nullable String where;

    @Option(names = "--select", paramLabel = "COLUMNS", description = "Only these columns or expressions.")
    private @Nullable String select;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with the versions that come, as soon as they are committed, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most this many rows; -1: all, the default.")
    private long limit = -1;

    @ArgGroup(validate = false, heading = "%nTo another place:%n")
    private final TailQuery.Options place = new TailQuery.Options();

    /** Where to begin. */
    static final class From {
        @Option(
                names = "--from-version",
                paramLabel = "N",
                description = "The first version. Default: the first whose log entry is still there.")
        private @Nullable Long version;

        @Option(
                names = "--from-timestamp",
                paramLabel = "TIMESTAMP",
                description = "Begin with the first version at or after this moment.")
        private @Nullable String timestamp;
    }

    /** Where to end. */
    static final class To {
        @Option(names = "--to-version", paramLabel = "N", description = "The last version. Default: the newest.")
        private @Nullable Long version;

        @Option(
                names = "--to-timestamp",
                paramLabel = "TIMESTAMP",
                description = "End with the last version at or before this moment.")
        private @Nullable String timestamp;
    }

    @Override
    public Integer call() {
        if (!(address.version() instanceof TableAddress.Version.Latest)) {
            throw new UsageException("tail takes a range of versions: --from-version N --to-version N", null);
        }
        if (follow && to != null) {
            throw new UsageException("--follow has no end; leave out --to-version and --to-timestamp", null);
        }
        if (place.to == null && place.isUsed()) {
            throw new UsageException("--key, --tombstones, --app-id and --kafka-property are for --to", null);
        }
        if (place.to != null && (to != null || limit >= 0)) {
            throw new UsageException(
                    "--to takes all there is; leave out --to-version, --to-timestamp and --limit", null);
        }
        try (Table table = Table.open(address.path())) {
            if (place.to != null) {
                new TailQuery(place, where, select, follow).run(source(table), output);
                return ExitCode.OK.number();
            }
            if (follow) {
                follow(table);
                return ExitCode.OK.number();
            }
            Changes rows = rows(table);
            try (CloseableIterator<ColumnBatch> batches = rows.batches();
                    Output out = output.open(rows.schema())) {
                while (batches.hasNext() && out.write(batches.next())) {
                    // until the rows or the reader of our output end
                }
            }
        }
        return ExitCode.OK.number();
    }

    /** Until the rows that are wanted, or the reader of our output, end. */
    private void follow(Table table) {
        long latest = table.latest().version();
        described(() -> changes ? table.changes(latest, latest) : table.appends(latest, latest));
        Source source = source(table);
        List<Transform> steps = new ArrayList<>();
        if (where != null) {
            steps.add(Transforms.filter(SqlPredicates.parse(where)));
        }
        if (select != null) {
            steps.add(Transforms.select(SqlExpressions.parseList(select)));
        }
        try (SourceStream stream = source.stream(source.initial())) {
            TailPrinter printer = new TailPrinter(output, steps, limit);
            while (printer.wantsMore()) {
                SourceBatch batch = stream.next(BATCH_ROWS);
                if (batch != null) {
                    printer.print(batch.rows());
                } else {
                    stream.await(LONGEST_WAIT);
                }
            }
            printer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Source source(Table table) {
        Source all = changes ? Source.of(table).changeFeed() : Source.of(table);
        return all.startingAt(SourceStart.version(first(table)));
    }

    private Changes rows(Table table) {
        return described(() -> {
            long first = first(table);
            long last = last(table);
            return changes ? table.changes(first, last) : table.appends(first, last);
        });
    }

    /** What the command line says of rows is checked before anything is read. */
    private Changes described(Supplier<Changes> range) {
        try {
            Changes rows = range.get();
            if (where != null) {
                rows = rows.where(where);
            }
            if (select != null) {
                rows = rows.select(SqlExpressions.parseList(select).toArray(Expression[]::new));
            }
            return rows.limit(limit);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private long first(Table table) {
        if (from == null) {
            return table.earliestVersion();
        }
        return from.version != null ? from.version : table.versionFrom(moment(from.timestamp));
    }

    private long last(Table table) {
        if (to == null) {
            return table.known().version();
        }
        return to.version != null ? to.version : table.versionUpTo(moment(to.timestamp));
    }

    private static Instant moment(@Nullable String text) {
        return TableAddress.instant(String.valueOf(text))
                .orElseThrow(() -> new UsageException(
                        "Not a time; write 2001-01-05, 2001-01-05T10:00:00 or 2001-01-05T10:00:00+01:00; found " + text,
                        null));
    }
}
