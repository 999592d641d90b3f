/**
 * Weir beside its peers: the same jobs on the same data in one run, checked against each other before a time is printed.
 *
 * <p>{@link io.weir.bench.Compare} runs a job with every {@link io.weir.bench.Contender} in a JVM of its own; {@code
 * bench/run} is its script. The classes ending in {@code Bench} are JMH benchmarks of single steps.
 */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
