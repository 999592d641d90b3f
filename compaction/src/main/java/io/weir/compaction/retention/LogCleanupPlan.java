package io.weir.compaction.retention;

import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.commit.LogNames;
import io.weir.log.replay.LogListing;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Log entries, checkpoints, compacted log files and checksums that only versions need which have expired, and sidecars that no checkpoint needs. Immutable.
 * (PROTOCOL.md, "Metadata Cleanup")
 *
 * @param firstKept the version of the checkpoint from which all later versions are made; -1 if no version can be deleted
 * @param files to be deleted, those of older versions first, sidecars last
 */
public record LogCleanupPlan(long firstKept, List<ObjectInfo> files) {
    private static final LogCleanupPlan NOTHING = new LogCleanupPlan(-1, List.of());
    /** So many are deleted by one call of the store, which may be one request. */
    private static final int BATCH = 1000;

    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern OF_VERSION = Pattern.compile("(\\d{20})\\..*");

    public LogCleanupPlan {
        files = List.copyOf(files);
    }

    /**
     * Chooses. Pure. The newest version that has expired stays, for it was the newest when the time that is kept began, and so does the
     * checkpoint that it is made from, with its log entry.
     *
     * @param log what is in the log's directory, in the order of names
     * @param isWhole can the checkpoint be read, with all that it names? Asked of complete ones only, the newest first
     * @param cutoffMillis entries that were written at this time or later stay; milliseconds since the epoch
     * @param protectedBefore versions before this one have to stay for readers that need them, or all go; 0 if there are none
     * @param neededFrom this version and later ones have to stay; {@code Long.MAX_VALUE} if nobody needs old ones
     */
    public static LogCleanupPlan of(
            Collection<ObjectInfo> log,
            Predicate<CheckpointFiles> isWhole,
            long cutoffMillis,
            long protectedBefore,
            long neededFrom) {
        // Who goes on with a version wants to know the table as it was before
        long base = newestBase(log, isWhole, Math.min(newestExpired(log, cutoffMillis), neededFrom - 1));
        if (base < 0 || base < protectedBefore) {
            return NOTHING;
        }
        List<ObjectInfo> old = new ArrayList<>();
        for (ObjectInfo file : log) {
            Matcher name = OF_VERSION.matcher(file.fileName());
            if (name.matches() && Long.parseLong(name.group(1)) < base && file.modifiedMillis() < cutoffMillis) {
                old.add(file);
            }
        }
        old.sort((a, b) -> a.name().compareTo(b.name()));
        return new LogCleanupPlan(base, old);
    }

    /** Is it a log entry that has not expired? What follows it in the order of names stays, too. */
    public static boolean isKeptCommit(ObjectInfo file, long cutoffMillis) {
        return file.modifiedMillis() >= cutoffMillis
                && COMMIT.matcher(file.fileName()).matches();
    }

    /** The newest version that was written before a time, or -1. */
    private static long newestExpired(Collection<ObjectInfo> log, long beforeMillis) {
        long newest = -1;
        for (ObjectInfo file : log) {
            Matcher name = COMMIT.matcher(file.fileName());
            if (name.matches() && file.modifiedMillis() < beforeMillis && file.sizeBytes() > 0) {
                newest = Math.max(newest, Long.parseLong(name.group(1)));
            }
        }
        return newest;
    }

    /** The newest version up to a bound that has a checkpoint to rely on, or -1. */
    private static long newestBase(Collection<ObjectInfo> log, Predicate<CheckpointFiles> isWhole, long bound) {
        List<CheckpointFiles> checkpoints = LogListing.of(log.iterator(), bound).checkpoints();
        LogListing all = LogListing.of(log.iterator(), Long.MAX_VALUE);
        for (int i = checkpoints.size() - 1; i >= 0; i--) {
            CheckpointFiles checkpoint = checkpoints.get(i);
            boolean filled = checkpoint.objects().stream().allMatch(object -> object.sizeBytes() > 0);
            if (filled && !strands(all, checkpoint.version()) && isWhole.test(checkpoint)) {
                return checkpoint.version();
            }
        }
        return -1;
    }

    /**
     * Is there a version after a checkpoint that can only be read from an older one, because a compacted log file which begins before the checkpoint stands in
     * for a commit that is gone?
     */
    private static boolean strands(LogListing log, long checkpoint) {
        long newest = log.commits().isEmpty() ? -1 : log.commits().lastKey(); // later ones were not listed
        for (LogListing.Compaction compaction : log.compactions()) {
            long last = Math.min(compaction.last(), newest);
            for (long version = checkpoint + 1; compaction.first() <= checkpoint && version <= last; version++) {
                if (!log.commits().containsKey(version)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same with sidecars, too. */
    public LogCleanupPlan and(List<ObjectInfo> sidecars) {
        List<ObjectInfo> all = new ArrayList<>(files);
        all.addAll(sidecars);
        return new LogCleanupPlan(firstKept, all);
    }

    /** Deletes what is planned, in order, in as few requests as the store can; what is left if it stops in between is still a table. */
    public void carryOut(ObjectStore store) {
        for (int from = 0; from < files.size(); from += BATCH) {
            store.deleteAll(files.subList(from, Math.min(files.size(), from + BATCH)).stream()
                    .map(ObjectInfo::name)
                    .toList());
        }
    }

    @Override
    public String toString() {
        return files.isEmpty()
                ? "Nothing has expired"
                : "Delete " + files.size() + " files of " + LogNames.DIRECTORY
                        + (firstKept < 0 ? "" : ", no version before " + firstKept + " can be read then");
    }
}
