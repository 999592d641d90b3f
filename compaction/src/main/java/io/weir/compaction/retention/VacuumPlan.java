package io.weir.compaction.retention;

import io.weir.storage.ObjectInfo;
import java.util.List;

/**
 * Files that no version of a time needs, and no writer can be at work on. Immutable.
 *
 * @param version the newest one, which was looked at
 * @param cutoffMillis files that were written or removed at this time or later stay; milliseconds since the epoch
 * @param files to be deleted; of those that only the log told of, the time is that of their removal
 * @param emptyDirectories to be deleted, of a store that has directories
 * @param directories how many directories were looked through
 * @param seen how many files or removals were looked at
 * @param doneThrough of the versions up to this one no removed file will be left; -1 if that cannot be said
 */
public record VacuumPlan(
        long version,
        long cutoffMillis,
        List<ObjectInfo> files,
        List<String> emptyDirectories,
        long directories,
        long seen,
        long doneThrough) {
    public VacuumPlan {
        files = List.copyOf(files);
        emptyDirectories = List.copyOf(emptyDirectories);
    }

    public boolean isEmpty() {
        return files.isEmpty() && emptyDirectories.isEmpty();
    }

    public long bytes() {
        return files.stream().mapToLong(ObjectInfo::sizeBytes).sum();
    }

    /** The same without some of the files. */
    VacuumPlan withFiles(List<ObjectInfo> fewer) {
        return new VacuumPlan(version, cutoffMillis, fewer, emptyDirectories, directories, seen, doneThrough);
    }

    @Override
    public String toString() {
        String empty = emptyDirectories.isEmpty() ? "" : " and " + emptyDirectories.size() + " empty directories";
        return "Delete " + files.size() + " files of " + bytes() + " bytes" + empty;
    }
}
