package io.weir.table.data;

import io.weir.log.action.AddFile;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.util.Collection;

/**
 * A finished data file: durable, and invisible until a commit has its action.
 *
 * @param name in the table's store, as it is
 * @param rows how many it holds
 * @param action what makes it part of the table
 */
public record WrittenFile(String name, long rows, AddFile action) {
    public long sizeBytes() {
        return action.sizeBytes();
    }

    /**
     * Deletes files that no version names, and none will. One that cannot be deleted stays behind; it is invisible, and vacuum finds it.
     *
     * @param table the store in which they were written
     */
    public static void abandon(ObjectStore table, Collection<WrittenFile> files) {
        for (WrittenFile file : files) {
            try {
                table.delete(file.name());
            } catch (StorageException e) {
                continue;
            }
        }
    }
}
