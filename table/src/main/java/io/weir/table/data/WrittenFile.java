package io.weir.table.data;

import io.weir.log.action.AddFile;

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
}
