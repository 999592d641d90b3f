@NullMarked
package io.weir.compaction.fold;

import org.jspecify.annotations.NullMarked;
