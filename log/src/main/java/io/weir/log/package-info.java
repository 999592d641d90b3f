/**
 * Delta's transaction log: what a table is, now and at every version before.
 *
 * <p>{@link io.weir.log.DeltaLog} is the log of one table; a {@link io.weir.log.Snapshot} is the table at one version.
 */
@NullMarked
package io.weir.log;

import org.jspecify.annotations.NullMarked;
