/**
 * Many writers, readers and keepers of one table, over a hostile store, from one seed, with an oracle that hears every version at the moment
 * it is there.
 *
 * <pre>{@code
 * Scenario → World → actors → Operation → Oracle → Verdict
 * }</pre>
 *
 * <p>There are all operations that writers have: appends, small ones that share files, overwrites of all, of a condition and of
 * partitions, deletes, updates, merges, truncates, restores, columns that come, go and get other names, properties, epochs of streams whose
 * zombies go on, and compaction. Actors live in processes of their own or together in one ({@link io.weir.suite.simulation.Host}), where
 * they commit to the same table object and their transactions go together; a log entry of several is held against all of them.
 *
 * <p>What an operation means is a function of rows ({@link io.weir.suite.simulation.Effect}), and the {@link
 * io.weir.suite.simulation.Oracle} applies them in the order of the log: the table must say the same.
 */
@NullMarked
package io.weir.suite.simulation;

import org.jspecify.annotations.NullMarked;
