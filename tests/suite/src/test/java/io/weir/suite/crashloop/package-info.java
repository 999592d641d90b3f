/**
 * Two streaming queries, their source, and what looks after their tables, as processes that are killed and started again, while the tables are held
 * against what was put in. {@code CrashLoop} is the loop, {@code Point} the places where a process kills itself.
 */
@NullMarked
package io.weir.suite.crashloop;

import org.jspecify.annotations.NullMarked;
