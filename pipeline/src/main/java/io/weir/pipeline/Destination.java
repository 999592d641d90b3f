package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.source.Position;
import io.weir.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run puts its epochs, one after the other. One thread at a time, but for {@link #table} and {@link #writer}.
 *
 * <p>All that a run knows of earlier ones it is told by this when it starts. An epoch is put there on the condition that the one before it is the newest
 * there, so of two runs in one name only one gets on.
 */
interface Destination extends AutoCloseable {
    /** For messages. */
    String address();

    /** In whose name epochs are put there; null as long as there is nothing that it could be derived from. */
    @Nullable
    String appId();

    /** The newest epoch there, as this run knows it; null for none. */
    @Nullable
    Long lastEpoch();

    /** Behind that epoch. */
    Position position();

    /** What the steps remember behind that epoch: for each the snapshot, then the changes, in order. Empty if nothing is remembered. */
    List<List<byte[]>> memory();

    /** The table whose columns rows become; null if there is none, or not yet. */
    @Nullable
    Table table();

    /** @param tasks so many write the same epochs, each with a writer of its own */
    TaskWriter writer(int tasks);

    /** Makes the tables, or adds the columns, that rows need. All that was written before must be committed. */
    void makeReady(List<ColumnBatch> rows);

    /** Is the newest epoch in the store another one than this run knows? Then another run goes on in its name. Asks the store. */
    boolean isOvertaken();

    /** What tasks handed over, with that made durable which they have together. */
    default List<TaskPart> together(List<TaskPart> parts) {
        return parts;
    }

    /**
     * Puts an epoch there.
     *
     * @return the version it became; null if there was nothing to put
     * @throws QueryFencedException if another run goes on in this name; nothing of the epoch is visible
     */
    @Nullable
    Long commit(long epoch, EpochState state, List<TaskPart> parts);

    /** How many files of tables the run has put together with others, beside its epochs. */
    default long foldedFiles() {
        return 0;
    }

    /** The last epoch is there, and the run ends as it should: what is left to do is done now. */
    default void end() {}

    @Override
    void close();
}
