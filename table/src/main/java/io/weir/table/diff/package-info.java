/**
 * What is different between two versions of a table, or two tables: columns, properties, protocol, files, and rows. Rows are compared
 * as a multiset, so that where they lie does not matter, and only those of files that differ are read.
 */
@NullMarked
package io.weir.table.diff;

import org.jspecify.annotations.NullMarked;
