package io.weir.bench;

import java.nio.file.Path;

/**
 * One implementation, able to do some of the jobs. A job that it cannot do throws {@link UnsupportedOperationException}.
 *
 * <p>Scans sum event_id, event_time, user_id, date, the amounts in cents, and the lengths of the three strings; the projected
 * one user_id and the amounts in cents; the selective ones all of that for the rows they keep.
 */
interface Contender {
    /** Takes the events into memory in the contender's own form, where it has one. Not timed. */
    default void prepare(Events events) throws Exception {}

    /** Writes {@code commits} batches of events as so many commits, zstd, with two threads if it can use them. */
    void ingest(Path table, Events events, int commits) throws Exception;

    Checksum fullScan(Path table) throws Exception;

    /** user_id and amount of all rows. */
    Checksum projectedScan(Path table) throws Exception;

    /** All columns of one user's rows. */
    Checksum oneUser(Path table, long userId) throws Exception;

    /** All columns of the rows with {@code from <= event_time < to}, in microseconds. */
    Checksum timeRange(Path table, long fromMicros, long toMicros) throws Exception;

    /** Appends {@code count} small batches (10 rows each), one commit each, one after the other. */
    void smallAppends(Path table, Events events, int count) throws Exception;

    /** Opens a table and lists every live file; the sum is over their sizes. */
    Checksum listFiles(Path table) throws Exception;

    /** Opens a table and plans a scan of {@code event_id} between two bounds; the sum is over the sizes of the files kept. */
    Checksum plan(Path table, long fromId, long toId) throws Exception;

    /** Deletes one row in a thousand. */
    default void delete(Path table) throws Exception {
        throw new UnsupportedOperationException("delete");
    }

    /** Merges a source: rows of known ids replace those that are there, others come in addition. */
    default void merge(Path table, Path source) throws Exception {
        throw new UnsupportedOperationException("merge");
    }

    /** Puts files of ten thousand rows together into files of about 128 MB. */
    default void optimize(Path table) throws Exception {
        throw new UnsupportedOperationException("optimize");
    }

    /** Puts the rows in Z-order by user_id and event_time, into about so many files. */
    default void zOrder(Path table, int files) throws Exception {
        throw new UnsupportedOperationException("z-order");
    }

    /** Copies a table by a stream that ends when it has all that is there now. */
    default void streamCopy(Path from, Path to) throws Exception {
        throw new UnsupportedOperationException("stream");
    }
}
