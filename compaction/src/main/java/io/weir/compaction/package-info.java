/**
 * Upkeep of a table, by whoever has it in his care. {@link io.weir.compaction.Fsck} finds what is wrong with a table and says what can
 * be done about it. {@link io.weir.compaction.Optimize} makes few large files of many small ones. {@link io.weir.compaction.Vacuum} and
 * {@link io.weir.compaction.LogCleanup} delete what no version needs that is kept; each has a plan, which is what a dry run shows.
 */
@NullMarked
package io.weir.compaction;

import org.jspecify.annotations.NullMarked;
