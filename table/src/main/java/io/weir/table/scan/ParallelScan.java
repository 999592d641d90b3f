package io.weir.table.scan;

import static java.util.Objects.requireNonNull;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.EvaluationException;
import io.weir.format.parquet.ParquetException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some files: these, and row groups of large ones, are read at the same time, and come out in the order of the
 * files. One thread at a time.
 */
public final class ParallelScan implements CloseableIterator<ColumnBatch> {
    /** Files from this length on are read by several threads if they have several row groups. */
    private static final long SPLIT_BYTES = 16L << 20;

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final ScanFiles files;

    /** Parts that are being read, or have been, in order. */
    private final Deque<ScanUnit> window = new ArrayDeque<>();

    private int nextTask;
    private long rowsLeft;
    private @Nullable ColumnBatch next;

    /** Where the file of {@link #next} is, and that of the batch given last. */
    private int nextPlace;

    private int place;
    private boolean closed;

    /** @param limit at most so many rows; -1: all */
    public ParallelScan(ObjectStore store, TableEnvironment environment, ScanFiles files, long limit) {
        this.store = store;
        this.environment = environment;
        this.files = files;
        this.rowsLeft = limit < 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !closed) {
            next = read();
            if (next == null) {
                close();
            }
        }
        return next != null;
    }

    @Override
    public ColumnBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ColumnBatch batch = requireNonNull(next);
        next = null;
        place = nextPlace;
        return batch;
    }

    /** The place of the file that the batch given last is of. */
    public int place() {
        return place;
    }

    /** The place of the file that is read now: after an error, of the one that cannot be read. */
    public int placeBeingRead() {
        return nextPlace;
    }

    private @Nullable ColumnBatch read() {
        while (rowsLeft > 0) {
            fill();
            ScanUnit first = window.peek();
            if (first == null) {
                return null;
            }
            nextPlace = first.place();
            ColumnBatch batch = take(first);
            if (batch == null) {
                window.remove();
                continue;
            }
            if (batch.rowCount() > rowsLeft) {
                batch = batch.slice(0, (int) rowsLeft);
            }
            rowsLeft -= batch.rowCount();
            return batch;
        }
        return null;
    }

    private @Nullable ColumnBatch take(ScanUnit unit) {
        try {
            return unit.take();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Keeps one part more in work than there are threads. */
    private void fill() {
        while (window.size() <= environment.parallelism() && nextTask < files.count()) {
            ScanShape shape = files.shape(nextTask);
            ScanTask task = files.task(nextTask++);
            OpenDataFile file = new OpenDataFile(store, task, files::excluded);
            int groups = task.sizeBytes() < SPLIT_BYTES || environment.parallelism() == 1
                    ? 1
                    : located(task, () -> file.parquet().rowGroups().size());
            if (groups <= 1) {
                add(shape, file, null);
                continue;
            }
            for (int group = 0; group < groups; group++) {
                add(shape, file.retain(), group);
            }
            file.release();
        }
        int ahead = 0;
        for (ScanUnit unit : window) {
            if (ahead++ > environment.parallelism()) {
                break;
            }
            unit.call();
        }
    }

    private void add(ScanShape shape, OpenDataFile file, @Nullable Integer rowGroup) {
        RowSource rows = located(file.task(), () -> new FileRows(shape, file, rowGroup));
        window.add(new ScanUnit(
                new Located(rows, file.task()),
                environment.executor(),
                file.task().ordinal()));
    }

    /** Errors say which file. */
    private final class Located implements RowSource {
        private final RowSource rows;
        private final ScanTask task;

        Located(RowSource rows, ScanTask task) {
            this.rows = rows;
            this.task = task;
        }

        @Override
        public @Nullable ColumnBatch next() {
            return located(task, rows::next);
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    private <T extends @Nullable Object> T located(ScanTask task, Supplier<T> work) {
        try {
            return work.get();
        } catch (ObjectNotFoundException e) {
            throw new CorruptTableException(
                    "A data file of this version is gone; it may have been vacuumed", facts(task), e);
        } catch (ParquetException e) {
            throw new CorruptTableException(
                    "A data file cannot be read", facts(task).and("reason", e.getMessage()), e);
        } catch (EvaluationException e) {
            throw new TableException(
                    "An expression has no value for a row of a data file; leave out the row by a condition before it, or use"
                            + " TRY_CAST, which gives null",
                    Facts.of("dataFile", task.path(), "reason", e.getMessage(), "table", store.root())
                            .and("version", files.version(task)),
                    e);
        } catch (TableException e) {
            throw e.with("dataFile", task.path()).with("table", store.root()).with("version", files.version(task));
        }
    }

    private Facts facts(ScanTask task) {
        return Facts.of("file", task.path(), "table", store.root(), "version", files.version(task));
    }

    @Override
    public void close() {
        closed = true;
        window.forEach(ScanUnit::cancel);
        window.clear();
    }
}
