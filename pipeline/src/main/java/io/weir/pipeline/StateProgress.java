package io.weir.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * What the steps of a query remember at the end of an epoch. Immutable.
 *
 * @param rows how many things: windows with their groups, keys
 * @param bytes about how many bytes of memory they take
 * @param lateRows rows dropped in the epoch because they came too late
 * @param watermarkMicros microseconds since 1970 behind which rows come too late; null if there is no such time, or not yet
 */
public record StateProgress(
        long rows, long bytes, long lateRows, @Nullable Long watermarkMicros) {}
