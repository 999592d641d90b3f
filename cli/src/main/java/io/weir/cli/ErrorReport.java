package io.weir.cli;

import io.weir.format.expression.InvalidExpressionException;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.StorageException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Errors as people want them: one sentence with its facts, no stack. {@code WEIR_DEBUG=1} adds the stack. */
final class ErrorReport {
    private ErrorReport() {}

    /** Prints an error and tells the exit code that goes with it. */
    static int print(Throwable error) {
        ExitCode code = codeOf(error);
        say(messageOf(error));
        if (System.getenv("WEIR_DEBUG") != null) {
            error.printStackTrace(System.err);
        } else if (isDefect(error)) {
            say(
                    "This is a defect of Weir, not of your input; WEIR_DEBUG=1 shows where. Nothing was committed after it.");
        }
        return code.number();
    }

    /** Prints what is wrong with a command line. */
    static int usage(ParameterException error) {
        CommandLine command = error.getCommandLine();
        say(String.valueOf(error.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
            command.getErr().println("Try: " + command.getCommandSpec().qualifiedName(" ") + " --help");
        }
        return ExitCode.USAGE.number();
    }

    static void say(String message) {
        ProgressBar.clear();
        PrintStream errors = System.err;
        errors.println("weir: " + printable(message));
    }

    private static ExitCode codeOf(Throwable error) {
        if (error instanceof UsageException || error instanceof InvalidExpressionException) {
            return ExitCode.USAGE;
        }
        if (error instanceof TableNotFoundException || error instanceof VersionNotFoundException) {
            return ExitCode.NOT_FOUND;
        }
        if (error instanceof CommitConflictException) {
            return ExitCode.CONFLICT;
        }
        if (error instanceof UnsupportedTableException) {
            return ExitCode.UNSUPPORTED;
        }
        return ExitCode.FAILURE;
    }

    private static boolean isDefect(Throwable error) {
        return error instanceof RuntimeException
                && !(error instanceof TableException)
                && !(error instanceof StorageException)
                && !(error instanceof UsageException)
                && error.getClass().getName().startsWith("java.");
    }

    private static String messageOf(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        return isDefect(error) ? error.getClass().getSimpleName() + ": " + message : message;
    }

    /** The text without anything that could command a terminal; line breaks stay. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || !Character.isISOControl(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append(String.format("\\u%04x", c));
            }
        });
        return clean.toString();
    }
}
