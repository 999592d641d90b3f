package io.weir.cli;

/** What the command's exit code says; scripts rely on it. */
enum ExitCode {
    OK(0),
    FAILURE(1),
    USAGE(2),
    /** No such table, version or time. */
    NOT_FOUND(3),
    /** Lost to a concurrent writer; running it again is safe. */
    CONFLICT(4),
    /** A check found problems, or a difference. */
    FINDINGS(5),
    /** The table needs a feature that this Weir does not have. */
    UNSUPPORTED(6),
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
