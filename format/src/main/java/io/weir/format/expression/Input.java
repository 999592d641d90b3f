package io.weir.format.expression;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import org.jspecify.annotations.Nullable;

/** The rows an expression is evaluated for: a whole batch or some rows of it. One thread at a time. */
final class Input {
    private final ColumnBatch batch;
    private final int @Nullable [] rows;
    private final int count;
    private final @Nullable ColumnVector[] taken;

    Input(ColumnBatch batch) {
        this(batch, null, batch.rowCount());
    }

    private Input(ColumnBatch batch, int @Nullable [] rows, int count) {
        this.batch = batch;
        this.rows = rows;
        this.count = count;
        this.taken =
                new @Nullable ColumnVector[rows == null ? 0 : batch.columns().size()];
    }

    /** How many rows. */
    int count() {
        return count;
    }

    /** Which row of the batch a row of this is. */
    int batchRow(int row) {
        return rows == null ? row : rows[row];
    }

    /** A column of the batch for the rows of this. */
    ColumnVector column(int index) {
        if (rows == null) {
            return batch.column(index);
        }
        ColumnVector column = taken[index];
        if (column == null) {
            column = batch.column(index).take(rows, count);
            taken[index] = column;
        }
        return column;
    }

    /** Some rows of this. */
    Input narrow(int[] chosen, int chosenCount) {
        int[] batchRows = new int[chosenCount];
        for (int i = 0; i < chosenCount; i++) {
            batchRows[i] = batchRow(chosen[i]);
        }
        return new Input(batch, batchRows, chosenCount);
    }
}
