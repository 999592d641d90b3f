/**
 * Files that are written again: {@link io.weir.compaction.optimize.OptimizePlanner} chooses, by {@link io.weir.compaction.optimize.BinPacking} or {@link
 * io.weir.compaction.optimize.CubePolicy}, {@link io.weir.compaction.optimize.OptimizePlan} says what was chosen, {@link
 * io.weir.compaction.optimize.OptimizeJob} does it. No row changes.
 */
@NullMarked
package io.weir.compaction.optimize;

import org.jspecify.annotations.NullMarked;
