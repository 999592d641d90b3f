/**
 * From what a check found to a new version of the table: {@link io.weir.compaction.repair.RepairPlan} says what the version would have,
 * {@link io.weir.compaction.repair.TableRepair} writes it. Nothing that is there is changed or deleted.
 */
@NullMarked
package io.weir.compaction.repair;

import org.jspecify.annotations.NullMarked;
