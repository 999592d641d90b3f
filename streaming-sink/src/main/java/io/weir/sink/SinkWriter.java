package io.weir.sink;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.Table;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;

/**
 * Writes the rows of one task, epoch after epoch. One thread at a time.
 *
 * <p>Nothing is visible before an {@link EpochCommitter} has committed what {@link #finish} handed over. A writer that is
 * closed deletes what it did not hand over; what was handed over is the committer's.
 */
public final class SinkWriter implements AutoCloseable {
    private final DataFileWriter files;

    private SinkWriter(DataFileWriter files) {
        this.files = files;
    }

    /** Opens a writer for the table as it is now; after a change of its schema, open another. */
    public static SinkWriter open(Table table, WriteOptions options) {
        return new SinkWriter(table.dataFiles(options));
    }

    /** Adds rows that fit the table to the epoch; all or none. */
    public void write(ColumnBatch batch) {
        files.write(batch);
    }

    /** Rows since the last {@link #finish}. */
    public long rowCount() {
        return files.rowCount();
    }

    /** About how many bytes of data files there are since the last {@link #finish}. */
    public long estimatedBytes() {
        return files.estimatedBytes();
    }

    /** Ends the epoch for this task: its files are durable when this returns. The next row begins the next epoch. */
    public EpochFiles finish() {
        return new EpochFiles(files.finish());
    }

    /** Deletes the files of the epoch. Never throws. */
    public void abort() {
        files.abort();
    }

    @Override
    public void close() {
        files.close();
    }
}
