package io.weir.log.replay;

import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectInfo;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to be read for the state at one version: a checkpoint or nothing, and every commit after it. Immutable. One that
 * exists has no gap. (PROTOCOL.md, "Action Reconciliation")
 *
 * @param version of the state
 * @param checkpoint where replay starts; null if it starts with the first commit
 * @param commits of the versions after the checkpoint's to {@code version}, in order
 */
public record LogSegment(long version, @Nullable CheckpointFiles checkpoint, List<ObjectInfo> commits) {
    public LogSegment {
        commits = List.copyOf(commits);
        long next = checkpoint == null ? 0 : checkpoint.version() + 1;
        for (ObjectInfo commit : commits) {
            if (!commit.name().equals(LogNames.commit(next))) {
                throw gap(next, version);
            }
            next++;
        }
        if (next != version + 1) {
            throw gap(next, version);
        }
    }

    /**
     * The segment for the newest version of a listing.
     *
     * @param unusable checkpoints that turned out not to be readable
     */
    public static LogSegment newest(LogListing listing, Collection<CheckpointFiles> unusable) {
        if (listing.isEmpty()) {
            throw new TableNotFoundException(
                    "No Delta table here: the log has neither a commit nor a checkpoint", Facts.NONE);
        }
        return of(listing, listing.newestVersion(), unusable);
    }

    /** The segment for one version. */
    public static LogSegment at(LogListing listing, long version, Collection<CheckpointFiles> unusable) {
        if (listing.isEmpty()) {
            throw new TableNotFoundException(
                    "No Delta table here: the log has neither a commit nor a checkpoint", Facts.NONE);
        }
        if (version > listing.newestVersion() || version < 0) {
            throw unavailable(listing, version);
        }
        return of(listing, version, unusable);
    }

    private static LogSegment of(LogListing listing, long version, Collection<CheckpointFiles> unusable) {
        CheckpointFiles base = null;
        for (CheckpointFiles candidate : listing.checkpoints()) {
            if (candidate.version() <= version && !unusable.contains(candidate)) {
                base = candidate;
            }
        }
        long first = base == null ? 0 : base.version() + 1;
        NavigableMap<Long, ObjectInfo> commits = listing.commits().subMap(first, true, Math.max(first, version), true);
        if (base == null && !listing.commits().containsKey(0L)) {
            throw unusable.isEmpty() ? unavailable(listing, version) : nothingToStartFrom(version, unusable);
        }
        return new LogSegment(version, base, first > version ? List.of() : List.copyOf(commits.values()));
    }

    /** @throws CorruptTableException if a version between {@code after} and the last commit has none */
    static void requireContiguous(long after, NavigableMap<Long, ObjectInfo> commits) {
        long next = after + 1;
        for (long version : commits.keySet()) {
            if (version != next) {
                throw gap(next, commits.lastKey());
            }
            next++;
        }
    }

    private static CorruptTableException gap(long missing, long version) {
        return new CorruptTableException(
                "A commit is missing from the log; versions from it to the next checkpoint cannot be read",
                Facts.of("file", LogNames.commit(missing), "missing", missing, "version", version));
    }

    private static VersionNotFoundException unavailable(LogListing listing, long version) {
        long earliest = earliest(listing);
        return new VersionNotFoundException(
                earliest < 0
                        ? "The log has no version that can be read: it has no checkpoint and its first commit is gone"
                        : "The table has no such version",
                Facts.of(
                        "earliest",
                        earliest < 0 ? "none" : earliest,
                        "latest",
                        listing.newestVersion(),
                        "version",
                        version));
    }

    private static CorruptTableException nothingToStartFrom(long version, Collection<CheckpointFiles> unusable) {
        return new CorruptTableException(
                "No checkpoint can be read and the log does not go back to version 0",
                Facts.of(
                        "files",
                        unusable.stream()
                                .flatMap(c -> c.names().stream())
                                .sorted()
                                .toList(),
                        "version",
                        version));
    }

    private static long earliest(LogListing listing) {
        if (listing.commits().containsKey(0L)) {
            return 0;
        }
        return listing.checkpoints().isEmpty()
                ? -1
                : listing.checkpoints().get(0).version();
    }
}
