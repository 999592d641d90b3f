package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Hands out batches until there are no more. One thread at a time, but not always the same. */
interface RowSource extends AutoCloseable {
    /** The next rows, at least one; null at the end. */
    @Nullable
    ColumnBatch next();

    @Override
    void close();
}
