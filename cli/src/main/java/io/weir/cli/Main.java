package io.weir.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Where {@code weir} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::tell, "weir-interrupted"));
        System.exit(run(arguments));
    }

    /** Runs one command line, with the standard streams of this JVM, and tells its exit code. */
    public static int run(String... arguments) {
        Handlers handlers = new Handlers();
        CommandLine line = Commands.forArguments(arguments)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpWidth(Math.max(80, Math.min(120, Terminal.width())))
                .setUsageHelpLongOptionsMaxWidth(32)
                .setExecutionExceptionHandler(handlers)
                .setExecutionStrategy(handlers)
                .setParameterExceptionHandler(handlers);
        if (!Terminal.colours()) {
            line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return line.execute(arguments);
    }

    /** A class of its own and no lambdas: for those of picocli's interfaces the JVM would make classes on every start. */
    private static final class Handlers
            implements IExecutionExceptionHandler, IExecutionStrategy, IParameterExceptionHandler {
        @Override
        public int execute(ParseResult parsed) {
            return Interruption.watched(parsed);
        }

        @Override
        public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
            return ErrorReport.print(error);
        }

        @Override
        public int handleParseException(ParameterException error, String[] arguments) {
            return ErrorReport.usage(error);
        }
    }
}
