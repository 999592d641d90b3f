package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.pipeline.transform.Transform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the rows of a stream as they come; columns that come up on the way begin a new table. One thread at a time. */
final class TailPrinter implements AutoCloseable {
    private final OutputOption option;
    private final List<Transform> steps;
    private long left;
    private boolean read = true;
    private @Nullable Output out;
    private @Nullable StructType schema;

    /** @param limit at most so many rows; -1: all */
    TailPrinter(OutputOption option, List<Transform> steps, long limit) {
        this.option = option;
        this.steps = List.copyOf(steps);
        this.left = limit < 0 ? Long.MAX_VALUE : limit;
    }

    /** Are there rows left to print, and does anybody read them? */
    boolean wantsMore() {
        return read && left > 0;
    }

    void print(ColumnBatch batch) {
        ColumnBatch rows = batch;
        for (Transform step : steps) {
            rows = step.apply(rows);
        }
        if (rows.rowCount() == 0) {
            return;
        }
        if (rows.rowCount() > left) {
            rows = rows.slice(0, (int) left);
        }
        left -= rows.rowCount();
        Output open = out;
        if (open == null || !rows.schema().equals(schema)) {
            close();
            open = option.open(rows.schema());
            out = open;
            schema = rows.schema();
        }
        read = open.write(rows) && open.flush();
    }

    @Override
    public void close() {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
