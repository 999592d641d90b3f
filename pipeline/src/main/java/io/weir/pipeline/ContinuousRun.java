package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.SourceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run whose tasks never stop: this thread tells them where an epoch ends, takes what each has written in it, and commits that while they go on.
 *
 * <p>What a task hands over are files that are durable and the positions behind their rows, so an epoch is whole if all who have something have
 * handed it over; who has nothing is not waited for. There is one epoch on its way at a time, and a task that has as many rows as an epoch may have
 * waits for the next marker, so memory is bounded however slow the table is.
 */
final class ContinuousRun extends Run implements ContinuousTask.Coordinator {
    private static final long WAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LEAVE_SECONDS = 10;

    private final Query query;
    private final long intervalNanos;
    private final Epochs epochs;
    private final List<ContinuousTask> tasks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    // of the query's thread
    private final List<TaskPart> parts = new ArrayList<>();
    private final List<NeedsColumns> needs = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean epochIsDue;

    private sealed interface Message {}

    private record Part(TaskPart part) implements Message {}

    private record Failure(Throwable cause) implements Message {}

    private record NeedsColumns(ContinuousTask task, List<ColumnBatch> rows) implements Message {}

    private record Full() implements Message {}

    private ContinuousRun(Query query, Trigger.Continuous trigger) {
        super(query);
        this.query = query;
        this.intervalNanos = trigger.interval().toNanos();
        this.epochs = Epochs.open(query, this::named);
        try {
            List<SourceReader> readers = open();
            epochs.measure(readers);
            for (SourceReader reader : readers) {
                ContinuousTask task = new ContinuousTask(query, epochs, reader, this, readers.size());
                Thread thread = new Thread(task, "weir-task-" + tasks.size());
                thread.setDaemon(true); // it may be waiting for standard input, which nothing can wake it from
                tasks.add(task);
                threads.add(thread);
            }
        } catch (RuntimeException e) {
            epochs.close();
            throw e;
        }
    }

    /** A step that remembers has to see all rows, so there is one task then. */
    private List<SourceReader> open() {
        ReadSettings settings = query.readSettings(epochs.table());
        return query.remembers()
                ? List.of(query.source.open(epochs.position(), settings))
                : query.source.openParts(epochs.position(), settings);
    }

    static RunningQuery start(Query query) {
        ContinuousRun run = new ContinuousRun(query, (Trigger.Continuous) query.trigger);
        run.threads.forEach(Thread::start);
        run.begin();
        return run;
    }

    @Override
    public void take(TaskPart part) {
        messages.add(new Part(part));
    }

    @Override
    public void full() {
        messages.add(new Full());
    }

    @Override
    public void failed(Throwable cause) {
        messages.add(new Failure(cause));
    }

    @Override
    public void needsColumns(ContinuousTask task, List<ColumnBatch> rows) {
        messages.add(new NeedsColumns(task, rows));
    }

    @Override
    Summary work() throws InterruptedException {
        long due = System.nanoTime() + intervalNanos;
        while (true) {
            awaitEnd(due);
            boolean last = isStopping() || failure != null;
            epochIsDue = false;
            collect(last);
            commit();
            giveColumns();
            if (failure != null) {
                throw asUnchecked(failure);
            }
            if (last) {
                tasks.forEach(task -> task.committed(epochs.position(), true));
                return epochs.end();
            }
            due = Math.max(due + intervalNanos, System.nanoTime());
        }
    }

    /** Returns when the epoch ends: at its time, or because somebody cannot go on without that. */
    private void awaitEnd(long due) throws InterruptedException {
        while (!isStopping() && failure == null && needs.isEmpty() && !epochIsDue) {
            epochs.tellLag();
            long left = due - System.nanoTime();
            if (left <= 0) {
                return;
            }
            hear(messages.poll(Math.min(left, WAKE_NANOS), TimeUnit.NANOSECONDS));
        }
    }

    private void hear(@Nullable Message message) {
        if (message instanceof Part part) {
            parts.add(part.part());
        } else if (message instanceof Failure failed) {
            if (failure == null) {
                failure = failed.cause();
            } else if (failure != failed.cause()) {
                failure.addSuppressed(failed.cause());
            }
        } else if (message instanceof NeedsColumns need) {
            needs.add(need);
        } else if (message instanceof Full) {
            epochIsDue = true;
        }
    }

    /** Sends the marker and takes the parts of all who have one; of a task that has failed comes none. */
    private void collect(boolean last) throws InterruptedException {
        int expected = parts.size();
        for (ContinuousTask task : tasks) {
            if (task.ask(last)) {
                expected++;
            }
        }
        while (parts.size() < expected && failure == null) {
            hear(messages.poll(WAKE_NANOS, TimeUnit.NANOSECONDS));
        }
    }

    private void commit() {
        if (parts.isEmpty()) {
            return;
        }
        query.hook.at(Step.FINISHED);
        EpochState epoch = new EpochState();
        for (TaskPart part : parts) {
            epoch.add(part.state());
            epochs.taken(
                    part.state().rowsIn(),
                    part.state().bytesIn(),
                    part.state().rowsOut(),
                    part.state().badRows());
            if (query.badRecords instanceof BadRecords.Quarantine policy) {
                for (BadRecord bad : part.bad()) {
                    epochs.keep(policy, bad);
                }
            }
        }
        List<TaskPart> whole = List.copyOf(parts);
        parts.clear();
        Progress done = epochs.commit(epoch, whole);
        if (done != null) {
            show(done);
            tasks.forEach(task -> task.committed(epochs.position(), false));
            query.listeners.forEach(listener -> listener.committed(done));
        }
    }

    /** All that was written in the columns before is in the table now. */
    private void giveColumns() {
        for (NeedsColumns need : needs) {
            epochs.makeReady(need.rows());
            need.task().proceed();
        }
        needs.clear();
    }

    @Override
    void release() {
        tasks.forEach(task -> task.ask(true));
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(LEAVE_SECONDS));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        epochs.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
