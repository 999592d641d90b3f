package io.weir.source;

import io.weir.table.changes.VersionFile;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one file: a part of what is between two positions. Immutable.
 *
 * @param start the position before its first row
 * @param rows how many rows at most; -1: to the end of the file
 * @param path as the log spells it
 * @param file what the plan knew of it; null in a task that was sent to another process, which finds it in the log again
 */
public record SourceTask(
        SourcePosition start,
        long rows,
        String path,
        long sizeBytes,
        @Nullable VersionFile file) {
    /** Without what cannot be sent. */
    public SourceTask withoutFile() {
        return new SourceTask(start, rows, path, sizeBytes, null);
    }
}
