package io.weir.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --watch}, which commands have that show how things are: they show it again and again, until they are interrupted. */
final class WatchOption {
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J\u001b[3J";
    private static final long MILLIS_PER_SECOND = 1000;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "2",
            description = "Show it again every so many seconds, 2 if not said, until interrupted.")
    private @Nullable Double seconds;

    /** Runs what shows it, once or until this thread is interrupted. @return the exit code */
    int run(Runnable show) {
        if (seconds == null) {
            show.run();
            return ExitCode.OK.number();
        }
        if (!(seconds > 0)) {
            throw new UsageException("--watch is a number of seconds above 0; found " + seconds, null);
        }
        Duration pause = Duration.ofMillis(Math.round(seconds * MILLIS_PER_SECOND));
        while (true) {
            if (Terminal.canRedraw()) {
                Output.text(HOME_AND_CLEAR);
            }
            show.run();
            if (System.out.checkError() || !pause(pause)) {
                return ExitCode.OK.number();
            }
        }
    }

    private static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
