package io.weir.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where {@code weir} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::tell, "weir-interrupted"));
        System.exit(run(arguments));
    }

    /** Runs one command line, with the standard streams of this JVM, and tells its exit code. */
    public static int run(String... arguments) {
        CommandLine line = Commands.forArguments(arguments)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpWidth(Math.max(80, Math.min(120, Terminal.width())))
                .setUsageHelpLongOptionsMaxWidth(32)
                .setExecutionExceptionHandler((error, command, parsed) -> ErrorReport.print(error))
                .setExecutionStrategy(Interruption::watched)
                .setParameterExceptionHandler((error, args) -> ErrorReport.usage(error));
        if (!Terminal.colours()) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return line.execute(arguments);
    }
}
