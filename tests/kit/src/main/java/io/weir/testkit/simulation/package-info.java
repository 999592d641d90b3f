/**
 * Parts of a deterministic simulation: actors that take turns, a clock that moves with their steps, a store on which everything that
 * its contract allows happens, processes that are killed. All from one seed, so that a run can be had again.
 *
 * <pre>{@code
 * Schedule → step → HostileStore → Trace
 * }</pre>
 *
 * <p>An actor is a thread, but exactly one of them runs. At every request to the store, and wherever the code under test waits, the
 * {@link io.weir.testkit.simulation.Schedule} may give the turn to another one. What an actor did until then is done; what it did
 * not do yet, others come before.
 */
@NullMarked
package io.weir.testkit.simulation;

import org.jspecify.annotations.NullMarked;
