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

    /** Waits until there may be more rows, but not so long that a query which is to stop would seem to hang. */
    default void await() throws InterruptedException {
        Thread.sleep(POLL.toMillis());
    }

    /** Is everything read that will ever be there? */
    boolean finished();

    @Override
    void close();
}
