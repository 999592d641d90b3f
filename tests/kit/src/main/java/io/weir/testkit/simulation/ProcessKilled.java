package io.weir.testkit.simulation;

/** The process would be dead by now. An error, so that nobody handles it; whatever its threads ask of the store comes to nothing. */
public final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1;

    ProcessKilled(String process) {
        super("The process was killed {process=" + process + "}", null, false, false);
    }
}
