package io.weir.compaction.optimize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which files are to be written again, and how. Immutable; prints itself.
 *
 * @param version that was looked at
 * @param liveFiles how many files the table has
 * @param targetBytes about how long a file gets
 * @param all also what is in order already
 */
public record OptimizePlan(
        long version,
        int liveFiles,
        long targetBytes,
        Purpose purpose,
        Layout layout,
        boolean all,
        List<FileGroup> groups) {
    /** More partitions than these are not told one by one. */
    private static final int FEW_PARTITIONS = 20;

    public OptimizePlan {
        groups = List.copyOf(groups);
    }

    /** A plan that puts short files together. */
    public OptimizePlan(long version, int liveFiles, long targetBytes, List<FileGroup> groups) {
        this(version, liveFiles, targetBytes, Purpose.OPTIMIZE, Layout.AS_READ, false, groups);
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

    /** About how many files there would be instead. */
    public int filesAfter() {
        return groups.stream().mapToInt(this::filesAfter).sum();
    }

    /** About how many files a group becomes: one where rows stay as they were read, else as many as have the target's length. */
    int filesAfter(FileGroup group) {
        return layout instanceof Layout.AsRead
                ? 1
                : (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round((double) group.sizeBytes() / targetBytes)));
    }

    @Override
    public String toString() {
        if (isEmpty()) {
            return nothing();
        }
        StringBuilder text = new StringBuilder(files() + " of " + counted(liveFiles, "file") + " (" + sizeBytes()
                + " bytes) of version " + version + " become " + filesAfter() + ", by " + layout);
        Map<Map<String, @Nullable String>, List<FileGroup>> partitions = new LinkedHashMap<>();
        for (FileGroup group : groups) {
            partitions
                    .computeIfAbsent(group.partitionValues(), values -> new ArrayList<>())
                    .add(group);
        }
        if (partitions.keySet().iterator().next().isEmpty()) {
            return text.toString();
        }
        if (partitions.size() > FEW_PARTITIONS) {
            return text.append(", in ")
                    .append(partitions.size())
                    .append(" partitions")
                    .toString();
        }
        partitions.forEach((values, own) -> text.append(System.lineSeparator()).append(line(values, own)));
        return text.toString();
    }

    private String nothing() {
        return switch (purpose) {
            case OPTIMIZE ->
                layout instanceof Layout.AsRead
                        ? "nothing to gain: no file of version " + version
                                + " is short beside another, or has many deleted rows"
                        : "nothing to gain: the files of version " + version + " are in order, by " + layout;
            case PURGE ->
                "nothing to purge: no file of version " + version + " has deleted rows or columns that were dropped";
            case REWRITE_TYPES ->
                "nothing to rewrite: all files of version " + version + " have the types of the columns";
        };
    }

    private String line(Map<String, @Nullable String> partition, List<FileGroup> own) {
        List<String> values = new ArrayList<>();
        partition.forEach((name, value) -> values.add(name + "=" + value));
        int files = own.stream().mapToInt(group -> group.files().size()).sum();
        long bytes = own.stream().mapToLong(FileGroup::sizeBytes).sum();
        int after = own.stream().mapToInt(this::filesAfter).sum();
        return "  " + String.join("/", values) + ": " + counted(files, "file") + " (" + bytes + " bytes) become "
                + after;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
