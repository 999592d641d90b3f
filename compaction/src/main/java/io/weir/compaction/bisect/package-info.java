/** The search for the first version in which a row of a condition is there. */
@NullMarked
package io.weir.compaction.bisect;

import org.jspecify.annotations.NullMarked;
