package io.weir.compaction.optimize;

import io.weir.storage.ObjectStore;

/**
 * What sorting may use.
 *
 * @param bytes that rows may take in memory; what goes beyond is spilled
 * @param spill where to; not closed
 */
public record RewriteMemory(long bytes, ObjectStore spill) {
    /** In any heap that a Java program gets. */
    public static final long DEFAULT_BYTES = 256L << 20;

    public RewriteMemory {
        if (bytes < 1) {
            throw new IllegalArgumentException("Not a size of memory {bytes=" + bytes + "}");
        }
    }

    /** A share of it. */
    RewriteMemory divided(int users) {
        return new RewriteMemory(Math.max(1, bytes / users), spill);
    }
}
