package io.weir.testkit;

/** The process would be dead by now. An error, so that nobody handles it: what is stored stays as it is. */
public final class ProcessStopped extends Error {
    private static final long serialVersionUID = 1;

    ProcessStopped(String at) {
        super("The process stopped at " + at);
    }
}
