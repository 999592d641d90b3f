/** Scans: a plan of the files that can hold matching rows, read in parallel, batch by batch. */
@NullMarked
package io.weir.table.scan;

import org.jspecify.annotations.NullMarked;
