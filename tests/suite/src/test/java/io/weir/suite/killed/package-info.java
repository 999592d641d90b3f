/** Maintenance that is killed at every operation of the store: nothing that is needed is lost, and the next run does the rest. */
@NullMarked
package io.weir.suite.killed;

import org.jspecify.annotations.NullMarked;
