package io.weir.table.changes;

import io.weir.format.batch.LongVector;
import io.weir.log.action.Action;
import io.weir.log.action.CommitInfo;
import io.weir.log.commit.Commit;
import io.weir.log.state.LiveFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much one version gives to a stream, as far as its log entry says it. Immutable.
 *
 * @param bytes of the files
 * @param rows of those files of which the log says how many they have
 * @param millis when it was committed, by the writer's clock, in milliseconds since 1970; null if the writer did not say
 */
public record VersionSize(
        long version,
        long files,
        long bytes,
        long rows,
        @Nullable Long millis) {
    /** @throws io.weir.log.error.TableException if the version did what the feed does not give out */
    static VersionSize of(Feed feed, Commit commit) {
        long bytes = 0;
        long rows = 0;
        List<ChangedFile> files = files(feed, commit.actions());
        for (ChangedFile file : files) {
            bytes += Math.max(0, file.sizeBytes());
            rows += Math.max(0, file.rows());
        }
        return new VersionSize(commit.version(), files.size(), bytes, rows, millis(commit.info()));
    }

    private static List<ChangedFile> files(Feed feed, List<Action> actions) {
        return switch (feed) {
            case CHANGES -> VersionChanges.changes(actions, true, false);
            case APPENDS -> VersionChanges.appends(actions);
            case APPENDS_SKIPPING_CHANGES, APPENDS_IGNORING_DELETES ->
                VersionChanges.onlyAppends(actions) ? VersionChanges.appends(actions) : List.of();
        };
    }

    private static @Nullable Long millis(@Nullable CommitInfo info) {
        return info == null ? null : info.inCommitTimestamp() != null ? info.inCommitTimestamp() : info.timestamp();
    }

    /** Of the table as it was at a version. */
    static VersionSize ofSnapshot(long version, LiveFiles files, long millis) {
        LongVector counts = files.recordCounts(files.ids());
        long rows = 0;
        for (int i = 0; i < files.count(); i++) {
            rows += counts.isNull(i) ? 0 : counts.value(i);
        }
        return new VersionSize(version, files.count(), files.totalBytes(), rows, millis);
    }
}
