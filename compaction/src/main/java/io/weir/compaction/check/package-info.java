/**
 * What can be wrong with a table ({@link io.weir.compaction.check.FindingKind}), and how it is found: the log against itself, checkpoints
 * and checksums against the log, files against what the log says of them.
 */
@NullMarked
package io.weir.compaction.check;

import org.jspecify.annotations.NullMarked;
