package io.weir.format.parquet.write;

import io.weir.format.stats.FileStatistics;

/** What was written: how many rows, how many bytes, and what is known of the columns. Immutable. */
public record ParquetFileInfo(long rowCount, long sizeBytes, FileStatistics statistics) {}
