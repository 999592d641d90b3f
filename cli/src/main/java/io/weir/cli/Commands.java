package io.weir.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/**
 * The commands of {@code weir} by name. Pure functions.
 *
 * <p>To describe all of them takes longer than most of them run, so if the first word is a command's name, only that one is made.
 */
final class Commands {
    /** In the order of the help. */
    private static final List<String> NAMES = List.of(
            "create",
            "ingest",
            "cat",
            "count",
            "tail",
            "consumers",
            "lag",
            "history",
            "detail",
            "schema",
            "files",
            "diff",
            "bisect",
            "log",
            "stats",
            "maintain",
            "optimize",
            "vacuum",
            "checkpoint",
            "explain-conflict",
            "fsck",
            "alter",
            "update",
            "merge",
            "delete",
            "truncate",
            "restore",
            "clone",
            "convert",
            "completion",
            "warm-up",
            "help");

    private Commands() {}

    /** All of them. */
    static CommandLine all() {
        CommandLine line = new CommandLine(new WeirCommand());
        NAMES.forEach(name -> line.addSubcommand(name, classOf(name)));
        return line;
    }

    /** As many of them as it takes to understand some arguments. */
    static CommandLine forArguments(String... arguments) {
        if (arguments.length == 0 || !NAMES.contains(arguments[0]) || arguments[0].equals("help")) {
            return all();
        }
        return new CommandLine(new WeirCommand()).addSubcommand(arguments[0], classOf(arguments[0]));
    }

    /** A branch that is not taken loads no class. */
    private static Class<?> classOf(String name) {
        return switch (name) {
            case "create" -> CreateCommand.class;
            case "ingest" -> IngestCommand.class;
            case "cat" -> CatCommand.class;
            case "count" -> CountCommand.class;
            case "tail" -> TailCommand.class;
            case "consumers" -> ConsumersCommand.class;
            case "lag" -> LagCommand.class;
            case "history" -> HistoryCommand.class;
            case "detail" -> DetailCommand.class;
            case "schema" -> SchemaCommand.class;
            case "files" -> FilesCommand.class;
            case "diff" -> DiffCommand.class;
            case "bisect" -> BisectCommand.class;
            case "log" -> LogCommand.class;
            case "stats" -> StatsCommand.class;
            case "maintain" -> MaintainCommand.class;
            case "optimize" -> OptimizeCommand.class;
            case "vacuum" -> VacuumCommand.class;
            case "checkpoint" -> CheckpointCommand.class;
            case "explain-conflict" -> ExplainConflictCommand.class;
            case "fsck" -> FsckCommand.class;
            case "alter" -> AlterCommand.class;
            case "update" -> UpdateCommand.class;
            case "merge" -> MergeCommand.class;
            case "delete" -> DeleteCommand.class;
            case "truncate" -> TruncateCommand.class;
            case "restore" -> RestoreCommand.class;
            case "clone" -> CloneCommand.class;
            case "convert" -> ConvertCommand.class;
            case "completion" -> CompletionCommand.class;
            case "warm-up" -> WarmUpCommand.class;
            case "help" -> HelpCommand.class;
            default -> throw new IllegalArgumentException("Not a command: " + name);
        };
    }
}
