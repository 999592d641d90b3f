package io.weir.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code weir completion}: a script that teaches the shell our commands and options. */
@Command(
        name = "completion",
        description = "Print a script for bash or zsh that completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {"  source <(weir completion)", "  weir completion > /etc/bash_completion.d/weir"})
final class CompletionCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        Output.text(AutoComplete.bash("weir", new CommandLine(new WeirCommand())));
        return ExitCode.OK.number();
    }
}
