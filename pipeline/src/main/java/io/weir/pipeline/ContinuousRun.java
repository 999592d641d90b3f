package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.action.Metadata;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.source.SourceReader;
import io.weir.sink.EpochFiles;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private final EpochSink sink;
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

    private record NeedsColumns(ContinuousTask task, ColumnBatch rows) implements Message {}

    private record Full() implements Message {}

    private ContinuousRun(Query query, Trigger.Continuous trigger) {
        super(query);
        this.query = query;
        this.intervalNanos = trigger.interval().toNanos();
        this.sink = EpochSink.open(query, this::named);
        try {
            List<SourceReader> readers = query.source.openParts(sink.position(), query.readSettings(sink.table()));
            for (SourceReader reader : readers) {
                ContinuousTask task = new ContinuousTask(query, reader, this, readers.size());
                Thread thread = new Thread(task, "weir-task-" + tasks.size());
                thread.setDaemon(true); // it may be waiting for standard input, which nothing can wake it from
                tasks.add(task);
                threads.add(thread);
            }
        } catch (RuntimeException e) {
            sink.close();
            throw e;
        }
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
    public void needsColumns(ContinuousTask task, ColumnBatch rows) {
        messages.add(new NeedsColumns(task, rows));
    }

    @Override
    public @Nullable Table table() {
        return sink.table();
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
                tasks.forEach(task -> task.committed(sink.position(), true));
                return sink.summary();
            }
            due = Math.max(due + intervalNanos, System.nanoTime());
        }
    }

    /** Returns when the epoch ends: at its time, or because somebody cannot go on without that. */
    private void awaitEnd(long due) throws InterruptedException {
        while (!isStopping() && failure == null && needs.isEmpty() && !epochIsDue) {
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
        List<EpochFiles> files = new ArrayList<>();
        Set<Metadata> writtenAs = new HashSet<>();
        for (TaskPart part : parts) {
            epoch.add(part.state());
            files.add(part.files());
            if (part.writtenAs() != null) {
                writtenAs.add(part.writtenAs());
            }
            sink.taken(
                    part.state().rowsIn(), part.state().rowsOut(), part.state().badRows());
            if (query.badRecords instanceof BadRecords.Quarantine policy) {
                for (BadRecord bad : part.bad()) {
                    sink.keep(policy, bad);
                }
            }
        }
        parts.clear();
        Progress done = sink.commit(epoch, files, writtenAs);
        if (done != null) {
            show(done);
            tasks.forEach(task -> task.committed(sink.position(), false));
            query.listeners.forEach(listener -> listener.committed(done));
        }
    }

    /** All that was written in the columns before is in the table now. */
    private void giveColumns() {
        for (NeedsColumns need : needs) {
            Table known = sink.table();
            if (known == null) {
                sink.create(need.rows());
            } else if (query.mergeSchema
                    && SchemaEvolution.isNeeded(
                            known.latest().metadata(), need.rows().schema())) {
                SchemaEvolution.addColumns(known, need.rows().schema());
            }
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
        sink.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
