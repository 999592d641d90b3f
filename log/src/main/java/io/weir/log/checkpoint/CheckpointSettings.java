package io.weir.log.checkpoint;

import io.weir.log.action.Metadata;
import io.weir.log.state.TableState;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the table's properties say of its checkpoints. Immutable.
 *
 * @param interval a checkpoint is due at every version that this divides
 * @param statsAsJson write {@code stats}
 * @param statsAsStruct write {@code stats_parsed} and {@code partitionValues_parsed}
 * @param tombstoneRetention how long removed files are remembered
 * @param transactionRetention how long an application's transaction is remembered after it was last updated; null is for ever
 */
public record CheckpointSettings(
        int interval,
        boolean statsAsJson,
        boolean statsAsStruct,
        Duration tombstoneRetention,
        @Nullable Duration transactionRetention) {
    private static final int DEFAULT_INTERVAL = 10;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    /** For properties that cannot be read: forgetting too early loses something, forgetting late does not. */
    static final Duration FOR_EVER = Duration.ofDays(365_000);

    private static final Map<String, Duration> UNITS = Map.of(
            "microsecond", Duration.ofNanos(1000),
            "millisecond", Duration.ofMillis(1),
            "second", Duration.ofSeconds(1),
            "minute", Duration.ofMinutes(1),
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1),
            "week", WEEK);

    public static CheckpointSettings of(Metadata metadata) {
        String retention = metadata.property("delta.deletedFileRetentionDuration");
        String transactions = metadata.property("delta.setTransactionRetentionDuration");
        return new CheckpointSettings(
                interval(metadata.property("delta.checkpointInterval")),
                flag(metadata, "delta.checkpoint.writeStatsAsJson"),
                flag(metadata, "delta.checkpoint.writeStatsAsStruct"),
                retention == null ? WEEK : duration(retention),
                transactions == null ? null : duration(transactions));
    }

    /** Files that were removed at this time or before are not remembered any more. */
    public long tombstonesExpiredMillis(long nowMillis) {
        return nowMillis - tombstoneRetention.toMillis();
    }

    /** How long log entries are kept at least, by {@code delta.logRetentionDuration}. */
    public static Duration logRetention(Metadata metadata) {
        String retention = metadata.property("delta.logRetentionDuration");
        return retention == null ? MONTH : duration(retention);
    }

    /**
     * The first version of the compacted log file that is due at a version, which is its last; -1 if none is. {@code
     * delta.logCompactionInterval} says how many versions it spans; one that crosses a checkpoint is cut there, for nobody would read what is
     * before.
     *
     * @param newest the version of the newest checkpoint that is known; -1 for none
     */
    public static long compactionFrom(Metadata metadata, long version, long newest) {
        String text = metadata.property("delta.logCompactionInterval");
        int span = text == null ? 0 : interval(text);
        CheckpointSettings settings = of(metadata);
        if (span < 2 || version == 0 || version % span != 0 || settings.isDue(version)) {
            return -1;
        }
        long checkpoint = Math.max(newest, version - version % settings.interval());
        long first = Math.max(version - span + 1, checkpoint + 1);
        return first < version ? first : -1;
    }

    /**
     * Is the checkpoint, from which a state is made, so old at a time that it may soon be deleted? What it says of files is read from it when somebody asks, so
     * that a newer one is to take its place well before.
     *
     * @param state whose log keeps as long as its properties say
     * @param nowMillis milliseconds since the epoch
     */
    public static boolean isOld(TableState state, long nowMillis) {
        return Math.min(state.files().checkpointMillis(), state.tombstones().checkpointMillis())
                < nowMillis - logRetention(state.shape().metadata()).toMillis() / 2;
    }

    /** Is a checkpoint due at a version? */
    public boolean isDue(long version) {
        return version > 0 && version % interval == 0;
    }

    private static int interval(@Nullable String text) {
        try {
            return text == null ? DEFAULT_INTERVAL : Math.max(1, Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_INTERVAL;
        }
    }

    private static boolean flag(Metadata metadata, String property) {
        return !"false"
                .equalsIgnoreCase(metadata.property(property)); // both are on unless switched off, as in Delta Spark 4
    }

    /** {@code interval 1 week}, {@code 168 hours}, {@code interval 1 day 12 hours}. */
    static Duration duration(String text) {
        String[] words = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        int at = words[0].equals("interval") ? 1 : 0;
        Duration sum = Duration.ZERO;
        if (at == words.length || (words.length - at) % 2 != 0) {
            return FOR_EVER;
        }
        for (; at < words.length; at += 2) {
            String word = words[at + 1];
            Duration unit = UNITS.get(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            if (unit == null) {
                return FOR_EVER;
            }
            try {
                sum = sum.plus(unit.multipliedBy(Long.parseLong(words[at])));
            } catch (NumberFormatException | ArithmeticException e) {
                return FOR_EVER;
            }
        }
        return sum;
    }
}
