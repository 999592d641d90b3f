/**
 * Where rows come from: files, directories, streams, tables and Kafka topics, each with a position that a table's commits can hold.
 *
 * <p>A {@link io.weir.pipeline.source.Source} opened at a {@link io.weir.pipeline.source.Position} gives batches, each with the position behind it. Who
 * commits a batch and its position together has read it exactly once.
 */
@NullMarked
package io.weir.pipeline.source;

import org.jspecify.annotations.NullMarked;
