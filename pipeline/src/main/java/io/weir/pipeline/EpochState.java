package io.weir.pipeline;

import io.weir.pipeline.source.SourceBatch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one epoch has taken so far. One thread at a time. */
final class EpochState {
    private final Map<String, Long> moved = new HashMap<>();
    private long startedNanos;
    private boolean open;
    private long rowsIn;
    private long rowsOut;
    private long badRows;
    private long bytesIn;
    private long files;
    private @Nullable StateProgress state;

    /** True for the first rows. */
    boolean open(long nowNanos) {
        boolean first = !open;
        if (first) {
            startedNanos = nowNanos;
            open = true;
        }
        return first;
    }

    void add(SourceBatch batch, long written, int bad) {
        moved.keySet().removeAll(batch.superseded());
        moved.putAll(batch.moved());
        rowsIn += batch.records();
        rowsOut += written;
        badRows += bad;
        bytesIn += batch.bytes();
        files += batch.files();
    }

    /** Takes what another part of the same epoch has taken. */
    void add(EpochState part) {
        open(part.startedNanos);
        startedNanos = Math.min(startedNanos, part.startedNanos);
        moved.putAll(part.moved);
        rowsIn += part.rowsIn;
        rowsOut += part.rowsOut;
        badRows += part.badRows;
        bytesIn += part.bytesIn;
        files += part.files;
        state = part.state == null ? state : part.state;
    }

    /** Rows that the end of the epoch gave. */
    void wrote(long rows) {
        rowsOut += rows;
    }

    void remembers(StateProgress now) {
        state = now;
    }

    /** What the query's steps remember; null if they do not, or the epoch has not ended. */
    @Nullable
    StateProgress state() {
        return state;
    }

    boolean isOpen() {
        return open;
    }

    Map<String, Long> moved() {
        return moved;
    }

    long startedNanos() {
        return startedNanos;
    }

    long rowsIn() {
        return rowsIn;
    }

    long rowsOut() {
        return rowsOut;
    }

    long badRows() {
        return badRows;
    }

    long bytesIn() {
        return bytesIn;
    }

    long files() {
        return files;
    }
}
