/**
 * From many files to few: {@link io.weir.compaction.optimize.BinPacking} chooses, {@link io.weir.compaction.optimize.OptimizePlan} says what was
 * chosen, {@link io.weir.compaction.optimize.OptimizeJob} does it. No row changes.
 */
@NullMarked
package io.weir.compaction.optimize;

import org.jspecify.annotations.NullMarked;
