/** Commit files: their names, how one is attempted and what became of it, what may follow what, and the history they tell. */
@NullMarked
package io.weir.log.commit;

import org.jspecify.annotations.NullMarked;
