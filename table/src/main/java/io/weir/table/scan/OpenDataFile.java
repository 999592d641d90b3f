package io.weir.table.scan;

import io.weir.format.parquet.read.ExcludedRows;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.table.data.DataFiles;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A data file, and which of its rows are left out, that is opened when it is first read, and closed when the last of its users lets go. Safe for many threads. */
final class OpenDataFile {
    private final ObjectStore table;
    private final ScanTask task;
    private final Function<ScanTask, @Nullable ExcludedRows> exclusion;
    private final AtomicInteger users = new AtomicInteger(1);

    /** Guarded by this. */
    private @Nullable ObjectReader object;

    /** Guarded by this. */
    private @Nullable ParquetFile parquet;

    /** Guarded by this. */
    private @Nullable ExcludedRows excluded;

    /** Guarded by this. */
    private boolean exclusionIsKnown;

    /** @param exclusion asked once */
    OpenDataFile(ObjectStore table, ScanTask task, Function<ScanTask, @Nullable ExcludedRows> exclusion) {
        this.table = table;
        this.task = task;
        this.exclusion = exclusion;
    }

    ScanTask task() {
        return task;
    }

    /** The file; its footer is read by whoever asks first. */
    synchronized ParquetFile parquet() {
        ParquetFile opened = parquet;
        if (opened == null) {
            ObjectReader reader = DataFiles.open(table, task.path(), task.sizeBytes());
            object = reader;
            opened = ParquetFile.open(reader);
            parquet = opened;
        }
        return opened;
    }

    /** The rows that are left out; null if none are. Fetched by whoever asks first. */
    synchronized @Nullable ExcludedRows excluded() {
        if (!exclusionIsKnown) {
            excluded = exclusion.apply(task);
            exclusionIsKnown = true;
        }
        return excluded;
    }

    /** One more user. */
    OpenDataFile retain() {
        users.incrementAndGet();
        return this;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            close();
        }
    }

    private synchronized void close() {
        if (object != null) {
            object.close();
            object = null;
            parquet = null;
        }
    }
}
