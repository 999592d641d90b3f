package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.diff.Difference;
import io.weir.table.diff.RowCounts;
import io.weir.table.diff.TableDiff;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir diff}: what is different between two versions, or two tables. */
@Command(
        name = "diff",
        description = {
            "Show what is different between two versions of a table, or two tables: columns, properties, protocol, files, and rows.",
            "Only rows of files that differ are read; a row that merely lies in another file is no difference. Exit code 5 if there is a difference."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir diff /tmp/flights@v0 /tmp/flights@v1 --summary",
            "  weir diff /tmp/flights@-1 --key date,origin,destination --rows --limit 5"
        })
final class DiffCommand implements Callable<Integer> {
    private static final long TERMINAL_LIMIT = 10;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(
            index = "0",
            paramLabel = "T@…",
            description = "Table address of what was before.",
            converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress before;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "T@…",
            description = "Table address of what is after. Default: the latest version of the first table.",
            converter = AddressConverter.class)
    private @Nullable TableAddress after;

    @Option(
            names = "--key",
            paramLabel = "COLUMNS",
            split = ",",
            description =
                    "Columns that tell rows apart: a removed and an added row that have the same in them are one that changed.")
    private List<String> key = List.of();

    @Option(names = "--summary", description = "Only what the log tells: no file is read, and rows are not compared.")
    private boolean summary;

    @Option(
            names = "--rows",
            description = "Print the rows that differ, and nothing else, to standard output: change, before, after.")
    private boolean rows;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description =
                    "Print at most this many rows, and count the others; -1: all. Default: 10 on a terminal, all otherwise.")
    private @Nullable Long limit;

    @Override
    public Integer call() {
        if (summary && (rows || !key.isEmpty())) {
            throw new UsageException("--summary compares no rows; leave out --rows and --key, or --summary", null);
        }
        try (ProgressBar bar = ProgressBar.onStandardError();
                OpenTable first = OpenTable.at(before, bar)) {
            TableAddress second =
                    after == null ? new TableAddress(before.path(), new TableAddress.Version.Latest()) : after;
            if (second.path().equals(before.path())) {
                return compare(first.version(), OpenTable.version(first.table(), second));
            }
            try (Table other = OpenTable.table(second.path(), bar)) {
                return compare(first.version(), OpenTable.version(other, second));
            }
        }
    }

    private int compare(TableVersion was, TableVersion is) {
        TableDiff diff = diff(was, is);
        List<Difference> table = diff.table();
        boolean people = output.form() == OutputForm.table;
        RowCounts counts = null;
        if (rows) {
            counts = printRows(diff);
            ErrorReport.say(DiffSummary.sentence(counts));
        } else {
            counts = summary ? null : diff.rows();
            ColumnBatch all = DiffSummary.batch(table, diff.files(), counts);
            ColumnBatch shown = people ? DiffSummary.forPeople(all) : all;
            try (Output out = output.open(shown.schema())) {
                out.write(shown);
            }
            if (people && counts != null && !counts.isEmpty() && limit() != 0) {
                Output.line("");
                printRows(diff);
            }
        }
        diff.columnsLeft()
                .forEach((name, why) -> ErrorReport.say("rows are not compared by the column " + name + ": " + why));
        if (counts != null && counts.ambiguousKeys() > 0) {
            ErrorReport.say(Counted.of(counts.ambiguousKeys(), "value") + " of the key "
                    + "stand for several rows that differ; these are told as removed and added");
        }
        boolean different = counts == null ? !diff.files().isEmpty() : !counts.isEmpty();
        return (different || !rows && !table.isEmpty() ? ExitCode.FINDINGS : ExitCode.OK).number();
    }

    private TableDiff diff(TableVersion was, TableVersion is) {
        try {
            return was.diffTo(is).key(key.stream().map(String::strip).toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private RowCounts printRows(TableDiff diff) {
        try (DiffRows printer = DiffRows.open(output.form(), diff.columns(), limit())) {
            return diff.rows(printer::print);
        }
    }

    private long limit() {
        if (limit == null) {
            return Terminal.output() ? TERMINAL_LIMIT : -1;
        }
        if (limit < -1) {
            throw new UsageException("--limit is the number of rows, or -1 for all; found " + limit, null);
        }
        return limit;
    }
}
