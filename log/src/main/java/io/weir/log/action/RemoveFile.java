package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a data file out of the table; the tombstone stays in the state until it expires. (PROTOCOL.md, "Add File and Remove
 * File")
 *
 * @param path as the log spells it: a percent-encoded URI, see {@link DataPath}
 * @param deletionTimestamp milliseconds since the epoch; null if it is not said
 * @param extendedFileMetadata true if partition values, size and tags are present; null if it is not said
 * @param partitionValues null if it is not said
 * @param sizeBytes null if it is not said
 * @param stats JSON text, or null
 * @param tags empty if there are none
 * @param unknown members that are not known here, name to JSON
 */
public record RemoveFile(
        String path,
        @Nullable Long deletionTimestamp,
        boolean dataChange,
        @Nullable Boolean extendedFileMetadata,
        @Nullable Map<String, @Nullable String> partitionValues,
        @Nullable Long sizeBytes,
        @Nullable String stats,
        Map<String, @Nullable String> tags,
        @Nullable DeletionVectorDescriptor deletionVector,
        @Nullable Long baseRowId,
        @Nullable Long defaultRowCommitVersion,
        Map<String, String> unknown)
        implements Action {
    public RemoveFile {
        partitionValues = partitionValues == null ? null : StringMap.copyOf(partitionValues);
        tags = StringMap.copyOf(tags);
        unknown = StringMap.copyOfRaw(unknown);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path is empty");
        }
    }

    /** Which logical file this is about. */
    public FileKey key() {
        return FileKey.of(path, deletionVector);
    }

    /** When it was removed as expiry of tombstones sees it: the epoch if it is not said. */
    public long deletedMillis() {
        return deletionTimestamp == null ? 0 : deletionTimestamp;
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.remove(this);
    }
}
