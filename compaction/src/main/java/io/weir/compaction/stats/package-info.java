/** What the log tells of the shape of a table: how its rows are spread over files. */
@NullMarked
package io.weir.compaction.stats;

import org.jspecify.annotations.NullMarked;
