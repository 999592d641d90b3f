package io.weir.log.state;

import io.weir.format.batch.ColumnVector;

/**
 * Between which values a column of some files lies, as far as their statistics tell; null where they do not. Immutable. Strings and times may be
 * wider than the values are. (PROTOCOL.md, "Per-file Statistics")
 *
 * @param min one row a file
 * @param max one row a file
 */
public record ColumnBounds(ColumnVector min, ColumnVector max) {}
