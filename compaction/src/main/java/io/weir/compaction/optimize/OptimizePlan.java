package io.weir.compaction.optimize;

import java.util.List;

/**
 * Which files are to become one. Immutable.
 *
 * @param version that was looked at
 * @param liveFiles how many files the table has
 * @param targetBytes about how long a file gets
 */
public record OptimizePlan(long version, int liveFiles, long targetBytes, List<FileGroup> groups) {
    public OptimizePlan {
        groups = List.copyOf(groups);
    }

    /** Is there nothing to gain? */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** How many files would be written again. */
    public int files() {
        return groups.stream().mapToInt(group -> group.files().size()).sum();
    }

    /** How many bytes would be read. */
    public long sizeBytes() {
        return groups.stream().mapToLong(FileGroup::sizeBytes).sum();
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "nothing to gain: no file of version " + version
                        + " is short beside another, or has many deleted rows"
                : files() + " of " + liveFiles + (liveFiles == 1 ? " file (" : " files (") + sizeBytes()
                        + " bytes) of version " + version + " become " + groups.size();
    }
}
