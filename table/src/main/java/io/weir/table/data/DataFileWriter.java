package io.weir.table.data;

import io.weir.format.batch.ColumnBatch;
import java.util.List;

/**
 * Writes batches into Parquet files of about the target size, one open file a partition.
 *
 * <p>One thread at a time. Files are invisible to readers until a commit names them, so abandoning a writer costs storage
 * and nothing else; {@link #abort} saves that too.
 */
public final class DataFileWriter implements AutoCloseable {
    DataFileWriter() {}

    /** Writes rows that fit the table; all or none. */
    public void write(ColumnBatch batch) {
        throw new UnsupportedOperationException("being built");
    }

    /** About how many bytes the files written and being written have. */
    public long estimatedBytes() {
        throw new UnsupportedOperationException("being built");
    }

    public long rowCount() {
        throw new UnsupportedOperationException("being built");
    }

    /** Makes all files durable and lists them. The writer is empty afterwards and can be used again. */
    public List<WrittenFile> finish() {
        throw new UnsupportedOperationException("being built");
    }

    /** Deletes the files written since the last {@link #finish}. Never throws. */
    public void abort() {
        throw new UnsupportedOperationException("being built");
    }

    /** Aborts what was not finished. */
    @Override
    public void close() {
        abort();
    }
}
