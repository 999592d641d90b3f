package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows are listed that a data file does not have any more. (PROTOCOL.md, "Deletion Vector Descriptor Schema")
 *
 * @param storageType {@code u} (a file named by a UUID), {@code p} (an absolute path) or {@code i} (inline)
 * @param offset where in the file it starts; null if it is not said
 * @param sizeInBytes length of the serialised vector, without its size and checksum
 * @param cardinality how many rows it removes
 * @param unknown members that are not known here, name to JSON
 */
public record DeletionVectorDescriptor(
        String storageType,
        String pathOrInlineDv,
        @Nullable Integer offset,
        int sizeInBytes,
        long cardinality,
        Map<String, String> unknown) {
    public DeletionVectorDescriptor {
        unknown = StringMap.copyOfRaw(unknown);
        if (sizeInBytes < 0 || cardinality < 0) {
            throw new IllegalArgumentException("A deletion vector has a negative size {cardinality=" + cardinality
                    + ", sizeInBytes=" + sizeInBytes + "}");
        }
    }

    /** Tells vectors of one data file apart; with the file's path it names a logical file. */
    public String uniqueId() {
        return offset == null ? storageType + pathOrInlineDv : storageType + pathOrInlineDv + "@" + offset;
    }
}
