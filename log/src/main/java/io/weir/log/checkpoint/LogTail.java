package io.weir.log.checkpoint;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.RemoveFile;
import io.weir.storage.ObjectInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever opens the table replays behind the newest checkpoint, as far as this process knows. Immutable.
 *
 * @param checkpoint its version; -1 if there is none
 * @param checkpointBytes how long it is, without sidecars that it names; 0 if there is none
 * @param bytes how long the commits behind it are, about
 * @param replayTime how long it took to read and apply those of them that were there when this process opened the table
 * @param checkpointTime how long it took then to read the checkpoint
 */
public record LogTail(long checkpoint, long checkpointBytes, long bytes, Duration replayTime, Duration checkpointTime) {
    /** Of a log in which nothing is yet. */
    public static final LogTail EMPTY = new LogTail(-1, 0, 0, Duration.ZERO, Duration.ZERO);

    /** About what an action takes in a log entry beside the texts in it. */
    private static final long ACTION_BYTES = 90;

    private static final long PARTITION_VALUE_BYTES = 30;

    public static LogTail of(@Nullable CheckpointFiles checkpoint, List<ObjectInfo> commits) {
        long bytes = commits.stream().mapToLong(ObjectInfo::sizeBytes).sum();
        return checkpoint == null
                ? new LogTail(-1, 0, bytes, Duration.ZERO, Duration.ZERO)
                : new LogTail(checkpoint.version(), checkpoint.sizeBytes(), bytes, Duration.ZERO, Duration.ZERO);
    }

    /** The same with what was measured. */
    public LogTail took(Duration checkpointLoad, Duration replay) {
        return new LogTail(checkpoint, checkpointBytes, bytes, replay, checkpointLoad);
    }

    /** With so many bytes of log entries more. */
    public LogTail plus(long more) {
        return new LogTail(checkpoint, checkpointBytes, bytes + more, replayTime, checkpointTime);
    }

    /** With another commit behind it. */
    public LogTail plus(Iterable<? extends Action> commit) {
        long more = 0;
        for (Action action : commit) {
            more += ACTION_BYTES;
            if (action instanceof AddFile add) {
                more += add.path().length()
                        + PARTITION_VALUE_BYTES * add.partitionValues().size();
                more += add.stats() == null ? 0 : add.stats().length() * 9L / 8; // its quotes are escaped
            } else if (action instanceof RemoveFile remove) {
                more += remove.path().length();
            }
        }
        return plus(more);
    }

    /** What came since: this, without what was there at an earlier time, for which all that is needed was begun. */
    public LogTail since(LogTail earlier) {
        return checkpoint != earlier.checkpoint
                ? this
                : new LogTail(
                        checkpoint, checkpointBytes, Math.max(0, bytes - earlier.bytes), Duration.ZERO, checkpointTime);
    }

    /**
     * What is left behind a checkpoint that was written.
     *
     * @param before what was behind the one before, at the version of this one
     */
    public LogTail behind(long newCheckpoint, long newBytes, LogTail before) {
        return checkpoint >= newCheckpoint
                ? this
                : new LogTail(
                        newCheckpoint,
                        newBytes,
                        checkpoint == before.checkpoint ? Math.max(0, bytes - before.bytes) : bytes,
                        Duration.ZERO,
                        checkpointTime);
    }
}
