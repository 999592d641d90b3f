package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import io.weir.table.deletion.RowDeletion;
import java.util.List;

/**
 * A group as it can be committed behind what others did meanwhile. Immutable.
 *
 * @param before the files of the group that are in the table, as they are now
 * @param gone rows that have left the table since they were read, of the files that were written; of each of these at most once
 * @param filesFollowed how many files of the group lost rows meanwhile
 */
record FollowedGroup(RewrittenGroup written, List<AddFile> before, List<RowDeletion> gone, int filesFollowed) {
    FollowedGroup {
        before = List.copyOf(before);
        gone = List.copyOf(gone);
    }

    /** A group of which nobody changed a file. */
    static FollowedGroup unchanged(RewrittenGroup written) {
        return new FollowedGroup(written, written.group().files(), List.of(), 0);
    }

    /** How many rows have left the table since they were read. */
    long rowsGone() {
        return gone.stream()
                .mapToLong(deletion -> deletion.rows().cardinality())
                .sum();
    }
}
