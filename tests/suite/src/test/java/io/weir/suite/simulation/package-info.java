/**
 * Many writers, readers and keepers of one table, over a hostile store, from one seed, with an oracle that hears every version at the moment
 * it is there.
 *
 * <pre>{@code
 * Scenario → World → actors → Operation → Oracle → Verdict
 * }</pre>
 *
 * <p>What an operation means is a function of rows ({@link io.weir.suite.simulation.Effect}), and the {@link
 * io.weir.suite.simulation.Oracle} applies them in the order of the log: the table must say the same.
 */
@NullMarked
package io.weir.suite.simulation;

import org.jspecify.annotations.NullMarked;
