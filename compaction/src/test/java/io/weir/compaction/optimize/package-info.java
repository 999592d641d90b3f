@NullMarked
package io.weir.compaction.optimize;

import org.jspecify.annotations.NullMarked;
