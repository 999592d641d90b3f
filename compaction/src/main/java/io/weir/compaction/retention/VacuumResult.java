package io.weir.compaction.retention;

import io.weir.storage.ObjectInfo;
import java.util.List;

/**
 * What a vacuum did. Immutable.
 *
 * @param plan what was to be done
 * @param files that were deleted: those of the plan but such as somebody needed again in the meantime
 * @param directoriesDeleted how many empty directories
 * @param version the newest of the table afterwards, as far as this process knows
 */
public record VacuumResult(VacuumPlan plan, List<ObjectInfo> files, int directoriesDeleted, long version) {
    public VacuumResult {
        files = List.copyOf(files);
    }

    public long bytes() {
        return files.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    }

    @Override
    public String toString() {
        return "Deleted " + files.size() + " files of " + bytes() + " bytes"
                + (directoriesDeleted == 0 ? "" : " and " + directoriesDeleted + " empty directories");
    }
}
