package io.weir.log.commit;

import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import java.util.function.LongSupplier;

/**
 * The version that a commit follows.
 *
 * @param commitMillis when that version was committed, in milliseconds since the epoch: its in-commit timestamp or, if the
 *     table has none there, the modification time of its file. Asked for only if the new commit needs it
 */
public record CommitBase(long version, Protocol protocol, Metadata metadata, LongSupplier commitMillis) {}
