package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that may be written again, and what of it counts for that.
 *
 * @param deleted the part of its rows that its deletion vector takes out, from 0 to 1
 */
public record Candidate(AddFile file, double deleted) {
    /** A file with a larger part of its rows deleted is written again for that alone. */
    private static final double MAX_DELETED = 0.05;

    boolean hasManyDeletedRows() {
        return deleted > MAX_DELETED;
    }

    /** Those of each partition, in their order. */
    static Collection<List<Candidate>> byPartition(List<Candidate> files) {
        Map<Map<String, @Nullable String>, List<Candidate>> partitions = new LinkedHashMap<>();
        for (Candidate file : files) {
            partitions
                    .computeIfAbsent(file.file().partitionValues(), values -> new ArrayList<>())
                    .add(file);
        }
        return partitions.values();
    }

    static FileGroup group(List<Candidate> files) {
        return new FileGroup(files.stream().map(Candidate::file).toList());
    }

    static long bytes(List<Candidate> files) {
        return files.stream().mapToLong(file -> file.file().sizeBytes()).sum();
    }
}
