package io.weir.pipeline.sink;

/** Somewhere other than a table that rows can be put. Immutable. */
public interface Sink {
    /** What it is, for messages and application ids: the same for every run, such as a URI. */
    String identity();

    /**
     * Begins to write in an application's name.
     *
     * @throws SinkException if it cannot be written to
     */
    SinkSession open(String appId);
}
