package io.weir.pipeline.state;

import io.weir.format.batch.ColumnBatch;
import org.jspecify.annotations.Nullable;

/**
 * A step of a query that remembers something of earlier rows. One thread at a time.
 *
 * <p>What it remembers is kept with the epoch: {@link #changes} are durable before the epoch's rows are visible, and a run that starts
 * is {@linkplain #restore given} what belongs to the table's last epoch. So the same rows after the same state must give the same rows.
 */
public interface StatefulStep {
    /** The rows that can be handed on at once; possibly none. */
    ColumnBatch apply(ColumnBatch rows);

    /** What the end of the epoch gives, or null if nothing. The next row belongs to the next epoch. */
    @Nullable
    ColumnBatch endEpoch();

    /** What changed since the last call of this, in a form that says its format and which step wrote it; of no length if nothing did. */
    byte[] changes();

    /** Everything that is remembered, in the same form. {@link #changes} then counts from here. */
    byte[] snapshot();

    /**
     * Takes back what was written: a snapshot, or changes since what was restored before. Called before any row.
     *
     * @throws CorruptStateException if it is damaged, or changes in between are missing
     * @throws StepChangedException if it is not of this step as it is defined now
     */
    void restore(byte[] written);

    /** How many things are remembered. */
    long stateRows();

    /** About how many bytes of memory they take. */
    long stateBytes();

    /** Rows dropped because they came too late: in this epoch, or, until rows come, in the one that ended. */
    long lateRows();

    /** Microseconds since 1970 behind which rows come too late; null if there is no such time, or not yet. */
    @Nullable
    Long watermarkMicros();
}
