package io.weir.pipeline.transform;

import io.weir.format.batch.ColumnBatch;

/** One step of a query. Called by one thread at a time; the same batch must always give the same rows, for a batch may be read again after a crash. */
@FunctionalInterface
public interface Transform {
    ColumnBatch apply(ColumnBatch batch);
}
