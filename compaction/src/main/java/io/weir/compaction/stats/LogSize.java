package io.weir.compaction.stats;

import io.weir.log.Snapshot;
import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.checkpoint.CheckpointPolicy;
import io.weir.log.checkpoint.LogTail;
import io.weir.log.replay.LogListing;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log is made of. Immutable.
 *
 * @param commits whose log entries are there
 * @param commitBytes of all of them
 * @param checkpoints complete ones
 * @param checkpoint the version of the newest, or null
 * @param checkpointBytes of the newest, without the sidecars that it names
 * @param checkpointMillis when it was written, in milliseconds since the epoch; 0 if there is none
 * @param commitsSince log entries behind it, which a reader reads on top
 * @param bytesSince of these
 */
public record LogSize(
        int commits,
        long commitBytes,
        int checkpoints,
        @Nullable Long checkpoint,
        long checkpointBytes,
        long checkpointMillis,
        int commitsSince,
        long bytesSince) {
    /** Of the log up to a version. One listing. */
    public static LogSize of(ObjectStore table, long version) {
        return of(LogListing.load(table, 0, version));
    }

    /**
     * Would whoever opens the table be quicker with another checkpoint? Not by the versions' numbers, but by how many there are, how long they are, and how
     * long it took to replay them, as {@link CheckpointPolicy} says.
     *
     * @param snapshot whose log this is
     */
    public boolean isCheckpointMissing(Snapshot snapshot) {
        return CheckpointPolicy.of(snapshot.metadata())
                .isMissing(commitsSince, tail(snapshot.tail()), snapshot.files().count());
    }

    private LogTail tail(LogTail known) {
        long version = checkpoint == null ? -1 : checkpoint;
        LogTail listed = new LogTail(version, checkpointBytes, bytesSince, Duration.ZERO, Duration.ZERO);
        return known.checkpoint() == version ? listed.took(known.checkpointTime(), known.replayTime()) : listed;
    }

    private static LogSize of(LogListing listing) {
        List<CheckpointFiles> checkpoints = listing.checkpoints();
        CheckpointFiles newest = checkpoints.isEmpty() ? null : checkpoints.get(checkpoints.size() - 1);
        var since = newest == null ? listing.commits() : listing.commits().tailMap(newest.version(), false);
        return new LogSize(
                listing.commits().size(),
                bytes(listing.commits().values()),
                checkpoints.size(),
                newest == null ? null : (Long) newest.version(),
                newest == null ? 0 : newest.sizeBytes(),
                newest == null ? 0 : newest.objects().get(0).modifiedMillis(),
                since.size(),
                bytes(since.values()));
    }

    private static long bytes(Iterable<ObjectInfo> objects) {
        long bytes = 0;
        for (ObjectInfo object : objects) {
            bytes += object.sizeBytes();
        }
        return bytes;
    }
}
