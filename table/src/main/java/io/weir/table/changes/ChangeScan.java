package io.weir.table.changes;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.Commit;
import io.weir.log.commit.History;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.TableShape;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ParallelScan;
import io.weir.table.scan.ScanShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a range of versions, some at a time: commits are fetched ahead, and the files of several small versions are read at
 * the same time. Holds the actions of few commits at once. One thread at a time.
 */
final class ChangeScan implements CloseableIterator<ColumnBatch> {
    /** So many commits are on their way from the store at once. */
    private static final int COMMITS_AHEAD = 32;
    /** Versions are taken together until they have so many files. */
    private static final int FILES_TOGETHER = 512;

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final ChangeReader reader;
    private final @Nullable List<Expression> select;
    private final @Nullable Expression condition;
    private final Deque<CompletableFuture<Commit>> commits = new ArrayDeque<>();

    private @Nullable History history;
    /** Protocol and metadata at the version before {@link #nextVersion}, or at that for the first. */
    private @Nullable TableShape shape;

    /** What is wrong with {@link #nextVersion}; told when the rows before it have been given. */
    private @Nullable TableException failure;

    private long nextFetched;
    private long nextVersion;
    private @Nullable ParallelScan current;
    private long rowsLeft;
    private boolean closed;

    ChangeScan(
            DeltaLog log,
            TableEnvironment environment,
            ChangeReader reader,
            @Nullable List<Expression> select,
            @Nullable Expression condition,
            long limit) {
        this.log = log;
        this.environment = environment;
        this.reader = reader;
        this.select = select;
        this.condition = condition;
        this.nextFetched = reader.from();
        this.nextVersion = reader.from();
        this.rowsLeft = limit < 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public boolean hasNext() {
        while (!closed && rowsLeft > 0) {
            if (current != null && current.hasNext()) {
                return true;
            }
            current = null;
            if (nextVersion > reader.to()) {
                close();
                return false;
            }
            current = new ParallelScan(log.store(), environment, new ChangedFiles(log.store(), nextFiles()), rowsLeft);
        }
        close();
        return false;
    }

    @Override
    public ColumnBatch next() {
        ParallelScan scan = hasNext() ? current : null;
        if (scan == null) {
            throw new NoSuchElementException();
        }
        ColumnBatch batch = scan.next();
        rowsLeft -= batch.rowCount();
        return batch;
    }

    /** The files of the next versions, those left out that cannot have a row of the condition. */
    private List<ChangedFiles.Entry> nextFiles() {
        List<ChangedFiles.Entry> files = new ArrayList<>();
        while (failure == null && files.size() < FILES_TOGETHER && nextVersion <= reader.to()) {
            try {
                files(nextCommit(), files);
                nextVersion++;
            } catch (TableException e) {
                failure =
                        e.with("version", nextVersion).with("table", log.store().root());
            }
        }
        if (failure != null && files.isEmpty()) {
            close();
            throw failure;
        }
        return files;
    }

    private Commit nextCommit() {
        while (nextFetched <= reader.to() && commits.size() < COMMITS_AHEAD) {
            long version = nextFetched++;
            commits.add(CompletableFuture.supplyAsync(() -> commit(version), environment.executor()));
        }
        try {
            return commits.remove().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Commit commit(long version) {
        return Commit.load(log.store(), version)
                .orElseThrow(() -> new VersionNotFoundException(
                        "The log entry of a version is gone, so its changes are not known",
                        Facts.of("version", version)));
    }

    private void files(Commit commit, List<ChangedFiles.Entry> target) {
        TableShape now = shapeAt(commit);
        List<String> partitions = SchemaOverRange.partitionColumns(reader.end().shape(), now);
        List<ChangedFile> files = VersionChanges.of(reader.feed(), commit.actions(), now, log.store());
        if (files.isEmpty()) {
            return;
        }
        boolean recorded = files.get(0).kind() == ChangedFile.Kind.RECORDED;
        ScanShape scanShape = reader.shape(partitions, recorded, select, condition);
        long millis = reader.feed().tellsChanges() ? timestampMillis(commit) : 0;
        for (ChangedFile file : files) {
            ChangedFiles.Entry entry = new ChangedFiles.Entry(file, scanShape, commit.version(), millis);
            if (scanShape.mayKeep(entry.task(target.size()))) {
                target.add(entry);
            }
        }
    }

    private long timestampMillis(Commit commit) {
        History times = history;
        if (times == null) {
            times = log.history();
            history = times;
        }
        return times.timestampMillis(commit.version(), commit.info());
    }

    /** Protocol and metadata as a commit left them, which must be such that its rows can be given out. */
    private TableShape shapeAt(Commit commit) {
        TableShape before = shape;
        TableShape after;
        if (before == null) {
            after = isShapeOfEnd()
                    ? reader.end().shape()
                    : log.at(reader.from()).shape();
        } else {
            after = changed(before, commit.actions());
        }
        if (after != before) {
            SchemaOverRange.requireHeldBy(reader.end().shape(), after);
        }
        shape = after;
        return after;
    }

    /** Is it known, from commits that were fetched already, that the first version has the last one's protocol and metadata? */
    private boolean isShapeOfEnd() {
        if (nextFetched <= reader.to()) {
            return false;
        }
        for (CompletableFuture<Commit> later : commits) {
            try {
                if (later.join().actions().stream().anyMatch(a -> a instanceof Protocol || a instanceof Metadata)) {
                    return false;
                }
            } catch (CompletionException e) {
                return false; // told when it is that version's turn
            }
        }
        return true;
    }

    static TableShape changed(TableShape before, List<Action> commit) {
        Protocol protocol = before.protocol();
        Metadata metadata = before.metadata();
        for (Action action : commit) {
            if (action instanceof Protocol newer) {
                protocol = newer;
            } else if (action instanceof Metadata newer) {
                metadata = newer;
            }
        }
        return protocol == before.protocol() && metadata == before.metadata()
                ? before
                : TableShape.of(protocol, metadata);
    }

    @Override
    public void close() {
        closed = true;
        commits.clear();
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
