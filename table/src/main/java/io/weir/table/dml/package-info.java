/**
 * Rows that are in the table and change: deleted, updated, merged, replaced. Every operation finds out which rows of which files leave
 * the table and which come in; a {@link io.weir.table.dml.RowChange} makes new files, deletion vectors and change files of it, and puts
 * them into a transaction.
 */
@NullMarked
package io.weir.table.dml;

import org.jspecify.annotations.NullMarked;
