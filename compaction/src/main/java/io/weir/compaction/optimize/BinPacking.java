package io.weir.compaction.optimize;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses small files of a partition that together are about as long as a file should be. Pure.
 *
 * <p>Files are taken in the order of the log and not by length: rows that came together are often read together, and files whose rows
 * are close to each other in time can be skipped by it. Left alone is what would gain nothing, or too little for what it costs:
 *
 * <ul>
 *   <li>a file of three quarters of the target or more, and a single file, unless more than a twentieth of its rows is deleted;
 *   <li>the longest of a group, if it has half the target and is eight times as long as all others of the group together. They are put together
 *       without it, so that a table that gets a little and is optimized again and again does not write its long files every time.
 * </ul>
 *
 * @param targetBytes about how long a file gets
 */
public record BinPacking(long targetBytes) {
    /** A file this near to the target is not worth being written again. */
    private static final double LONG_ENOUGH = 0.75;

    /** A file that is so many times as long as what would be added to it is left alone, if it is not short. */
    private static final int TOO_LONG_FOR_REST = 8;

    public BinPacking {
        if (targetBytes < 1) {
            throw new IllegalArgumentException("Not a length of files: " + targetBytes);
        }
    }

    /** The groups that are worth it, those of each partition in the order of the log. */
    public List<FileGroup> choose(List<Candidate> live) {
        List<FileGroup> groups = new ArrayList<>();
        for (List<Candidate> files : Candidate.byPartition(live)) {
            List<Candidate> tooShort = files.stream().filter(this::isShort).toList();
            pack(tooShort).forEach(group -> addIfWorthIt(group, groups));
        }
        return groups;
    }

    /** Groups of all files; those of each partition in the order of the log. */
    List<FileGroup> all(List<Candidate> files) {
        return Candidate.byPartition(files).stream()
                .flatMap(partition -> pack(partition).stream())
                .map(Candidate::group)
                .toList();
    }

    private boolean isShort(Candidate candidate) {
        return candidate.file().sizeBytes() < LONG_ENOUGH * targetBytes || candidate.hasManyDeletedRows();
    }

    private List<List<Candidate>> pack(List<Candidate> files) {
        List<List<Candidate>> groups = new ArrayList<>();
        List<Candidate> group = new ArrayList<>();
        long bytes = 0;
        for (Candidate candidate : files) {
            long length = candidate.file().sizeBytes();
            if (!group.isEmpty() && bytes + length > targetBytes) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(candidate);
            bytes += length;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }

    private void addIfWorthIt(List<Candidate> packed, List<FileGroup> groups) {
        List<Candidate> group = withoutTooLong(packed);
        if (group.size() > 1 || group.get(0).hasManyDeletedRows()) {
            groups.add(Candidate.group(group));
        }
    }

    private List<Candidate> withoutTooLong(List<Candidate> group) {
        long all = Candidate.bytes(group);
        return group.stream()
                .filter(candidate -> {
                    long length = candidate.file().sizeBytes();
                    return candidate.hasManyDeletedRows()
                            || length < targetBytes / 2
                            || length < TOO_LONG_FOR_REST * (all - length)
                            || group.size() == 1;
                })
                .toList();
    }
}
