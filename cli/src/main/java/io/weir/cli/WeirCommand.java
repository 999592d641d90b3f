package io.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir} itself: only its help and its commands. */
@Command(
        name = "weir",
        description =
                "Delta Lake tables without a cluster: streaming ETL into a table, its history, its rows at any version.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nA table address T is PATH, PATH@vN (version N), PATH@-N (N versions before the latest)%n"
                + "or PATH@TIMESTAMP (UTC unless it says otherwise). Data goes to standard output, the rest to standard error.%n%n"
                + "Examples:%n",
        footer = {
            "  weir ingest /tmp/flights --from examples/flights --format json --create",
            "  weir history /tmp/flights",
            "  weir cat /tmp/flights@v1 --where \"origin = 'SFO' AND delay > 60\" --limit 5",
            "",
            "Exit codes: 0 ok, 1 failure, 2 usage, 3 no such table, version or time, 4 lost to a concurrent writer",
            "(safe to retry), 5 a check found problems, 6 the table needs a feature Weir does not have, 130 interrupted."
        },
        subcommands = {
            CreateCommand.class,
            IngestCommand.class,
            CatCommand.class,
            CountCommand.class,
            TailCommand.class,
            ConsumersCommand.class,
            LagCommand.class,
            HistoryCommand.class,
            DetailCommand.class,
            SchemaCommand.class,
            FilesCommand.class,
            LogCommand.class,
            OptimizeCommand.class,
            VacuumCommand.class,
            CheckpointCommand.class,
            ExplainConflictCommand.class,
            FsckCommand.class,
            AlterCommand.class,
            UpdateCommand.class,
            MergeCommand.class,
            DeleteCommand.class,
            TruncateCommand.class,
            RestoreCommand.class,
            CloneCommand.class,
            ConvertCommand.class,
            CompletionCommand.class,
            WarmUpCommand.class,
            HelpCommand.class
        })
final class WeirCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What shall I do? Name a command.");
    }
}
