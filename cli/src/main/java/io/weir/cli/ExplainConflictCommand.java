package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.commit.Conflict;
import io.weir.table.Table;
import io.weir.table.commit.ConflictExplanation;
import io.weir.table.commit.ConflictExplanation.Intent;
import io.weir.table.sql.SqlPredicates;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir explain-conflict}: what a transaction lost to, and what would have kept it clear. */
@Command(
        name = "explain-conflict",
        description = {
            "Say which commits a transaction could follow and which not, by the version it read and what it did:",
            "the facts that an error of a conflict names. Exit code 5 if there is one that it could not follow."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir explain-conflict /tmp/flights --read-version 0 --operation append",
            "  weir explain-conflict /tmp/flights --read-version 0 --operation delete --where \"origin = 'SFO'\" -o jsonl"
        })
final class ExplainConflictCommand implements Callable<Integer> {
    private static final StructType FULL = StructType.EMPTY
            .add("version", PrimitiveType.LONG, false)
            .add("operation", PrimitiveType.STRING)
            .add("conflict", PrimitiveType.STRING)
            .add("subject", PrimitiveType.STRING)
            .add("reason", PrimitiveType.STRING, false)
            .add("advice", PrimitiveType.STRING);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Option(
            names = "--read-version",
            paramLabel = "N",
            required = true,
            description = "The version that the transaction read: readVersion in the error.")
    private long readVersion;

    @Option(
            names = "--operation",
            paramLabel = "OP",
            description = "append (the default), delete, update, merge, overwrite, optimize or alter.")
    private String operation = "append";

    @Option(names = "--where", paramLabel = "SQL", description = "The rows it was about; all if not given.")
    private @Nullable String where;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "The last version that is looked at: theirs in the error. The latest if not given.")
    private @Nullable Long version;

    @Override
    public Integer call() {
        Intent intent = intent();
        boolean conflict = false;
        try (Table table = Table.open(address.path());
                Output out = output.open(FULL)) {
            long last = version == null ? table.latest().version() : version;
            List<ConflictExplanation> all =
                    table.explainConflict(readVersion, intent, where == null ? null : SqlPredicates.parse(where), last);
            BatchBuilder rows = new BatchBuilder(FULL);
            for (ConflictExplanation each : all) {
                conflict |= each.conflict() != null;
                add(rows, each);
            }
            out.write(rows.build());
        }
        ErrorReport.say(
                conflict ? "The transaction could not follow all of them" : "The transaction could follow all of them");
        return (conflict ? ExitCode.FINDINGS : ExitCode.OK).number();
    }

    private Intent intent() {
        try {
            return Intent.valueOf(operation.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--operation is not one of append, delete, update, merge, overwrite, optimize, alter", e);
        }
    }

    private static void add(BatchBuilder rows, ConflictExplanation each) {
        Conflict conflict = each.conflict();
        if (conflict == null) {
            rows.add(each.version(), each.operation(), null, null, "The transaction could follow it", null);
        } else {
            rows.add(
                    each.version(),
                    each.operation(),
                    conflict.kind().name(),
                    conflict.subject(),
                    conflict.kind().sentence(),
                    conflict.kind().advice());
        }
    }
}
