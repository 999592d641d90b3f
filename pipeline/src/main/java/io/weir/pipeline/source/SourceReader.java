package io.weir.pipeline.source;

import io.weir.pipeline.decode.BadRecord;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a source from a position on. One thread at a time. */
public interface SourceReader extends AutoCloseable {
    /** How long a source is left alone that cannot say when there is more. */
    Duration POLL = Duration.ofMillis(10);

    /**
     * The next rows, or null if there are none now. May wait for a stream that has nothing.
     *
     * @param maxRows about how many are wanted at most
     * @param bad is given each record that does not fit; if it throws, reading cannot go on
     */
    @Nullable
    SourceBatch next(int maxRows, Consumer<BadRecord> bad);

    /** Waits until there may be more rows, at most about so long. */
    default void await(Duration atMost) throws InterruptedException {
        Thread.sleep(Math.min(POLL.toMillis(), Math.max(1, atMost.toMillis())));
    }

    /**
     * What was read up to this position is in the table and will not be asked for again. Called by another thread than the one that reads, also
     * after {@link #close}.
     *
     * @param last does the query end here?
     */
    default void committed(Position position, boolean last) {}

    /**
     * How much is there behind a position; null if the source cannot tell. Asked about once a second by another thread than the one that reads, and
     * must cost next to nothing where the query has caught up.
     *
     * @param committed the newest that is in the table
     */
    default @Nullable SourceLag lag(Position committed) {
        return null;
    }

    /** Is everything read that will ever be there? */
    boolean finished();

    @Override
    void close();
}
