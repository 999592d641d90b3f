/**
 * Upkeep of a table, by whoever has it in his care. {@link io.weir.compaction.Fsck} finds what is wrong with a table and says what can
 * be done about it.
 */
@NullMarked
package io.weir.compaction;

import org.jspecify.annotations.NullMarked;
