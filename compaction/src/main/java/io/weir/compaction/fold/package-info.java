/**
 * Small files behind frequent commits: {@link io.weir.compaction.fold.FoldPolicy} says which are to be one, {@link
 * io.weir.compaction.fold.FoldPlanner} asks it of a version. What it plans is carried out by {@link
 * io.weir.compaction.optimize.OptimizeJob}.
 */
@NullMarked
package io.weir.compaction.fold;

import org.jspecify.annotations.NullMarked;
