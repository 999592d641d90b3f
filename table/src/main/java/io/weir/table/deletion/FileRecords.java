package io.weir.table.deletion;

import io.weir.format.parquet.read.ParquetFile;
import io.weir.log.action.AddFile;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.table.data.DataFiles;

/** How many rows a data file has, deleted or not. */
public final class FileRecords {
    /** Instead of a number of rows. */
    public static final long UNKNOWN = LooseStatistics.UNKNOWN;

    private FileRecords() {}

    /** What the log says; {@link #UNKNOWN} if that is nothing. */
    public static long said(AddFile file) {
        return LooseStatistics.records(file.stats());
    }

    /** What the log says, else what the file's footer does, which is then read. */
    public static long of(ObjectStore table, AddFile file) {
        long said = said(file);
        if (said != UNKNOWN) {
            return said;
        }
        try (ObjectReader object = DataFiles.open(table, file.path(), file.sizeBytes())) {
            return ParquetFile.open(object).rowCount();
        }
    }
}
