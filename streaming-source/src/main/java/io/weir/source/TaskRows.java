package io.weir.source;

import io.weir.format.batch.ColumnBatch;
import io.weir.table.changes.FilesReader;
import io.weir.table.changes.VersionFeed;
import io.weir.table.scan.CloseableIterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of one file between two of its rows. One thread at a time. */
final class TaskRows implements CloseableIterator<ColumnBatch> {
    private final FilesReader reader;
    private long skip;
    private long left;
    private @Nullable ColumnBatch next;

    /** @param rows how many at most; -1: all */
    TaskRows(VersionFeed versions, SourceTask task, long rows) {
        this.reader = versions.read(List.of(Objects.requireNonNull(task.file())));
        this.skip = task.start().row();
        this.left = rows < 0 ? Long.MAX_VALUE : rows;
    }

    @Override
    public boolean hasNext() {
        while (next == null && left > 0 && reader.hasNext()) {
            ColumnBatch batch = reader.next();
            int from = (int) Math.min(skip, batch.rowCount());
            skip -= from;
            int to = from + (int) Math.min(batch.rowCount() - from, left);
            if (to > from) {
                left -= to - from;
                next = from == 0 && to == batch.rowCount() ? batch : batch.slice(from, to);
            }
        }
        if (next == null) {
            reader.close();
        }
        return next != null;
    }

    @Override
    public ColumnBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ColumnBatch batch = Objects.requireNonNull(next);
        next = null;
        return batch;
    }

    @Override
    public void close() {
        left = 0;
        reader.close();
    }
}
