package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.pipeline.decode.BadRecord;
import io.weir.sink.EpochFiles;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run that does one epoch after the other: takes batches from the thread that reads, writes them, and commits when its trigger says so.
 */
final class MicroBatchRun extends Run {
    private static final long WAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ADVANCED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Query query;
    private final EpochSink sink;
    private final ReadAhead ahead;

    // of the query's thread
    private @Nullable SinkWriter writer;
    private @Nullable Metadata writtenAs; // by the writer
    private @Nullable StructType lastRowSchema;
    private EpochState epoch = new EpochState();
    private long closedNanos = System.nanoTime();
    private long advancedNanos = closedNanos;

    private MicroBatchRun(Query query) {
        super(query);
        this.query = query;
        this.sink = EpochSink.open(query, this::named);
        try {
            this.ahead = new ReadAhead(
                    query.source.open(sink.position(), query.readSettings(sink.table())),
                    query.transforms,
                    query.badRecords instanceof BadRecords.Fail,
                    query.maxEpochRows);
        } catch (RuntimeException e) {
            sink.close();
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
        ahead.committed(sink.position(), true);
        return sink.summary();
    }

    @Override
    void release() {
        ahead.close();
        try {
            closeWriter();
        } finally {
            sink.close();
        }
    }

    private void loop() throws InterruptedException {
        while (true) {
            ReadAhead.@Nullable Item item = ahead.poll(waitNanos());
            if (item instanceof ReadAhead.Rows rows) {
                take(rows);
            } else if (item instanceof ReadAhead.Failure failed) {
                throw asUnchecked(failed.cause());
            }
            boolean last = isStopping() || item instanceof ReadAhead.End;
            if (epoch.isOpen() && (last || due(item == null))) {
                if (epoch.rowsOut() > 0 || keptBad() || last) {
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
        StructType schema = rows.written().schema();
        if (!schema.equals(lastRowSchema)) {
            schemaChanged(rows.written());
            lastRowSchema = schema;
        }
        if (epoch.open(System.nanoTime())) {
            query.hook.at(Step.OPENED);
        }
        if (query.badRecords instanceof BadRecords.Quarantine policy) {
            for (BadRecord bad : rows.bad()) {
                sink.keep(policy, bad);
            }
        }
        if (rows.written().rowCount() > 0) {
            write(rows.written());
            query.hook.at(Step.WRITTEN);
        }
        epoch.add(rows.read(), rows.written().rowCount(), rows.bad().size());
        sink.taken(rows.read().records(), rows.written().rowCount(), rows.bad().size());
        long now = System.nanoTime();
        if (now - advancedNanos >= ADVANCED_NANOS) {
            advancedNanos = now;
            Progress running = sink.progress(epoch);
            show(running);
            query.listeners.forEach(listener -> listener.advanced(running));
        }
    }

    /** Are there bad records that must not be forgotten? */
    private boolean keptBad() {
        return query.badRecords instanceof BadRecords.Quarantine && epoch.badRows() > 0;
    }

    /** The rows have other columns than those before: the table is made, or gains columns, before an epoch that has them. */
    private void schemaChanged(ColumnBatch batch) {
        Table known = sink.table();
        if (known == null) {
            sink.create(batch);
            return;
        }
        if (query.mergeSchema && SchemaEvolution.isNeeded(known.latest().metadata(), batch.schema())) {
            if (epoch.isOpen()) {
                commit();
            }
            closeWriter();
            SchemaEvolution.addColumns(known, batch.schema());
        }
    }

    private void write(ColumnBatch batch) {
        SinkWriter open = writer;
        if (open == null) {
            Table table = Objects.requireNonNull(sink.table());
            writtenAs = table.known().metadata();
            open = SinkWriter.open(table, query.writeOptions);
            writer = open;
        }
        open.write(batch);
    }

    private void closeWriter() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private void commit() {
        EpochFiles files = writer == null ? new EpochFiles(List.of()) : writer.finish();
        query.hook.at(Step.FINISHED);
        Progress done = sink.commit(epoch, List.of(files), writtenAs == null ? List.of() : List.of(writtenAs));
        if (done != null) {
            epoch = new EpochState();
            advancedNanos = System.nanoTime();
            show(done);
            ahead.committed(sink.position(), false);
            query.listeners.forEach(listener -> listener.committed(done));
        }
    }
}
