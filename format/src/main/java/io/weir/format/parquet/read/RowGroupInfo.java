package io.weir.format.parquet.read;

/**
 * One row group of a file.
 *
 * @param index its place in the file, from 0
 * @param firstRow place in the file of its first row
 * @param compressedBytes all its column chunks together
 */
public record RowGroupInfo(int index, long firstRow, long rowCount, long compressedBytes) {}
