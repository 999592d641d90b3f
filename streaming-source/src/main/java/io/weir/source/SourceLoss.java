package io.weir.source;

import org.jspecify.annotations.Nullable;

/**
 * Rows that a stream went on without, because it was told that it may. Immutable.
 *
 * @param firstVersion the first version of which something is lost
 * @param lastVersion the last one
 * @param file the data file that is gone; null if the log entries of the versions are
 */
public record SourceLoss(
        long firstVersion, long lastVersion, @Nullable String file) {}
