/** What is injected from outside: time, ids, threads, waiting, listeners. Production defaults are made here only. */
@NullMarked
package io.weir.table.environment;

import org.jspecify.annotations.NullMarked;
