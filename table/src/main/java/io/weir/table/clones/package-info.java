/**
 * Which shallow clones name files of a table: kept beside the table in files that other engines do not look at, so that nothing is cleaned up that
 * a clone still needs.
 */
@NullMarked
package io.weir.table.clones;

import org.jspecify.annotations.NullMarked;
