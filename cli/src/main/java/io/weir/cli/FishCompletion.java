package io.weir.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish, one line a command and an option. Pure functions. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine weir) {
        StringBuilder script = new StringBuilder();
        weir.getSubcommands().forEach((name, command) -> {
            if (command.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            line(script, "__fish_use_subcommand", "-f -a " + name, description(command));
            for (OptionSpec option : command.getCommandSpec().options()) {
                line(
                        script,
                        "__fish_seen_subcommand_from " + name,
                        names(option) + (option.arity().max() > 0 ? " -r" : ""),
                        first(option.description()));
            }
        });
        return script.toString();
    }

    private static void line(StringBuilder script, String condition, String what, String description) {
        script.append("complete -c weir -n '")
                .append(condition)
                .append("' ")
                .append(what)
                .append(" -d '")
                .append(description.replace("\\", "\\\\").replace("'", "\\'"))
                .append("'\n");
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(names.isEmpty() ? "" : " ")
                    .append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        }
        return names.toString();
    }

    private static String description(CommandLine command) {
        return first(command.getCommandSpec().usageMessage().description());
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0];
    }
}
