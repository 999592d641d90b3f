package io.weir.source;

import io.weir.format.batch.ColumnBatch;

/**
 * Some rows of a stream and where they end. Immutable.
 *
 * @param rows in the schema that the table had at their version; none if versions were passed that have nothing to give
 * @param next the position behind them
 * @param bytes of the files that begin with them
 * @param files how many files begin with them
 */
public record SourceBatch(ColumnBatch rows, SourcePosition next, long bytes, int files) {}
