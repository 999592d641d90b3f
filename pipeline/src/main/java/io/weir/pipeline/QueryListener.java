package io.weir.pipeline;

import io.weir.pipeline.source.SourceLag;

/** Listens to a query. Called by the query's thread, which waits for it: do little. An exception thrown here ends the query. */
public interface QueryListener {
    /** An epoch is in the table. */
    default void committed(Progress progress) {}

    /** An epoch has taken more rows; not in the table yet. A few times a second. */
    default void advanced(Progress progress) {}

    /** How far the query is behind was measured anew. About once a second, also while nothing comes, of a source that can tell. */
    default void measured(SourceLag lag) {}

    /** The query has ended well. */
    default void finished(Summary summary) {}
}
