package io.weir.compaction.bisect;

import org.jspecify.annotations.Nullable;

/**
 * What a bisection found. Immutable.
 *
 * @param version the first version in which a row of the condition is there, of those that were looked at; null if it is in none
 * @param before what is known of the version before it; null if there is none
 * @param from the first version that was asked for
 * @param to the last version that was asked for
 * @param probes how many versions were looked at
 */
public record BisectResult(@Nullable Long version, @Nullable Before before, long from, long to, int probes) {
    /** What the version before the one that was found is like. */
    public enum Before {
        /** No row of the condition is there: the one that was found brought it. */
        WITHOUT,
        /** It was not to be looked at: the condition was true from the first version on. */
        NOT_ASKED,
        /** It cannot be read any more, because its log entries or files are gone. */
        GONE
    }
}
