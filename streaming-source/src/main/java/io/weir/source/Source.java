package io.weir.source;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.changes.Feed;
import io.weir.table.changes.VersionFeed;
import io.weir.table.scan.CloseableIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table as a stream. Immutable and safe for many threads.
 *
 * <p>Versions come in their order, files in the order of a version's log entry, rows in the order of a file; versions that only rearranged
 * rows give none. A stream that begins with the table as it was gives that first, its files in the order of their paths. So what is between two
 * positions is the same for everybody, as long as the table keeps those versions.
 */
public final class Source {
    private final Table table;
    private final SourceStart start;
    private final Feed feed;
    private final @Nullable Consumer<SourceLoss> onLoss;
    private final long lastVersion;

    private Source(Table table, SourceStart start, Feed feed, @Nullable Consumer<SourceLoss> onLoss, long lastVersion) {
        this.table = table;
        this.start = start;
        this.feed = feed;
        this.onLoss = onLoss;
        this.lastVersion = lastVersion;
    }

    /** The rows the table has, then those that are appended; a version that did anything else to rows is an error. */
    public static Source of(Table table) {
        return new Source(table, SourceStart.snapshot(), Feed.APPENDS, null, Long.MAX_VALUE);
    }

    /** Where a stream begins that was not read before. Default: {@link SourceStart#snapshot}. */
    public Source startingAt(SourceStart newStart) {
        return new Source(table, newStart, feed, onLoss, lastVersion);
    }

    /** Passes over versions that did anything to rows beside appending; rows that they appended are passed over too. */
    public Source skipChangeCommits() {
        return new Source(table, start, Feed.APPENDS_SKIPPING_CHANGES, onLoss, lastVersion);
    }

    /** Passes over versions that only deleted rows. */
    public Source ignoreDeletes() {
        return new Source(table, start, Feed.APPENDS_IGNORING_DELETES, onLoss, lastVersion);
    }

    /** Gives every change with {@code _change_type}, {@code _commit_version} and {@code _commit_timestamp}. */
    public Source changeFeed() {
        return new Source(table, start, Feed.CHANGES, onLoss, lastVersion);
    }

    /** What versions that change rows give. */
    public Source feed(Feed newFeed) {
        return new Source(table, start, newFeed, onLoss, lastVersion);
    }

    /**
     * Goes on where rows are lost, because log entries were cleaned up or data files vacuumed before they were read; otherwise that is an
     * error.
     *
     * @param listener told of each loss, on the thread that reads
     */
    public Source allowLoss(Consumer<SourceLoss> listener) {
        return new Source(table, start, feed, listener, lastVersion);
    }

    /** Ends with a version, and does not wait for others. */
    public Source upTo(long version) {
        return new Source(table, start, feed, onLoss, version);
    }

    public Table table() {
        return table;
    }

    /** What is given of versions that change rows. */
    public Feed feed() {
        return feed;
    }

    long lastVersion() {
        return lastVersion;
    }

    @Nullable
    Consumer<SourceLoss> onLoss() {
        return onLoss;
    }

    /** The id that positions carry. */
    public String tableId() {
        return table.known().metadata().id();
    }

    /**
     * The position at which a stream begins that was not read before. Another call may give another one: keep it.
     *
     * @throws VersionNotFoundException if it would begin with a version that is not there (any more), or a time after the latest
     */
    public SourcePosition initial() {
        TableVersion latest = table.latest();
        String id = latest.metadata().id();
        if (start instanceof SourceStart.Snapshot) {
            return SourcePosition.beforeSnapshot(id, latest.version());
        }
        if (start instanceof SourceStart.Latest) {
            return SourcePosition.before(id, latest.version() + 1);
        }
        if (start instanceof SourceStart.Time moment) {
            return SourcePosition.before(id, table.versionFrom(moment.time()));
        }
        long version = ((SourceStart.Version) start).version();
        if (version > latest.version() + 1) {
            throw new VersionNotFoundException(
                    "A stream cannot begin behind the table's next version",
                    Facts.of("asked", version, "latest", latest.version(), "table", table.location()));
        }
        return SourcePosition.before(id, version);
    }

    /** Reads on from a position. */
    public SourceStream stream(SourcePosition from) {
        return new SourceStream(this, from);
    }

    /**
     * The end of the next batch: as far as there is something now, and the limits allow.
     *
     * @throws TableException as {@link SourceStream#next}
     */
    public SourcePosition latest(SourcePosition from, SourceLimits limits) {
        SourcePosition end = from;
        try (FileWalk walk = new FileWalk(this, from)) {
            long files = 0;
            long bytes = 0;
            long rows = 0;
            while (true) {
                SourceTask task = walk.next();
                if (task == null) {
                    return walk.position();
                }
                long taskRows = task.file() == null
                        ? 0
                        : Math.max(0, task.file().rowCount() - task.start().row());
                if (files > 0
                        && (files + 1 > limits.maxFiles()
                                || bytes + task.sizeBytes() > limits.maxBytes()
                                || rows + taskRows > limits.maxRows())) {
                    return end;
                }
                files++;
                bytes += task.sizeBytes();
                rows += taskRows;
                end = walk.position();
            }
        }
    }

    /** What is between two positions, in order. */
    public List<SourceTask> plan(SourcePosition from, SourcePosition to) {
        List<SourceTask> tasks = new ArrayList<>();
        try (FileWalk walk = new FileWalk(this, from)) {
            while (walk.position().compareTo(to) < 0) {
                SourceTask task = walk.next();
                if (task == null || task.start().compareTo(to) >= 0) {
                    return tasks;
                }
                SourcePosition begin = task.start();
                boolean ends = begin.version() == to.version()
                        && begin.initial() == to.initial()
                        && begin.index() == to.index();
                tasks.add(
                        ends
                                ? new SourceTask(
                                        begin, to.row() - begin.row(), task.path(), task.sizeBytes(), task.file())
                                : task);
            }
        }
        return tasks;
    }

    /** The rows of a task. Read them to the end or close them. */
    public CloseableIterator<ColumnBatch> open(SourceTask task) {
        SourceTask known = task;
        if (task.file() == null) {
            try (FileWalk walk = new FileWalk(this, task.start())) {
                SourceTask found = walk.next();
                if (found == null
                        || !found.start().equals(task.start())
                        || !found.path().equals(task.path())) {
                    throw new TableException(
                            "The log has another file at the place of a task than where it was planned; is it the same table?",
                            Facts.of("file", task.path(), "position", task.start(), "table", table.location()));
                }
                known = found;
            }
        }
        VersionFeed versions = table.versions(feed);
        return new TaskRows(versions, known, task.rows());
    }

    @Override
    public String toString() {
        return "Source {feed=" + feed + ", start=" + start + ", table=" + table.location() + "}";
    }
}
