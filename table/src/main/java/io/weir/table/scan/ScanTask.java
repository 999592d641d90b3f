package io.weir.table.scan;

import io.weir.log.action.AddFile;

/**
 * One file of a plan, or some row groups of a large one. Immutable.
 *
 * @param file the file
 * @param ordinal the task's place in the plan
 */
public record ScanTask(AddFile file, int ordinal) {}
