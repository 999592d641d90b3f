package io.weir.table.environment;

/** Waits between two attempts of a commit. Safe for many threads. */
@FunctionalInterface
public interface Backoff {
    /** No wait at all: the store decides who wins. */
    Backoff NONE = attempt -> {};

    /**
     * Waits before another attempt.
     *
     * @param attempt how many attempts were made, from 1
     */
    void pause(int attempt);
}
