package io.weir.table.scan;

import io.weir.format.batch.ColumnBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One part of a scan that is read ahead of its turn, by whichever thread has time.
 *
 * <p>Nobody waits inside an executor: a thread reads until enough batches are ready and then leaves, and the scan's
 * reader calls for more when it takes some. If the executor has no time, the scan's reader reads for itself. So scans
 * that share an executor cannot bring each other to a stop.
 */
final class ScanUnit {
    /** How many batches may lie ready. */
    private static final int READY_BATCHES = 4;

    private enum State {
        /** Nobody reads. */
        IDLE,
        /** The executor has been told to read, and has not begun. */
        CALLED,
        /** A thread reads. */
        READING,
        /** There is no more to read. */
        ENDED
    }

    /** In the hands of the thread that reads. */
    private final RowSource source;

    private final Executor executor;
    private final int place;

    // All that follows is guarded by this.
    private final Deque<ColumnBatch> ready = new ArrayDeque<>(READY_BATCHES);
    private State state = State.IDLE;
    private boolean cancelled;
    private @Nullable Throwable failure;

    /**
     * @param source opens nothing before it is first asked for rows
     * @param place of the file it is of
     */
    ScanUnit(RowSource source, Executor executor, int place) {
        this.source = source;
        this.executor = executor;
        this.place = place;
    }

    int place() {
        return place;
    }

    /** Has the executor read ahead, if there is room and nobody does. */
    void call() {
        synchronized (this) {
            if (state != State.IDLE || cancelled || ready.size() >= READY_BATCHES) {
                return;
            }
            state = State.CALLED;
        }
        executor.execute(() -> read(State.CALLED, READY_BATCHES));
    }

    /** The next batch; null at the end. Waits for a thread that reads, or reads. */
    @Nullable
    ColumnBatch take() {
        while (true) {
            State seen;
            synchronized (this) {
                while (ready.isEmpty() && state == State.READING) {
                    awaitChange();
                }
                ColumnBatch batch = ready.poll();
                if (batch != null) {
                    return batch;
                }
                if (state == State.ENDED) {
                    rethrow(failure);
                    return null;
                }
                seen = state;
            }
            read(seen, 1);
        }
    }

    private void awaitChange() {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a scan was read", e);
        }
    }

    /** Reads until so many batches are ready, if nobody else has begun since the state was seen. */
    private void read(State seen, int batches) {
        synchronized (this) {
            if (state != seen || state == State.READING || state == State.ENDED) {
                return;
            }
            state = State.READING;
        }
        boolean more = true;
        while (more) {
            ColumnBatch batch = null;
            Throwable error = null;
            try {
                batch = source.next();
            } catch (Throwable e) { // passed on to the thread that takes
                error = e;
            }
            more = deliver(batch, error, batches);
        }
    }

    private boolean deliver(@Nullable ColumnBatch batch, @Nullable Throwable error, int batches) {
        boolean end;
        synchronized (this) {
            if (batch != null && !cancelled) {
                ready.add(batch);
            }
            end = batch == null || cancelled;
            failure = error;
            if (!end && ready.size() < batches) {
                notifyAll();
                return true;
            }
            if (!end) {
                state = State.IDLE;
                notifyAll();
                return false;
            }
        }
        try {
            source.close();
        } finally {
            synchronized (this) {
                state = State.ENDED;
                notifyAll();
            }
        }
        return false;
    }

    /** Stops reading; a thread that reads closes the file when it is done with its batch. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
            ready.clear();
            if (state == State.READING || state == State.ENDED) {
                return;
            }
            state = State.ENDED;
        }
        source.close();
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
