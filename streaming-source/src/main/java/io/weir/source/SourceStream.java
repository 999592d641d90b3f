package io.weir.source;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.table.changes.FilesReader;
import io.weir.table.changes.VersionFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table read as a stream, from a position on, as far as it goes and then on as versions come. Several files are read at the same time. One
 * thread at a time.
 */
public final class SourceStream implements AutoCloseable {
    /** So many files are planned together; few of them are open at once. */
    private static final int WINDOW_FILES = 512;

    private final Source source;
    private final FileWalk walk;

    /** Files that are being read, in order, and the position behind the last of them. */
    private List<SourceTask> window = List.of();

    private @Nullable SourcePosition windowEnd;
    private @Nullable FilesReader reader;

    /** The first file of the window that {@link #reader} reads. */
    private int readerStart;

    /** The file of the window that rows were given of last, and how many. */
    private int place = -1;

    private long row;

    /** Rows that were read and not given yet. */
    private @Nullable ColumnBatch rest;

    /** What is wrong with the file behind the rows that were given last. */
    private @Nullable CorruptTableException readFailure;

    /** What is wrong behind the window; told when its rows were given. */
    private @Nullable TableException failure;

    private SourcePosition position;
    private SourcePosition given;
    private boolean closed;

    SourceStream(Source source, SourcePosition from) {
        this.source = source;
        this.walk = new FileWalk(source, from);
        this.position = from;
        this.given = from;
    }

    /** Behind all that was given. */
    public SourcePosition position() {
        return given;
    }

    /** Was everything given of a source that ends with a version? */
    public boolean ended() {
        return window.isEmpty() && walk.ended();
    }

    /**
     * The next rows; null if there are none now. A batch without rows says that versions were passed that have none to give.
     *
     * @param maxRows how many at most
     * @throws io.weir.log.error.VersionsLostException if log entries are gone that were not read
     * @throws io.weir.log.error.SchemaChangedException if the table's columns changed so that the stream cannot go on
     * @throws TableException if a version did what the stream does not give, or a file cannot be read; with the position, from which a later
     *     stream can go on
     */
    public @Nullable SourceBatch next(int maxRows) {
        if (closed) {
            throw new IllegalStateException(
                    "The stream is closed {table=" + source.table().location() + "}");
        }
        long bytes = 0;
        int files = 0;
        while (true) {
            ColumnBatch rows = rest != null ? rest : read();
            if (rows == null) {
                if (!window.isEmpty()) {
                    position = Objects.requireNonNull(windowEnd);
                    window = List.of();
                }
                if (!plan()) {
                    return passed();
                }
                continue;
            }
            int current = rest != null
                    ? place
                    : readerStart + Objects.requireNonNull(reader).place();
            if (current != place) {
                for (int begun = Math.max(0, place + 1); begun <= current; begun++) {
                    files++;
                    bytes += window.get(begun).sizeBytes();
                }
                place = current;
                row = 0;
            }
            rest = null;
            long skip = window.get(current).start().row();
            if (row < skip) {
                int left = (int) Math.min(rows.rowCount(), skip - row);
                row += left;
                if (left == rows.rowCount()) {
                    continue;
                }
                rows = rows.slice(left, rows.rowCount());
            }
            if (rows.rowCount() > maxRows) {
                rest = rows.slice(maxRows, rows.rowCount());
                rows = rows.slice(0, maxRows);
            }
            row += rows.rowCount();
            position = rest != null ? in(current) : behind(current);
            given = position;
            return new SourceBatch(rows, given, bytes, files);
        }
    }

    /** Behind the rows that were given of a file that has more. */
    private SourcePosition in(int file) {
        SourcePosition start = window.get(file).start();
        return start.at(start.index(), row);
    }

    /** Behind the rows that were given of a file, which is its end if the reader has no more of it. */
    private SourcePosition behind(int file) {
        FilesReader reading = Objects.requireNonNull(reader);
        try {
            if (!reading.hasNext()) {
                return Objects.requireNonNull(windowEnd);
            }
        } catch (CorruptTableException e) {
            readFailure = e; // what was read before is given first
            return in(file);
        }
        int next = readerStart + reading.placeBeingRead();
        return next == file ? in(file) : window.get(next).start();
    }

    /**
     * Waits until there may be more, at most so long; to be called when {@link #next} gave null. A commit of this process, and on a local file
     * system of any, ends the wait at once.
     */
    public void await(Duration atMost) throws InterruptedException {
        walk.versions().await(atMost);
    }

    /** Says that there is nothing now, and first how far it was looked. */
    private @Nullable SourceBatch passed() {
        if (position.equals(given)) {
            return null;
        }
        given = position;
        StructType schema = walk.schema();
        return schema == null ? null : new SourceBatch(new BatchBuilder(schema).build(), given, 0, 0);
    }

    /** The next rows of the window; null if it has no more. */
    private @Nullable ColumnBatch read() {
        while (reader != null) {
            CorruptTableException failed = readFailure;
            readFailure = null;
            try {
                if (failed != null) {
                    throw failed;
                }
                if (reader.hasNext()) {
                    return reader.next();
                }
                closeReader();
            } catch (CorruptTableException e) {
                goOnWithout(e);
            }
        }
        return null;
    }

    /** A file that is gone is passed over, if that may be. */
    private void goOnWithout(CorruptTableException e) {
        Consumer<SourceLoss> listener = source.onLoss();
        int broken = readerStart + Objects.requireNonNull(reader).placeBeingRead();
        if (listener == null || !(e.getCause() instanceof ObjectNotFoundException)) {
            throw e.with("position", window.get(broken).start());
        }
        VersionFile file = Objects.requireNonNull(window.get(broken).file());
        listener.accept(new SourceLoss(file.version(), file.version(), file.path()));
        closeReader();
        if (broken + 1 < window.size()) {
            open(broken + 1);
        }
    }

    /** @return is there anything in the new window? */
    private boolean plan() {
        if (failure != null) {
            throw failure;
        }
        List<SourceTask> tasks = new ArrayList<>();
        try {
            while (tasks.size() < WINDOW_FILES) {
                SourceTask task = walk.next();
                if (task == null) {
                    break;
                }
                tasks.add(task);
            }
        } catch (TableException e) {
            if (tasks.isEmpty()) {
                position = walk.position();
                throw e;
            }
            failure = e;
        }
        position = tasks.isEmpty() ? walk.position() : position;
        windowEnd = walk.position();
        window = tasks;
        place = -1;
        row = 0;
        if (tasks.isEmpty()) {
            return false;
        }
        open(0);
        return true;
    }

    private void open(int from) {
        readerStart = from;
        reader = walk.versions()
                .read(window.subList(from, window.size()).stream()
                        .map(task -> Objects.requireNonNull(task.file()))
                        .toList());
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        closeReader();
        walk.close();
    }
}
