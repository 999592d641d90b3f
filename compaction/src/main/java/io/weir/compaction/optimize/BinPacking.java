package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses small files of a partition that together are about as long as a file should be. Pure.
 *
 * <p>Files are taken in the order of the log and not by length: rows that came together are often read together, and files whose rows
 * are close to each other in time can be skipped by it. A file that is long enough stays as it is, unless many of its rows are deleted.
 *
 * @param targetBytes about how long a file gets
 */
public record BinPacking(long targetBytes) {
    /** A file this near to the target is not worth being written again. */
    private static final double LONG_ENOUGH = 0.75;

    /** A file with a larger part of its rows deleted is written again for that alone. */
    private static final double MAX_DELETED = 0.05;

    public BinPacking {
        if (targetBytes < 1) {
            throw new IllegalArgumentException("Not a length of files: " + targetBytes);
        }
    }

    /** The groups that are worth it, those of each partition in the order of the log. */
    public List<FileGroup> choose(List<Candidate> live) {
        Map<Map<String, @Nullable String>, List<Candidate>> partitions = new LinkedHashMap<>();
        for (Candidate candidate : live) {
            partitions
                    .computeIfAbsent(candidate.file().partitionValues(), values -> new ArrayList<>())
                    .add(candidate);
        }
        List<FileGroup> groups = new ArrayList<>();
        partitions.values().forEach(files -> pack(files, groups));
        return groups;
    }

    /**
     * A file, and what of it counts here.
     *
     * @param deleted the part of its rows that its deletion vector takes out, from 0 to 1
     */
    public record Candidate(AddFile file, double deleted) {}

    private void pack(List<Candidate> files, List<FileGroup> groups) {
        List<Candidate> group = new ArrayList<>();
        long bytes = 0;
        for (Candidate candidate : files) {
            long length = candidate.file().sizeBytes();
            if (length >= LONG_ENOUGH * targetBytes && candidate.deleted() <= MAX_DELETED) {
                continue;
            }
            if (!group.isEmpty() && bytes + length > targetBytes) {
                close(group, groups);
                bytes = 0;
            }
            group.add(candidate);
            bytes += length;
        }
        close(group, groups);
    }

    private static void close(List<Candidate> group, List<FileGroup> groups) {
        if (group.size() > 1 || group.size() == 1 && group.get(0).deleted() > MAX_DELETED) {
            groups.add(new FileGroup(group.stream().map(Candidate::file).toList()));
        }
        group.clear();
    }
}
