package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import java.util.List;

/** Files of one partition whose rows are to be in one file. Immutable. */
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
}
