package io.weir.table.changes;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.History;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaChangedException;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.error.VersionsLostException;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableShape;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.ScanShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the versions of a table did to its rows, one version after the other, for who keeps his place himself; and the table as it was, to begin
 * with. One thread at a time.
 *
 * <p>What it gives is a function of the log alone: the same at every time and everywhere. Each version's rows come in the schema that the table
 * had then. A schema that does not hold all that the one before held is an error at the version that brought it.
 */
public final class VersionFeed implements AutoCloseable {
    /** A version of which the log entry was cleaned up looks as if it were still to come, and has to be told from that now and then. */
    private static final Duration MAX_UNSEEN = Duration.ofMinutes(10);

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final Feed feed;
    private final CommitsAhead commits;

    /** Protocol and metadata at the version before the next; null if it has to be found out. */
    private @Nullable TableShape shape;

    private @Nullable Instant seen;
    private @Nullable VersionWatch watch;
    private long lastMillis = Long.MIN_VALUE;

    public VersionFeed(DeltaLog log, TableEnvironment environment, Feed feed) {
        this.log = log;
        this.environment = environment;
        this.feed = feed;
        this.commits = new CommitsAhead(log.store(), environment.executor());
    }

    public Feed feed() {
        return feed;
    }

    /**
     * The rows of the table at a version, as files in the order of their paths. The next version is then the one behind it.
     *
     * @throws VersionNotFoundException if the table is not known as it was at the version
     */
    public VersionFiles snapshot(long version) {
        Snapshot snapshot = log.at(version);
        shape = snapshot.shape();
        commits.seek(version + 1);
        LiveFiles files = snapshot.files();
        int[] ids = files.ids();
        Integer[] byPath = new Integer[ids.length];
        for (int i = 0; i < ids.length; i++) {
            byPath[i] = ids[i];
        }
        Arrays.sort(byPath, Comparator.comparing(files::path));
        ScanShape shapeOfFiles = scanShape(snapshot.shape(), false);
        long millis = feed.tellsChanges() ? log.commitMillis(snapshot) : 0;
        return new VersionFiles(
                version,
                true,
                columns(snapshot.shape()),
                ids.length,
                place -> new ChangedFiles.Entry(
                        VersionChanges.ofSnapshot(files.file(byPath[place])), shapeOfFiles, version, millis));
    }

    /** Goes to a version: it is the next. */
    public void seek(long version) {
        commits.seek(version);
        shape = null;
        lastMillis = Long.MIN_VALUE;
    }

    /** The version that is given next. */
    public long nextVersion() {
        return commits.nextVersion();
    }

    /** The id of the table at the version before the next; null if that was not looked at yet. */
    public @Nullable String tableId() {
        return shape == null ? null : shape.metadata().id();
    }

    /**
     * What the next version did; null if there is no such version yet.
     *
     * @throws VersionsLostException if it was there, and its log entry is gone
     * @throws SchemaChangedException if it changed the schema so that the stream cannot go on
     * @throws TableException if it did what the feed does not give out
     */
    public @Nullable VersionFiles next() {
        long version = commits.nextVersion();
        Commit commit = commits.peek();
        Instant now = environment.clock().instant();
        if (commit == null) {
            if (seen == null || Duration.between(seen, now).compareTo(MAX_UNSEEN) > 0) {
                requireNotLost(version);
                seen = now;
            }
            return null;
        }
        seen = now;
        try {
            VersionFiles files = files(commit);
            commits.remove();
            if (watch != null) {
                watch.found();
            }
            return files;
        } catch (TableException e) {
            throw e.with("version", version).with("table", log.store().root());
        }
    }

    private void requireNotLost(long version) {
        long latest = log.latest().version();
        if (latest < version) {
            return;
        }
        commits.seek(version);
        if (commits.peek() != null) {
            return; // it came between the two looks
        }
        long earliest = earliest();
        throw new VersionsLostException(
                "Versions that were not read yet are gone from the table's log; begin anew, or go on behind what is lost if that may be",
                version,
                earliest - 1,
                Facts.of("earliest", earliest, "latest", latest, "lost", version + " to " + (earliest - 1))
                        .and("table", log.store().root()));
    }

    private long earliest() {
        History history = log.history();
        return history.isEmpty() ? history.latestVersion() + 1 : history.firstVersion();
    }

    private VersionFiles files(Commit commit) {
        TableShape before = shape != null ? shape : shapeBefore(commit);
        TableShape now = ChangeScan.changed(before, commit.actions());
        if (now != before) {
            if (!now.metadata().id().equals(before.metadata().id())) {
                throw new SchemaChangedException(
                        "The table was replaced by another one in the middle of a stream, so it stops before the version that did it;"
                                + " start a new stream for the new table",
                        Facts.of(
                                "is",
                                now.metadata().id(),
                                "was",
                                before.metadata().id()));
            }
            SchemaStep.requireFollowed(before, now);
        }
        List<ChangedFile> files = VersionChanges.of(feed, commit.actions(), now, log.store());
        long millis = feed.tellsChanges() ? millis(commit, now) : 0;
        boolean recorded = !files.isEmpty() && files.get(0).kind() == ChangedFile.Kind.RECORDED;
        ScanShape shapeOfFiles = scanShape(now, recorded);
        shape = now;
        return new VersionFiles(
                commit.version(),
                false,
                columns(now),
                files.size(),
                place -> new ChangedFiles.Entry(files.get(place), shapeOfFiles, commit.version(), millis));
    }

    /** Protocol and metadata before a commit: of the version before, or, if that is not known any more, of a later one that has the same. */
    private TableShape shapeBefore(Commit commit) {
        if (commit.version() == 0) {
            return shapeOf(commit);
        }
        try {
            return log.at(commit.version() - 1).shape();
        } catch (VersionNotFoundException e) {
            Snapshot latest = log.latest();
            for (long version = commit.version(); version <= latest.version(); version++) {
                if (Commit.load(log.store(), version)
                        .map(VersionFeed::changesShape)
                        .orElse(true)) {
                    throw e;
                }
            }
            return latest.shape();
        }
    }

    private static TableShape shapeOf(Commit first) {
        @Nullable Protocol protocol = null;
        @Nullable Metadata metadata = null;
        for (Action action : first.actions()) {
            if (action instanceof Protocol found) {
                protocol = found;
            } else if (action instanceof Metadata found) {
                metadata = found;
            }
        }
        if (protocol == null || metadata == null) {
            throw new CorruptTableException(
                    "The table's first version has no protocol or no metadata", Facts.of("version", first.version()));
        }
        return TableShape.of(protocol, metadata);
    }

    private static boolean changesShape(Commit commit) {
        return commit.actions().stream().anyMatch(a -> a instanceof Protocol || a instanceof Metadata);
    }

    private StructType columns(TableShape of) {
        return feed.tellsChanges() ? ChangeColumns.with(of.schema(), of.columnMapping()) : of.schema();
    }

    private ScanShape scanShape(TableShape of, boolean recorded) {
        ColumnMapping mapping = of.columnMapping();
        return new ScanShape(
                columns(of), ChangeReader.constants(feed, of.partitionSchema().names(), recorded), mapping, null, null);
    }

    /** Later than that of the version before, as the times of a history are. */
    private long millis(Commit commit, TableShape now) {
        Long inCommit = commit.info() == null ? null : commit.info().inCommitTimestamp();
        long millis = inCommit != null && CommitDraft.hasInCommitTimestamps(now.protocol(), now.metadata())
                ? inCommit
                : log.store().info(LogNames.commit(commit.version())).modifiedMillis();
        lastMillis = lastMillis == Long.MIN_VALUE ? millis : Math.max(millis, lastMillis + 1);
        return lastMillis;
    }

    /**
     * Waits until the next version may be there, at most so long. To be called when there was none; begins to watch when it is called first, so
     * look once more before waiting long.
     */
    public void await(Duration atMost) throws InterruptedException {
        VersionWatch known = watch;
        if (known == null) {
            watch = new VersionWatch(log.store());
            return; // what came between the last look and now has not been told
        }
        known.await(atMost);
    }

    /** Reads files, of any versions that this feed gave. */
    public FilesReader read(List<VersionFile> files) {
        return new FilesReader(log.store(), environment, new ArrayList<>(files));
    }

    @Override
    public void close() {
        commits.close();
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
