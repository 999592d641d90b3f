/**
 * Reads Parquet straight into column vectors. {@link io.weir.format.parquet.read.ParquetFile} is the footer, {@link
 * io.weir.format.parquet.read.ReadRequest} says which columns and rows are wanted, {@link
 * io.weir.format.parquet.read.BatchReader} hands out batches.
 *
 * <p>The way of the bytes: {@code RowGroupBytes} fetches ranges of the file, {@code PageSource} finds and decompresses pages
 * in them, {@code LeafReader} turns a page into levels and, through a {@code ValueDecoder} (one an encoding), into a {@code
 * ValueBuffer} (one a vector kind), and the {@code ColumnPlan} tree assembles what the leaves hold into vectors of any depth.
 */
@NullMarked
package io.weir.format.parquet.read;

import org.jspecify.annotations.NullMarked;
