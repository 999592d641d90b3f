/**
 * Who reads a table as a stream, and how far: kept beside the table in files that other engines do not look at, so that nothing is cleaned up
 * that a stream still needs.
 */
@NullMarked
package io.weir.table.consumers;

import org.jspecify.annotations.NullMarked;
