package io.weir.table.data;

import io.weir.storage.PendingSync;
import java.util.List;

/**
 * Files that were written. Immutable.
 *
 * @param pending what has to be waited for before a version names the files
 */
public record PendingFiles(List<WrittenFile> files, List<PendingSync> pending) {
    public PendingFiles {
        files = List.copyOf(files);
        pending = List.copyOf(pending);
    }
}
