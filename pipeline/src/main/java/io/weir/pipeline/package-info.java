/**
 * Streaming queries: rows from a source through some steps into a table, exactly once, in one process.
 *
 * <pre>{@code
 * RunningQuery query = Query.from(Sources.json(Path.of("flights.jsonl")))
 *         .filter(col("delay").gt(60))
 *         .to("/data/late")
 *         .create()
 *         .trigger(Trigger.availableNow())
 *         .start();
 * Summary summary = query.await();
 * }</pre>
 *
 * <p>A query runs as epochs. An epoch is some rows of the source; they, the epoch's number and the position behind them become one version of
 * the table, or none of it does. A query that is started again looks into the table for where it was. Rooms: {@code decode} makes
 * batches of text, {@code source} reads files, directories and streams from a position on, {@code transform} holds the
 * steps; those that remember earlier rows are in {@code state} and {@code window}.
 */
@NullMarked
package io.weir.pipeline;

import org.jspecify.annotations.NullMarked;
