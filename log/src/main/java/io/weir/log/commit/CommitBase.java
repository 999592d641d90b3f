package io.weir.log.commit;

import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The version that a commit follows.
 *
 * @param rowTracking the domain that says which ids its rows have got, or null
 * @param commitMillis when that version was committed, in milliseconds since the epoch: its in-commit timestamp or, if the
 *     table has none there, the modification time of its file. Asked for only if the new commit needs it
 */
public record CommitBase(
        long version,
        Protocol protocol,
        Metadata metadata,
        @Nullable DomainMetadata rowTracking,
        LongSupplier commitMillis) {
    /** The domain that says which ids rows have got. */
    public static final String ROW_TRACKING_DOMAIN = RowIds.DOMAIN;
}
