package io.weir.table.environment;

import java.net.URI;
import java.time.Duration;

/**
 * Listens to what a table does; numbers go here, one record an event, and others add them up. Called by the thread that did
 * it, which an exception thrown here would hit: do little and throw nothing. Implementations are safe for many threads.
 */
@FunctionalInterface
public interface TableEvents {
    /** Hears nothing. */
    TableEvents NONE = event -> {};

    void on(Event event);

    /** Something that happened to a table. */
    sealed interface Event {
        URI table();
    }

    /**
     * A transaction is in the table.
     *
     * @param attempts how many versions were tried, from 1
     */
    record Committed(
            URI table, long version, String operation, int files, long rows, long bytes, int attempts, Duration took)
            implements Event {}

    /** Another writer got the version first; the transaction is tried again behind it. */
    record Rebased(URI table, long lostVersion, String operation, int attempt) implements Event {}

    /** The answer to a commit was lost; reading back said whether it is in the table. */
    record UnknownSettled(URI table, long version, boolean committed) implements Event {}

    /** A checkpoint was written behind a commit. */
    record Checkpointed(URI table, long version, Duration took) implements Event {}

    /**
     * A checkpoint, version checksum or clean-up behind a commit failed, or this process could not make its snapshot of the version. The
     * commit stands; the next one tries again.
     *
     * @param step which one
     */
    record AfterCommitFailed(URI table, long version, String step, RuntimeException cause) implements Event {}

    /** A scan was planned. */
    record Planned(URI table, long version, int filesKept, int filesPruned) implements Event {}

    /**
     * How far a long piece of work is. Told from time to time, by any of the threads that do it.
     *
     * @param step what is done, as people say it, such as {@code comparing rows}
     * @param total of the same unit as {@code done}; 0 if it is not known
     */
    record Progressed(URI table, String step, long done, long total, Unit unit) implements Event {}

    /** What is counted of a piece of work. */
    enum Unit {
        FILES,
        BYTES,
        VERSIONS
    }
}
