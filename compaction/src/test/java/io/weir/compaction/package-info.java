@NullMarked
package io.weir.compaction;

import org.jspecify.annotations.NullMarked;
