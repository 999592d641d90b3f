package io.weir.pipeline.sink;

import io.weir.format.batch.ColumnBatch;

/** Takes the rows of one task, epoch after epoch. One thread at a time. */
public interface SinkTask extends AutoCloseable {
    void write(ColumnBatch rows);

    /** Is there as much as it can hold of one epoch? Then the epoch ends soon, whatever the trigger says. */
    default boolean isFull() {
        return false;
    }

    /** Ends the epoch for this task. The next row begins the next one. */
    SinkPart finish();

    /** Gives up what was not handed over. */
    @Override
    void close();
}
