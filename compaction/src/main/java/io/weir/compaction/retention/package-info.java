/** Which files nobody needs any more. Plans choose, and what is deleted is what a plan names; nothing else of this module deletes. */
@NullMarked
package io.weir.compaction.retention;

import org.jspecify.annotations.NullMarked;
