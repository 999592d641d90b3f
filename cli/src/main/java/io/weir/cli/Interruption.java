package io.weir.cli;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Says what an interrupted command leaves behind. Nothing has to be undone: a version is there wholly or not at all, and files that no version
 * names are no part of the table.
 */
final class Interruption {
    /** Those that write; ingest and tail end their streams and say so themselves. */
    private static final Set<String> WRITERS = Set.of(
            "alter",
            "checkpoint",
            "clone",
            "convert",
            "create",
            "delete",
            "fsck",
            "maintain",
            "merge",
            "optimize",
            "restore",
            "truncate",
            "update",
            "vacuum");

    private static final AtomicReference<@Nullable String> RUNNING = new AtomicReference<>();

    private Interruption() {}

    /** Runs the command that was asked for, and remembers that it runs. */
    static int watched(ParseResult parsed) {
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        RUNNING.set(command.commandSpec().name());
        try {
            return new CommandLine.RunLast().execute(parsed);
        } finally {
            RUNNING.set(null);
        }
    }

    /** Called when the process ends: if a command still runs, it was not its own doing. */
    static void tell() {
        String command = RUNNING.get();
        if (command != null && WRITERS.contains(command)) {
            ErrorReport.say("interrupted; the table is whole: versions that weir " + command
                    + " committed stay, and what it had not committed is in no version"
                    + " (weir fsck names files that it may have left, weir vacuum deletes them)");
        } else {
            ProgressBar.clear();
        }
    }
}
