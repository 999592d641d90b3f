package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.state.StatefulStep;
import io.weir.sink.Memory;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One task's rows from the first step that remembers to where they are written, epoch after epoch. One thread at a time. */
final class EpochBuilder implements AutoCloseable {
    private final StepChain steps;
    private final TaskWriter writer;
    private final @Nullable MemoryKeeper keeper;
    private @Nullable StructType ready;

    /**
     * @param tasks so many write the same epochs
     * @throws IllegalArgumentException if what is remembered is not of these steps
     */
    EpochBuilder(Query query, Epochs epochs, int tasks) {
        this.steps = new StepChain(StepChain.rest(query.stages));
        List<List<byte[]>> memory = epochs.memory();
        steps.restore(memory);
        this.keeper = steps.remembers() ? new MemoryKeeper(steps.remembering(), memory) : null;
        this.writer = epochs.writer(tasks);
    }

    /**
     * What {@link Epochs#makeReady} has to be given before rows of these columns can be written, or null if nothing has to. Remembers nothing of the rows.
     */
    @Nullable
    List<ColumnBatch> lacking(ColumnBatch rows) {
        if (rows.schema().equals(ready)) {
            return null;
        }
        List<ColumnBatch> columns = writer.split(steps.apply(rows.take(new int[0], 0)));
        if (!writer.isReady(columns)) {
            return columns;
        }
        ready = rows.schema();
        return null;
    }

    /** @return how many rows were written, in all places together */
    long write(ColumnBatch rows) {
        return put(steps.apply(rows));
    }

    private long put(ColumnBatch rows) {
        List<ColumnBatch> split = writer.split(rows);
        writer.write(split);
        return split.stream().mapToLong(ColumnBatch::rowCount).sum();
    }

    /** Must the epoch end, because no more of it can be held? */
    boolean isFull() {
        return writer.isFull();
    }

    /**
     * Ends the epoch for this task.
     *
     * @param state of the epoch so far; gets what its end gives
     */
    TaskPart finish(EpochState state, List<BadRecord> bad) {
        StepChain.End end = steps.endEpoch();
        for (ColumnBatch rows : end.rows()) {
            state.wrote(put(rows));
        }
        @Nullable Memory memory = null;
        if (keeper != null) {
            memory = keeper.take();
            state.remembers(new StateProgress(
                    sum(StatefulStep::stateRows),
                    sum(StatefulStep::stateBytes),
                    end.lateRows(),
                    end.watermarkMicros()));
        }
        return new TaskPart(state, writer.finish(), memory, bad);
    }

    private long sum(ToLongFunction<StatefulStep> size) {
        return steps.remembering().stream().mapToLong(size).sum();
    }

    @Override
    public void close() {
        writer.close();
    }
}
