package io.weir.table.scan;

import io.weir.format.parquet.read.ExcludedRows;
import org.jspecify.annotations.Nullable;

/** The files that a scan reads, by their places from 0. Safe for many threads. */
public interface ScanFiles {
    int count();

    /** The file at a place, made when asked for. */
    ScanTask task(int place);

    /** What is to be made of its rows. */
    ScanShape shape(int place);

    /** Which rows of a file do not come out; null if all do. May read; is asked once a file, before any of its rows is read. */
    @Nullable
    ExcludedRows excluded(ScanTask task);

    /** The version of the table that has the file, for messages. */
    long version(ScanTask task);
}
