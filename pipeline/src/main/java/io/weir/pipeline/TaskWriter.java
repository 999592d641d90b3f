package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import java.util.List;

/** Writes what one task has, epoch after epoch. One thread at a time. */
interface TaskWriter extends AutoCloseable {
    /** The rows as each place has them that they go to. */
    List<ColumnBatch> split(ColumnBatch rows);

    /** Can they be written as things are? Else {@link Destination#makeReady} has to come first. May ask the store where the columns are not those of the rows before. */
    boolean isReady(List<ColumnBatch> rows);

    void write(List<ColumnBatch> rows);

    /** Is there as much as may be held of one epoch? */
    default boolean isFull() {
        return false;
    }

    /** Ends the epoch for this task: what was written is durable and invisible. */
    Written finish();

    /** Deletes what was not handed over. */
    @Override
    void close();

    /** What a task wrote in one epoch. Immutable. */
    interface Written {
        boolean isEmpty();

        /** How many data files; 0 of what is no table. */
        default long files() {
            return 0;
        }

        long bytes();
    }
}
