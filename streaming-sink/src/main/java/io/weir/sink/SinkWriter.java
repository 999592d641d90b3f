package io.weir.sink;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.action.Metadata;
import io.weir.table.Table;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.StagedRows;
import io.weir.table.data.UnfinishedFiles;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import java.util.List;

/**
 * Writes the rows of one task, epoch after epoch. One thread at a time.
 *
 * <p>Nothing is visible before an {@link EpochCommitter} has committed what {@link #finish} handed over. A writer that is
 * closed deletes what it did not hand over; what was handed over is the committer's.
 */
public final class SinkWriter implements AutoCloseable {
    private final DataFileWriter files;
    private final Metadata writtenAs;

    /** Are the files read by the commit, and not a part of the table? */
    private final boolean staged;

    private SinkWriter(DataFileWriter files, Metadata writtenAs, boolean staged) {
        this.files = files;
        this.writtenAs = writtenAs;
        this.staged = staged;
    }

    /** Opens a writer for the table as it is now; after a change of its schema, open another. */
    public static SinkWriter open(Table table, WriteOptions options) {
        return open(table, options, OutputMode.append());
    }

    /** The same for epochs of a mode. */
    public static SinkWriter open(Table table, WriteOptions options, OutputMode mode) {
        return open(table, options, mode, 1);
    }

    /**
     * The same for one of several tasks of this process whose epochs are committed together: if the table asks for few files by {@code
     * delta.autoOptimize.optimizeWrite}, what {@link #handOver} gives of all of them comes into the same files.
     */
    public static SinkWriter open(Table table, WriteOptions options, OutputMode mode, int tasks) {
        Metadata metadata = table.known().metadata();
        boolean staged = mode instanceof OutputMode.Update; // whose rows stay in the order in which tasks had them
        DataFileWriter files =
                staged ? table.stagingFiles(options) : table.dataFiles(options).sharedBy(tasks);
        return new SinkWriter(files, metadata, staged);
    }

    /** The table's metadata that the rows are written for; see {@link Epoch#writtenAs}. */
    public Metadata writtenAs() {
        return writtenAs;
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
        List<WrittenFile> finished = files.finish();
        return new EpochFiles(staged ? finished.stream().map(StagedRows::mark).toList() : finished);
    }

    /** The same, but rows may be left that come into files with those of other tasks: {@link #finish(List)} makes their files. */
    public UnfinishedFiles handOver() {
        if (staged) {
            throw new IllegalStateException("Rows of an update are not put together; finish the writer");
        }
        return files.handOver();
    }

    /** The files of several tasks, durable when this returns. If it fails, nothing is left of what they handed over. */
    public static EpochFiles finish(List<UnfinishedFiles> tasks) {
        return new EpochFiles(UnfinishedFiles.finish(tasks));
    }

    /** Do rows wait for those of other tasks? Then {@link #handOver} ends the epoch, else {@link #finish()} does. */
    public boolean gathers() {
        return files.gathers();
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
