/**
 * Checkpoints: the whole state of a table at one version as Parquet, so that nobody has to replay the log from its beginning.
 * (PROTOCOL.md, "Checkpoints")
 */
@NullMarked
package io.weir.log.checkpoint;

import org.jspecify.annotations.NullMarked;
