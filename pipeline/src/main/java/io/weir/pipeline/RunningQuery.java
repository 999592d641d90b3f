package io.weir.pipeline;

import java.time.Duration;
import java.util.Optional;

/** A query that was started. Safe for many threads. */
public interface RunningQuery {
    /** In whose name it writes. Waits until that is known, which for a table still to be made takes a first row. */
    String appId();

    /**
     * Waits for the end.
     *
     * @throws RuntimeException what ended the query, if it did not end well
     */
    Summary await();

    /** Waits for the end for some time; empty if it has not come. */
    Optional<Summary> await(Duration time);

    /** Ends the query after committing what it has taken, and waits for that. Does nothing to one that has ended. */
    Summary stop();

    /** Asks it to end without waiting; may be called from a shutdown hook. */
    void requestStop();

    boolean isActive();

    /** What ended it, if it did not end well. */
    Optional<Throwable> exception();

    /** The newest progress, committed or not; empty before the first rows. */
    Optional<Progress> lastProgress();
}
