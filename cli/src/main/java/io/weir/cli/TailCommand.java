package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.table.Changes;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.sql.SqlExpressions;
import java.time.Instant;
import java.util.concurrent.Callable;
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
            "Without --changes a version that did more than append rows is an error, told by its number."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir tail /tmp/flights --from-version 1 --select origin,delay --limit 5",
            "  weir tail /tmp/flights --changes --from-timestamp 2001-01-01 --where \"_change_type <> 'update_preimage'\""
        })
final class TailCommand implements Callable<Integer> {
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
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most this many rows; -1: all, the default.")
    private long limit = -1;

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
        try (Table table = Table.open(address.path())) {
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

    private Changes rows(Table table) {
        try {
            long first = first(table);
            long last = last(table);
            Changes rows = changes ? table.changes(first, last) : table.appends(first, last);
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
