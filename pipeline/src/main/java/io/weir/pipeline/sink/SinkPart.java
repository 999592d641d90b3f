package io.weir.pipeline.sink;

/** What one task wrote in one epoch; invisible until it is committed. */
public interface SinkPart {
    long rows();

    long bytes();
}
