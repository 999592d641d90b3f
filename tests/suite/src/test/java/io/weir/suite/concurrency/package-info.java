/** Pairs of operations on one table at the same time: which of them go together, and what the table has then. */
@NullMarked
package io.weir.suite.concurrency;

import org.jspecify.annotations.NullMarked;
