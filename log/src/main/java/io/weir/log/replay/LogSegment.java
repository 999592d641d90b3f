package io.weir.log.replay;

import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.commit.LogName;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to be read for the state at one version: a checkpoint or nothing, and every commit after it. Immutable. One that
 * exists has no gap. (PROTOCOL.md, "Action Reconciliation")
 *
 * <p>A file that says what several commits amount to stands in for commits that are gone, and only then: commits are the truth, and
 * not every writer reconciles them right.
 *
 * @param version of the state
 * @param checkpoint where replay starts; null if it starts with the first commit
 * @param commits of the versions after the checkpoint's to {@code version}, in order, or what stands in for some of them
 */
public record LogSegment(long version, @Nullable CheckpointFiles checkpoint, List<ObjectInfo> commits) {
    public LogSegment {
        commits = List.copyOf(commits);
        long next = checkpoint == null ? 0 : checkpoint.version() + 1;
        for (ObjectInfo commit : commits) {
            LogName name = LogName.parse(commit.fileName()).orElse(null);
            long first = name instanceof LogName.Compacted range ? range.first() : name == null ? -1 : name.version();
            if (name == null || first > next || name.version() < next) {
                throw gap(next, version);
            }
            next = name.version() + 1;
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
        List<ObjectInfo> commits = commits(listing, first, version);
        if (base == null && (commits.isEmpty() || !startsAtZero(commits.get(0)))) {
            throw unusable.isEmpty() ? unavailable(listing, version) : nothingToStartFrom(version, unusable);
        }
        return new LogSegment(version, base, commits);
    }

    private static boolean startsAtZero(ObjectInfo commit) {
        return commit.fileName().startsWith(LogNames.padded(0));
    }

    /** The commits of a range of versions; where some are gone, what stands in for them and their neighbours. */
    private static List<ObjectInfo> commits(LogListing listing, long first, long last) {
        List<LogListing.Compaction> entries = new ArrayList<>(); // a commit is what itself amounts to
        long next = first;
        while (next <= last) {
            ObjectInfo commit = listing.commits().get(next);
            LogListing.Compaction entry = commit == null
                    ? standIn(listing, first, next, last)
                    : new LogListing.Compaction(next, next, commit);
            if (entry == null) {
                break; // a gap, which the segment tells of
            }
            while (!entries.isEmpty() && entries.get(entries.size() - 1).first() >= entry.first()) {
                entries.remove(entries.size() - 1);
            }
            entries.add(entry);
            next = entry.last() + 1;
        }
        return entries.stream().map(LogListing.Compaction::object).toList();
    }

    /** Of the compactions that begin in a range and have the version, the one that replaces fewest commits. */
    private static LogListing.@Nullable Compaction standIn(LogListing listing, long first, long version, long last) {
        LogListing.Compaction narrowest = null;
        for (LogListing.Compaction candidate : listing.compactions()) {
            if (candidate.first() >= first
                    && candidate.first() <= version
                    && candidate.last() >= version
                    && candidate.last() <= last
                    && (narrowest == null || length(candidate) < length(narrowest))) {
                narrowest = candidate;
            }
        }
        return narrowest;
    }

    private static long length(LogListing.Compaction compaction) {
        return compaction.last() - compaction.first();
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
