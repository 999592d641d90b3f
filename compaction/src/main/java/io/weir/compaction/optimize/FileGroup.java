package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of one partition whose rows are written again together. Immutable. */
public record FileGroup(List<AddFile> files) {
    public FileGroup {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A group has no files");
        }
    }

    public long sizeBytes() {
        return files.stream().mapToLong(AddFile::sizeBytes).sum();
    }

    /** The partition, by physical names, as the log spells it; empty if the table is not partitioned. */
    public Map<String, @Nullable String> partitionValues() {
        return files.get(0).partitionValues();
    }
}
