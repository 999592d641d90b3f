/**
 * The change data feed: which rows each version of a range put in and took out, from the change files that a version's writer left
 * or, where there are none, from the files it added and removed. (PROTOCOL.md, "Add CDC File")
 */
@NullMarked
package io.weir.table.changes;

import org.jspecify.annotations.NullMarked;
