/**
 * Epochs of rows into a table, each exactly once: the core that every engine's sink is made of.
 *
 * <pre>{@code
 * SinkWriter → EpochFiles → EpochCommitter → EpochOutcome
 * }</pre>
 *
 * <p>Any number of {@link io.weir.sink.SinkWriter}s, on any machines, write data files that nobody sees. What a writer hands over at the end
 * of an epoch is an {@link io.weir.sink.EpochFiles}: a value that can be sent and stored. One {@link
 * io.weir.sink.EpochCommitter} puts the parts of an epoch, the epoch's number and the positions reached in the source into one
 * version of the table. The table therefore always knows how far the source was read: there is no second place to
 * agree with it. What the rows do to those that are there is the epoch's {@link io.weir.sink.OutputMode}; what became of epochs that were pending when
 * an engine stopped, the log says as {@link io.weir.sink.PendingEpoch}s.
 */
@NullMarked
package io.weir.sink;

import org.jspecify.annotations.NullMarked;
