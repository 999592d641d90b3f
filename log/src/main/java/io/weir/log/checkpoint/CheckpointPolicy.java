package io.weir.log.checkpoint;

import io.weir.log.action.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a checkpoint is due. Immutable; pure functions.
 *
 * <p>At every version that the interval divides, as in every Delta engine. Beside that, when who opens the table has to replay very much: log entries
 * of so many bytes, or for so long. A checkpoint of a large table costs more than those take, and then waits until it is worth it: it is written again
 * for at least half of its length of log entries, or when replaying them takes longer than reading it.
 *
 * @param interval in versions
 * @param bytes of log entries behind the last checkpoint; {@link #OFF}: however many
 * @param replayTime of these when the table is opened; null: however long
 */
public record CheckpointPolicy(
        int interval, long bytes, @Nullable Duration replayTime) {
    /** {@code weir.checkpointBytes}: a size, or {@code off}. */
    public static final String BYTES = "weir.checkpointBytes";

    /** {@code weir.checkpointReplayTime}: an interval, or {@code off}. */
    public static final String REPLAY_TIME = "weir.checkpointReplayTime";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*([kmgt]?)b?");
    private static final List<String> UNITS = List.of("", "k", "m", "g", "t");
    private static final int BITS_OF_UNIT = 10;

    public static final long OFF = Long.MAX_VALUE;

    /** Some tens of thousands of files that were added. */
    public static final long DEFAULT_BYTES = 16L << 20;

    public static final Duration DEFAULT_REPLAY_TIME = Duration.ofSeconds(1);

    /** What a file takes in a checkpoint at least; a checkpoint that names sidecars does not say itself how long it is. */
    private static final long FILE_BYTES = 100;

    private static final int LEAST_SHARE_OF_CHECKPOINT = 2;

    /** What the table's properties say; one that cannot be read counts as if it were not there. */
    public static CheckpointPolicy of(Metadata metadata) {
        @Nullable String bytes = metadata.property(BYTES);
        @Nullable String time = metadata.property(REPLAY_TIME);
        return new CheckpointPolicy(
                CheckpointSettings.of(metadata).interval(),
                bytes == null ? DEFAULT_BYTES : isOff(bytes) ? OFF : bytes(bytes),
                time == null ? DEFAULT_REPLAY_TIME : isOff(time) ? null : time(time));
    }

    /** Is it the word that turns a rule off? */
    public static boolean isOff(String text) {
        return text.strip().equalsIgnoreCase("off");
    }

    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return DEFAULT_BYTES;
        }
        long number = Long.parseLong(size.group(1));
        int shift = BITS_OF_UNIT * UNITS.indexOf(size.group(2));
        return number == 0 || number > Long.MAX_VALUE >> shift ? DEFAULT_BYTES : number << shift;
    }

    private static Duration time(String text) {
        Duration asked = CheckpointSettings.duration(text);
        return asked.equals(CheckpointSettings.FOR_EVER) ? DEFAULT_REPLAY_TIME : asked;
    }

    /**
     * Is a checkpoint due at a version that was just committed?
     *
     * @param tail up to that version, but for what a checkpoint is on its way of
     * @param files that the table has
     */
    public boolean isDue(long version, LogTail tail, long files) {
        return version > 0 && version > tail.checkpoint() && (version % interval == 0 || isLong(tail, files));
    }

    /** Is there too much behind the newest checkpoint, whatever the versions are called? */
    public boolean isMissing(long commits, LogTail tail, long files) {
        return commits > 0 && (commits >= interval || isLong(tail, files));
    }

    private boolean isLong(LogTail tail, long files) {
        long worthIt = Math.max(tail.checkpointBytes(), files * FILE_BYTES) / LEAST_SHARE_OF_CHECKPOINT;
        boolean byBytes = bytes != OFF && tail.bytes() >= Math.max(bytes, worthIt);
        Duration limit = replayTime;
        return byBytes
                || limit != null
                        && tail.replayTime().compareTo(limit) > 0
                        && tail.replayTime().compareTo(tail.checkpointTime()) > 0;
    }
}
