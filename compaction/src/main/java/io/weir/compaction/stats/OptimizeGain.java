package io.weir.compaction.stats;

import io.weir.compaction.optimize.FileGroup;
import io.weir.compaction.optimize.OptimizePlan;
import java.util.List;

/**
 * What optimize would make of a version. Immutable.
 *
 * @param files that would be written again
 * @param bytes of these
 * @param becomes about how many files there would be instead
 */
public record OptimizeGain(int files, long bytes, int becomes) {
    static OptimizeGain of(OptimizePlan plan) {
        List<FileGroup> groups = plan.groups();
        return new OptimizeGain(
                groups.stream().mapToInt(group -> group.files().size()).sum(),
                groups.stream().mapToLong(FileGroup::sizeBytes).sum(),
                groups.size());
    }
}
