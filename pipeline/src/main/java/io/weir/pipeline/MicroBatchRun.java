package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.source.SourceReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run that does one epoch after the other: takes batches from the thread that reads, writes them, and commits when its trigger says so.
 */
final class MicroBatchRun extends Run {
    private static final long WAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ADVANCED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Query query;
    private final Epochs epochs;
    private final ReadAhead ahead;
    private final EpochBuilder builder;

    // of the query's thread
    private EpochState epoch = new EpochState();
    private long closedNanos = System.nanoTime();
    private long advancedNanos = closedNanos;

    private MicroBatchRun(Query query) {
        super(query);
        this.query = query;
        this.epochs = Epochs.open(query, this::named);
        try {
            this.builder = new EpochBuilder(query, epochs, 1);
            SourceReader reader = query.source.open(epochs.position(), query.readSettings(epochs.table()));
            this.ahead = new ReadAhead(
                    reader,
                    new StepChain(StepChain.before(query.stages)),
                    query.badRecords instanceof BadRecords.Fail,
                    query.maxEpochRows);
            epochs.measure(List.of(reader));
        } catch (RuntimeException e) {
            epochs.close();
            throw e;
        }
    }

    static RunningQuery start(Query query) {
        MicroBatchRun run = new MicroBatchRun(query);
        run.ahead.start();
        run.begin();
        return run;
    }

    @Override
    Summary work() throws InterruptedException {
        loop();
        ahead.committed(epochs.position(), true);
        return epochs.end();
    }

    @Override
    void release() {
        ahead.close();
        try {
            builder.close();
        } finally {
            epochs.close();
        }
    }

    private void loop() throws InterruptedException {
        while (true) {
            epochs.tellLag();
            ReadAhead.@Nullable Item item = ahead.poll(waitNanos());
            if (item instanceof ReadAhead.Rows rows) {
                take(rows);
            } else if (item instanceof ReadAhead.Failure failed) {
                throw asUnchecked(failed.cause());
            }
            boolean last = isStopping() || item instanceof ReadAhead.End;
            if (epoch.isOpen() && (last || due(item == null))) {
                if (epoch.rowsOut() > 0 || query.remembers() || keptBad() || last) {
                    commit();
                }
                closedNanos = System.nanoTime();
            }
            if (last) {
                return;
            }
        }
    }

    /** How long to wait for rows before looking whether the epoch is to be closed or the query stopped. */
    private long waitNanos() {
        if (!epoch.isOpen()) {
            return WAKE_NANOS;
        }
        long now = System.nanoTime();
        if (query.trigger instanceof Trigger.AsFastAsPossible) {
            return Math.min(WAKE_NANOS, closedNanos + Query.SHORTEST_EPOCH.toNanos() - now);
        }
        if (query.trigger instanceof Trigger.Every every) {
            return Math.min(WAKE_NANOS, closedNanos + every.interval().toNanos() - now);
        }
        return WAKE_NANOS;
    }

    private boolean due(boolean nothingThere) {
        if (builder.isFull()) {
            return true;
        }
        if (!(query.trigger instanceof Trigger.Once)
                && (epoch.rowsIn() >= query.maxEpochRows
                        || epoch.bytesIn() >= query.maxEpochBytes
                        || epoch.files() >= query.maxEpochFiles)) {
            return true;
        }
        long age = System.nanoTime() - closedNanos;
        if (query.trigger instanceof Trigger.Every every) {
            return age >= every.interval().toNanos();
        }
        return query.trigger instanceof Trigger.AsFastAsPossible
                && nothingThere
                && age >= Query.SHORTEST_EPOCH.toNanos();
    }

    private void take(ReadAhead.Rows rows) {
        makeReady(rows.written());
        if (epoch.open(System.nanoTime())) {
            query.hook.at(Step.OPENED);
        }
        if (query.badRecords instanceof BadRecords.Quarantine policy) {
            for (BadRecord bad : rows.bad()) {
                epochs.keep(policy, bad);
            }
        }
        long written = 0;
        if (rows.written().rowCount() > 0) {
            written = builder.write(rows.written());
            query.hook.at(Step.WRITTEN);
        }
        epoch.add(rows.read(), written, rows.bad().size());
        epochs.taken(
                rows.read().records(), rows.read().bytes(), written, rows.bad().size());
        long now = System.nanoTime();
        if (now - advancedNanos >= ADVANCED_NANOS) {
            advancedNanos = now;
            Progress running = epochs.progress(epoch);
            show(running);
            query.listeners.forEach(listener -> listener.advanced(running));
        }
    }

    /** Are there bad records that must not be forgotten? */
    private boolean keptBad() {
        return query.badRecords instanceof BadRecords.Quarantine && epoch.badRows() > 0;
    }

    /** Where the rows have other columns than those before, tables are made, or gain columns, before an epoch that has them. */
    private void makeReady(ColumnBatch rows) {
        @Nullable List<ColumnBatch> lacking = builder.lacking(rows);
        while (lacking != null) {
            if (epoch.isOpen()) {
                commit();
            }
            epochs.makeReady(lacking);
            lacking = builder.lacking(rows);
        }
    }

    private void commit() {
        long before = epoch.rowsOut();
        TaskPart part = builder.finish(epoch, List.of());
        epochs.taken(0, 0, epoch.rowsOut() - before, 0);
        query.hook.at(Step.FINISHED);
        Progress done = epochs.commit(epoch, List.of(part));
        if (done != null) {
            epoch = new EpochState();
            advancedNanos = System.nanoTime();
            show(done);
            ahead.committed(epochs.position(), false);
            query.listeners.forEach(listener -> listener.committed(done));
        }
    }
}
