package io.weir.log.commit;

import static io.weir.log.commit.CommitDraft.ENABLEMENT_TIMESTAMP;
import static io.weir.log.commit.CommitDraft.ENABLEMENT_VERSION;

import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * When the versions of a table were committed, by whom and how, and which one was the newest at some time. Safe for many
 * threads; knows the versions up to the one it was made for.
 *
 * <p>The time of a version is its in-commit timestamp if the table had them then, and otherwise the modification time of its log
 * entry, moved up to one millisecond after the version before where clocks went backwards. Only versions whose log entry
 * is still there have a time. (PROTOCOL.md, "In-Commit Timestamps")
 */
public final class History {
    /**
     * One version.
     *
     * @param timestampMillis when it was committed, in milliseconds since the epoch
     * @param info what its writer said, or null
     */
    public record Entry(
            long version, long timestampMillis, @Nullable CommitInfo info) {}

    /** A version and when it was committed. */
    public record CommitTime(long version, long timestampMillis) {}

    private final CommitHeads heads;
    /** The first version with an in-commit timestamp; {@code Long.MAX_VALUE} if there is none. */
    private final long firstWithTimestamp;
    /** The in-commit timestamp of that version if versions before it have none. */
    private final long enablementMillis;
    /** Monotonic modification times of the versions before {@link #firstWithTimestamp}, from the first that is there. */
    private final long[] fileMillis;

    private History(CommitHeads heads, long firstWithTimestamp, long enablementMillis) {
        this.heads = heads;
        this.firstWithTimestamp = firstWithTimestamp;
        this.enablementMillis = enablementMillis;
        this.fileMillis = heads.monotonicMillis(firstWithTimestamp);
    }

    /**
     * The history of a table up to a version. Lists the log; reads no entry.
     *
     * @param latest the newest version to know of, which must be there
     * @param protocol at that version
     * @param metadata at that version
     */
    public static History load(ObjectStore store, long latest, Protocol protocol, Metadata metadata) {
        return load(store, 0, latest, protocol, metadata);
    }

    /**
     * The same for some versions at the end, which costs less where the table has in-commit timestamps.
     *
     * @param count how many versions at most will be asked for, at least 1
     */
    public static History loadNewest(ObjectStore store, int count, long latest, Protocol protocol, Metadata metadata) {
        long from = Math.max(0, latest - count + 1);
        // Modification times are only comparable once they are made monotonic from the very first on
        boolean all = from < firstWithTimestamp(protocol, metadata);
        return load(store, all ? 0 : from, latest, protocol, metadata);
    }

    private static History load(ObjectStore store, long from, long latest, Protocol protocol, Metadata metadata) {
        long first = firstWithTimestamp(protocol, metadata);
        long enablement = first == 0 || first == Long.MAX_VALUE ? 0 : number(metadata, ENABLEMENT_TIMESTAMP);
        return new History(CommitHeads.list(store, from, latest), first, enablement);
    }

    /**
     * When one version was committed, in milliseconds since the epoch, without moving file times: what the next commit has to be
     * later than. One request, two if the log entry is gone and only its checksum tells.
     *
     * @param protocol at that version
     * @param metadata at that version
     */
    public static long commitMillis(ObjectStore store, long version, Protocol protocol, Metadata metadata) {
        if (CommitDraft.hasInCommitTimestamps(protocol, metadata)) {
            @Nullable Commit commit = Commit.load(store, version).orElse(null);
            @Nullable
            Long fromChecksum = commit != null
                    ? null
                    : VersionChecksum.load(store, version)
                            .map(VersionChecksum::inCommitTimestamp)
                            .orElse(null);
            return fromChecksum != null ? fromChecksum : inCommit(version, commit == null ? null : commit.info());
        }
        try {
            return store.info(LogNames.commit(version)).modifiedMillis();
        } catch (ObjectNotFoundException e) {
            return 0; // only a checkpoint is left of it, and any time is later
        }
    }

    private static long firstWithTimestamp(Protocol protocol, Metadata metadata) {
        if (!CommitDraft.hasInCommitTimestamps(protocol, metadata)) {
            return Long.MAX_VALUE;
        }
        return metadata.property(ENABLEMENT_VERSION) == null ? 0 : number(metadata, ENABLEMENT_VERSION);
    }

    private static long number(Metadata metadata, String property) {
        String value = metadata.property(property);
        try {
            return Long.parseLong(value == null ? "" : value);
        } catch (NumberFormatException e) {
            throw new CorruptTableException(
                    "A table property is not a number", Facts.of("property", property, "value", value), e);
        }
    }

    /** Is no log entry there any more, because only a checkpoint is left? */
    public boolean isEmpty() {
        return heads.isEmpty();
    }

    /** The first version whose log entry, and that of every later version, is still there. */
    public long firstVersion() {
        return heads.first();
    }

    public long latestVersion() {
        return heads.last();
    }

    /**
     * Versions, newest first.
     *
     * @param limit how many at most
     * @param executor runs the reads of several entries; {@code Runnable::run} reads one after the other
     */
    public List<Entry> newest(int limit, Executor executor) {
        long last = heads.last();
        long from = limit >= last - heads.first() + 1 ? heads.first() : last - limit + 1;
        List<CompletableFuture<Entry>> reading = new ArrayList<>();
        for (long version = last; version >= from; version--) {
            long wanted = version;
            reading.add(CompletableFuture.supplyAsync(() -> entry(wanted), executor));
        }
        List<Entry> entries = new ArrayList<>(reading.size());
        for (CompletableFuture<Entry> future : reading) {
            entries.add(join(future));
        }
        return entries;
    }

    /** One version; its log entry is read. */
    public Entry entry(long version) {
        @Nullable CommitInfo info = heads.info(check(version));
        return new Entry(version, version < firstWithTimestamp ? fileMillis(version) : inCommit(version, info), info);
    }

    /**
     * When a version was committed, in milliseconds since the epoch.
     *
     * @throws VersionNotFoundException if its log entry is not there
     */
    public long timestampMillis(long version) {
        check(version);
        return version < firstWithTimestamp ? fileMillis(version) : inCommit(version, heads.info(version));
    }

    /**
     * The same for a version whose log entry was read, without a request.
     *
     * @param info what its writer said, or null
     */
    public long timestampMillis(long version, @Nullable CommitInfo info) {
        check(version);
        return version < firstWithTimestamp ? fileMillis(version) : inCommit(version, info);
    }

    /**
     * The first version that was committed at or after a time.
     *
     * @throws VersionNotFoundException if the time is after the latest
     */
    public long from(Instant time) {
        if (!isEmpty() && !Instant.ofEpochMilli(timestampMillis(heads.first())).isBefore(time)) {
            return heads.first();
        }
        CommitTime before = at(time);
        if (!Instant.ofEpochMilli(before.timestampMillis()).isBefore(time)) {
            return before.version();
        }
        if (before.version() == heads.last()) {
            throw outOfRange("The time is after the table's latest version", time);
        }
        return before.version() + 1;
    }

    /**
     * The last version that was committed at or before a time; the latest if that is earlier.
     *
     * @throws VersionNotFoundException if the time is before the first version that is still there
     */
    public long upTo(Instant time) {
        boolean all = !isEmpty()
                && !Instant.ofEpochMilli(timestampMillis(heads.last())).isAfter(time);
        return all ? heads.last() : at(time).version();
    }

    /**
     * The newest version that was committed at or before a time.
     *
     * @throws VersionNotFoundException if the time is before the first version that is still there, or after the latest
     */
    public CommitTime at(Instant time) {
        if (isEmpty()) {
            throw new VersionNotFoundException(
                    "The table's log has no entry left that tells a time",
                    Facts.of("asked", time, "latest", heads.last()));
        }
        long millis = time.toEpochMilli();
        long boundary = Math.max(heads.first(), Math.min(firstWithTimestamp, heads.last() + 1));
        boolean beforeTimestamps = firstWithTimestamp > heads.last()
                || boundary > heads.first() && firstWithTimestamp > 0 && millis < enablementMillis;
        CommitTime found =
                beforeTimestamps ? search(heads.first(), boundary - 1, millis) : search(boundary, heads.last(), millis);
        if (found.version() == heads.last() && millis > found.timestampMillis()) {
            throw outOfRange("The time is after the table's latest version", time);
        }
        return found;
    }

    /** The last version from {@code low} to {@code high} whose time is not after {@code millis}. */
    private CommitTime search(long low, long high, long millis) {
        long lowMillis = timestampMillis(low);
        if (lowMillis > millis) {
            throw outOfRange("The time is before the table's first version", Instant.ofEpochMilli(millis));
        }
        long found = low;
        long foundMillis = lowMillis;
        long top = high;
        while (found < top) {
            long middle = found + (top - found + 1) / 2;
            long middleMillis = timestampMillis(middle);
            if (middleMillis <= millis) {
                found = middle;
                foundMillis = middleMillis;
            } else {
                top = middle - 1;
            }
        }
        return new CommitTime(found, foundMillis);
    }

    private VersionNotFoundException outOfRange(String sentence, Instant time) {
        long first = heads.first();
        long last = heads.last();
        return new VersionNotFoundException(
                sentence,
                Facts.of("asked", time)
                        .and("earliest", first)
                        .and("earliestTime", Instant.ofEpochMilli(timestampMillis(first)))
                        .and("latest", last)
                        .and("latestTime", Instant.ofEpochMilli(timestampMillis(last))));
    }

    private long check(long version) {
        if (version < heads.first() || version > heads.last()) {
            throw new VersionNotFoundException(
                    "The table's log does not have the version",
                    Facts.of("asked", version, "earliest", heads.first(), "latest", heads.last()));
        }
        return version;
    }

    private long fileMillis(long version) {
        return fileMillis[(int) (version - heads.first())];
    }

    private static long inCommit(long version, @Nullable CommitInfo info) {
        Long timestamp = info == null ? null : info.inCommitTimestamp();
        if (timestamp == null) {
            throw new CorruptTableException(
                    "A commit has no in-commit timestamp, but the table says that it has",
                    Facts.of("file", LogNames.commit(version), "version", version));
        }
        return timestamp;
    }

    private static Entry join(CompletableFuture<Entry> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
