package io.weir.pipeline.state;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.format.type.StructType;
import org.jspecify.annotations.Nullable;

/** A step that begins when its first rows, or what it remembered, tell it the columns. One thread at a time. */
final class WaitingStep implements StatefulStep {
    private static final byte[] NOTHING = {};

    private final StepDefinition definition;
    private @Nullable StatefulStep begun;

    WaitingStep(StepDefinition definition) {
        this.definition = definition;
    }

    @Override
    public ColumnBatch apply(ColumnBatch rows) {
        return begun(rows.schema()).apply(rows);
    }

    private StatefulStep begun(StructType input) {
        StatefulStep step = begun;
        if (step == null) {
            step = definition.start(input);
            begun = step;
        }
        return step;
    }

    @Override
    public void restore(byte[] written) {
        if (written.length > 0) {
            StructType input = StateForm.input(written);
            try {
                begun(input);
            } catch (InvalidExpressionException e) {
                throw new StepChangedException(e);
            }
            begun(input).restore(written);
        }
    }

    @Override
    public @Nullable ColumnBatch endEpoch() {
        return begun == null ? null : begun.endEpoch();
    }

    @Override
    public byte[] changes() {
        return begun == null ? NOTHING : begun.changes();
    }

    @Override
    public byte[] snapshot() {
        return begun == null ? NOTHING : begun.snapshot();
    }

    @Override
    public long stateRows() {
        return begun == null ? 0 : begun.stateRows();
    }

    @Override
    public long stateBytes() {
        return begun == null ? 0 : begun.stateBytes();
    }

    @Override
    public long lateRows() {
        return begun == null ? 0 : begun.lateRows();
    }

    @Override
    public @Nullable Long watermarkMicros() {
        return begun == null ? null : begun.watermarkMicros();
    }
}
