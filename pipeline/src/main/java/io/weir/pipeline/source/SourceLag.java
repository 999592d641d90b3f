package io.weir.pipeline.source;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a source has that a query has not committed, measured at one time. Immutable. Numbers are about right; null is what a source of this kind
 * does not know.
 *
 * @param versions of a table, those not read to their end
 * @param files not read to their end
 * @param bytes of those files
 * @param rows of a table, a topic or a generator; of a topic, offsets
 * @param time how long what is to come next has been there, or, of a topic, since the newest message that was read; zero if nothing is there
 */
public record SourceLag(
        @Nullable Long versions,
        @Nullable Long files,
        @Nullable Long bytes,
        @Nullable Long rows,
        @Nullable Duration time) {
    /** Of a source that is read in two parts. */
    public SourceLag plus(SourceLag other) {
        return new SourceLag(
                sum(versions, other.versions),
                sum(files, other.files),
                sum(bytes, other.bytes),
                sum(rows, other.rows),
                time == null || other.time == null ? null : time.compareTo(other.time) > 0 ? time : other.time);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : Long.valueOf(one + other);
    }
}
