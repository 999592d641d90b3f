package io.weir.pipeline.transform;

import org.jspecify.annotations.Nullable;

/** Takes the rows that a step makes of one row. */
@FunctionalInterface
public interface RowOutput {
    /** Adds a row: one value for each column of the step's schema, as {@link io.weir.format.batch.Row} gives them. */
    void emit(@Nullable Object... values);
}
