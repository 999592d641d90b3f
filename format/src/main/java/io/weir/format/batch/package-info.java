/**
 * Rows in columns: {@link io.weir.format.batch.ColumnBatch} is the unit of all work, made of vectors over primitive arrays.
 *
 * <p>Builders make batches from single values; {@link io.weir.format.batch.Row} looks at one row of a batch. Neither is
 * used on a path that moves many rows.
 */
@NullMarked
package io.weir.format.batch;

import org.jspecify.annotations.NullMarked;
