/**
 * From the names in {@code _delta_log} to the state of the table: one {@link io.weir.log.replay.LogListing}, of it the
 * {@link io.weir.log.replay.LogSegment} that a version needs, and its {@link io.weir.log.replay.Replay}.
 */
@NullMarked
package io.weir.log.replay;

import org.jspecify.annotations.NullMarked;
