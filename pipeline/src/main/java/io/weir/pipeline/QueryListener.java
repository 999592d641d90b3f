package io.weir.pipeline;

/** Listens to a query. Called by the query's thread, which waits for it: do little. An exception thrown here ends the query. */
public interface QueryListener {
    /** An epoch is in the table. */
    default void committed(Progress progress) {}

    /** An epoch has taken more rows; not in the table yet. A few times a second. */
    default void advanced(Progress progress) {}

    /** The query has ended well. */
    default void finished(Summary summary) {}
}
