package io.weir.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir completion}: a script that teaches the shell our commands and options. */
@Command(
        name = "completion",
        description = "Print a script for bash, zsh or fish that completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(weir completion)",
            "  weir completion bash > /etc/bash_completion.d/weir",
            "  weir completion fish > /tmp/weir.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            description =
                    "${COMPLETION-CANDIDATES}; bash if not said. Put fish's into ~/.config/fish/completions/weir.fish.")
    private Shell shell = Shell.bash;

    /** What reads the script. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Override
    public Integer call() {
        Output.text(
                shell == Shell.fish ? FishCompletion.of(Commands.all()) : AutoComplete.bash("weir", Commands.all()));
        return ExitCode.OK.number();
    }
}
