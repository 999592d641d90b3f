/**
 * Writes Parquet files from column batches: {@link io.weir.format.parquet.write.ParquetFileWriter} takes whole vectors, cuts them
 * into pages, encodes, measures and compresses them column by column.
 *
 * <p>The way of a value: {@link io.weir.format.parquet.write.Shredder} turns vectors into levels and positions, a {@code
 * ColumnWriter} collects a page of them, {@code PageValues} encodes it, and the row group is written when it is full. (Parquet
 * format, "File format"; PROTOCOL.md, "Delta Data Type to Parquet Type Mappings")
 */
@NullMarked
package io.weir.format.parquet.write;

import org.jspecify.annotations.NullMarked;
