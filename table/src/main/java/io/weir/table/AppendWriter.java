package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.commit.CommitResult;

/** Takes the rows of one append batch by batch. One thread at a time. Closing it without a commit deletes what it wrote. */
public final class AppendWriter implements AutoCloseable {
    AppendWriter() {}

    public void write(ColumnBatch batch) {
        throw new UnsupportedOperationException("being built");
    }

    /** Makes all rows part of the table, in one version. */
    public CommitResult commit() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("being built");
    }
}
