/**
 * What a table is at one version: its protocol, metadata, transactions and files, as immutable values.
 *
 * <p>Files are held in packed columns ({@link io.weir.log.state.FileChunk}), never as one object each, so that a table of
 * millions of files fits in memory and can be planned by loops over arrays. {@link io.weir.log.state.TableState} is advanced
 * by a commit in time that depends on the commit, not on the table.
 */
@NullMarked
package io.weir.log.state;

import org.jspecify.annotations.NullMarked;
