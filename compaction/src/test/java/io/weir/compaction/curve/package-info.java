@NullMarked
package io.weir.compaction.curve;

import org.jspecify.annotations.NullMarked;
