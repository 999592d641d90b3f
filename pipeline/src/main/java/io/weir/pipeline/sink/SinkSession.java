package io.weir.pipeline.sink;

import io.weir.pipeline.source.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run's hold on a sink. One thread at a time, but for {@link #task}. */
public interface SinkSession extends AutoCloseable {
    /** The application's newest epoch that is there; null if there is none, or nobody remembers. */
    @Nullable
    Long lastEpoch();

    /** Behind that epoch. */
    Position position();

    /** Takes the rows of one task. Any thread. */
    SinkTask task();

    /**
     * Makes the rows of an epoch visible, with the position behind them.
     *
     * @param before the epoch that must be the newest one there; null for none
     * @param position of all partitions of the source, behind the epoch
     * @throws OvertakenException if another run goes on in the application's name; nothing of the epoch is visible then
     */
    void commit(long epoch, @Nullable Long before, Position position, List<SinkPart> parts);

    @Override
    void close();
}
