package io.weir.compaction.optimize;

/**
 * What an optimization did.
 *
 * @param version the newest that it made; the one it looked at, if it made none
 * @param commits how many versions it made
 * @param filesSkipped files that somebody else changed in the meantime, and that were left alone
 */
public record OptimizeResult(
        long version,
        int commits,
        int filesRemoved,
        long bytesRemoved,
        int filesAdded,
        long bytesAdded,
        int filesSkipped) {}
