package io.weir.log.action;

import org.jspecify.annotations.Nullable;

/**
 * What makes two file actions be about the same logical file. (PROTOCOL.md, "Add File and Remove File")
 *
 * @param path the canonical path, see {@link DataPath#canonical}
 * @param deletionVectorId {@link DeletionVectorDescriptor#uniqueId()}, or null
 */
public record FileKey(String path, @Nullable String deletionVectorId) {
    static FileKey of(String logPath, @Nullable DeletionVectorDescriptor deletionVector) {
        return new FileKey(DataPath.canonical(logPath), deletionVector == null ? null : deletionVector.uniqueId());
    }
}
