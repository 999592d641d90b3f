package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import io.weir.table.data.WrittenFile;
import java.util.List;

/**
 * What an optimization did.
 *
 * @param version the newest that it made; the one it looked at, if it made none
 * @param commits how many versions it made
 * @param filesRemoved files that were in the table and whose rows are in others now
 * @param filesFollowed files that somebody else deleted rows of in the meantime, and that were written again all the same
 * @param rowsFollowed rows that were deleted of these, and that the new files have deletion vectors for
 * @param filesSkipped files that somebody else changed in the meantime, and that were left alone
 */
public record OptimizeResult(
        long version,
        int commits,
        int filesRemoved,
        long bytesRemoved,
        int filesAdded,
        long bytesAdded,
        int filesFollowed,
        long rowsFollowed,
        int filesSkipped) {

    /** Nothing yet. */
    static OptimizeResult none(long version) {
        return new OptimizeResult(version, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** With one version more. */
    OptimizeResult in(long newVersion) {
        return new OptimizeResult(
                newVersion,
                commits + 1,
                filesRemoved,
                bytesRemoved,
                filesAdded,
                bytesAdded,
                filesFollowed,
                rowsFollowed,
                filesSkipped);
    }

    /** With one group more. */
    OptimizeResult with(FollowedGroup group, List<WrittenFile> after) {
        return new OptimizeResult(
                version,
                commits,
                filesRemoved + group.before().size(),
                bytesRemoved
                        + group.before().stream().mapToLong(AddFile::sizeBytes).sum(),
                filesAdded + after.size(),
                bytesAdded + after.stream().mapToLong(WrittenFile::sizeBytes).sum(),
                filesFollowed + group.filesFollowed(),
                rowsFollowed + group.rowsGone(),
                filesSkipped);
    }

    /** With files more that were left alone. */
    OptimizeResult without(int files) {
        return new OptimizeResult(
                version,
                commits,
                filesRemoved,
                bytesRemoved,
                filesAdded,
                bytesAdded,
                filesFollowed,
                rowsFollowed,
                filesSkipped + files);
    }
}
