package io.weir.table.scan;

import java.util.List;

/**
 * Which files a scan reads. Immutable.
 *
 * @param version of the table
 * @param filesPruned how many files cannot hold a matching row, by their partition values or statistics
 */
public record ScanPlan(long version, List<ScanTask> tasks, int filesPruned) {
    public ScanPlan {
        tasks = List.copyOf(tasks);
    }
}
