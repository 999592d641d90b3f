package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.Progress.Input;
import io.weir.pipeline.Progress.Output;
import io.weir.pipeline.TaskWriter.Written;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceLag;
import io.weir.pipeline.source.SourceReader;
import io.weir.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The epochs of a run, and how it stands. One thread at a time, but for {@link #table} and {@link #writer}. */
final class Epochs implements AutoCloseable {
    private final Query query;
    private final Destination destination;
    private final Consumer<String> onNamed;
    private final boolean resumed;
    private final long startedNanos = System.nanoTime();

    private @Nullable LagMeter meter;
    private @Nullable SourceLag told;
    private @Nullable Quarantine quarantine;
    private long rowsIn;
    private long rowsOut;
    private long badRows;
    private long bytesIn;
    private long bytesOut;
    private long epochs;
    private @Nullable Long firstVersion;
    private @Nullable Long lastVersion;

    private Epochs(Query query, Destination destination, Consumer<String> onNamed) {
        this.query = query;
        this.destination = destination;
        this.onNamed = onNamed;
        this.resumed = destination.lastEpoch() != null;
        named();
    }

    /**
     * Opens the query's tables, or makes them, or leaves that to the first rows.
     *
     * @param onNamed told in whose name the query writes, at once or when the table is made
     */
    static Epochs open(Query query, Consumer<String> onNamed) {
        if (query.appId == null && !query.source.identifiesItself()) {
            throw new IllegalArgumentException(
                    "A query that reads a stream needs an application id (--app-id): by it the table"
                            + " knows which rows of the stream it has {source=" + query.source.identity() + "}");
        }
        if (query.sink != null && (query.remembers() || !query.branches.isEmpty())) {
            throw new IllegalArgumentException(
                    "A query that has further tables, or steps that remember, has a table to write to first {sink="
                            + query.sink.identity() + "}");
        }
        Destination destination =
                query.sink == null ? TablesDestination.open(query) : new SinkDestination(query, query.sink);
        return new Epochs(query, destination, onNamed);
    }

    private void named() {
        String appId = destination.appId();
        if (appId != null) {
            onNamed.accept(appId);
        }
    }

    private String appId() {
        return Objects.requireNonNullElse(destination.appId(), "");
    }

    /** The table whose columns rows become; null if there is none, or not yet. Any thread. */
    @Nullable
    Table table() {
        return destination.table();
    }

    /** Behind the last committed epoch. */
    Position position() {
        return destination.position();
    }

    /** What the steps remember there; see {@link Destination#memory}. */
    List<List<byte[]>> memory() {
        return destination.memory();
    }

    /** From now on it is known how much these have left. */
    void measure(List<SourceReader> readers) {
        meter = LagMeter.start(readers, position(), query.lagInterval);
    }

    /** Tells listeners of a measurement, if there is a new one. */
    void tellLag() {
        SourceLag lag = lag();
        if (lag != null && lag != told) {
            told = lag;
            query.listeners.forEach(listener -> listener.measured(lag));
        }
    }

    private @Nullable SourceLag lag() {
        return meter == null ? null : meter.newest();
    }

    /** See {@link Destination#writer}. Any thread. */
    TaskWriter writer(int tasks) {
        return destination.writer(tasks);
    }

    /** See {@link Destination#makeReady}. */
    void makeReady(List<ColumnBatch> rows) {
        destination.makeReady(rows);
        named();
    }

    private long nextEpoch() {
        Long last = destination.lastEpoch();
        return last == null ? 0 : last + 1;
    }

    /** Keeps a bad record of the epoch that is committed next. */
    void keep(BadRecords.Quarantine policy, BadRecord bad) {
        quarantine(policy).add(bad);
    }

    private Quarantine quarantine(BadRecords.Quarantine policy) {
        Quarantine keep = quarantine;
        if (keep == null) {
            keep = new Quarantine(policy.directory(), appId());
            quarantine = keep;
        }
        return keep;
    }

    /** Counts what was taken, committed or not. */
    void taken(long read, long bytes, long written, long bad) {
        rowsIn += read;
        bytesIn += bytes;
        rowsOut += written;
        badRows += bad;
    }

    /**
     * Ends an epoch: what it has becomes visible.
     *
     * @return null if there was nothing to commit
     * @throws QueryFencedException if another run goes on in this name; nothing of the epoch is in the table
     */
    @Nullable
    Progress commit(EpochState epoch, List<TaskPart> handedOver) {
        List<TaskPart> parts = destination.together(handedOver);
        long number = nextEpoch();
        if (query.badRecords instanceof BadRecords.Quarantine policy) {
            keepBad(policy, epoch, number);
        }
        long began = System.nanoTime();
        Long version = destination.commit(number, epoch, parts);
        if (version == null) {
            return null;
        }
        epochs++;
        if (meter != null) {
            meter.committed(position());
        }
        Output out = new Output(epoch.rowsOut(), sum(parts, Written::files), sum(parts, Written::bytes), tableFiles());
        bytesOut += out.bytes();
        firstVersion = firstVersion == null ? version : firstVersion;
        lastVersion = version;
        return progress(epoch, number, version, out, System.nanoTime() - began);
    }

    private @Nullable Long tableFiles() {
        Table table = table();
        return table == null ? null : (long) table.known().fileCount();
    }

    private static long sum(List<TaskPart> parts, ToLongFunction<Written> size) {
        return parts.stream().map(TaskPart::written).mapToLong(size).sum();
    }

    private void keepBad(BadRecords.Quarantine policy, EpochState epoch, long number) {
        // A run that was overtaken must not replace the file of an epoch that is in the table.
        if (epoch.badRows() > 0 && destination.isOvertaken()) {
            throw QueryFencedException.of(appId(), destination.lastEpoch(), null, destination.address(), -1, null);
        }
        if (epoch.badRows() > 0
                || epochs == 0) { // a run before may have left the file of an epoch that it did not get to commit
            quarantine(policy).finish(number);
            query.hook.at(Step.QUARANTINED);
        }
    }

    /** How an epoch stands that is not committed. */
    Progress progress(EpochState epoch) {
        return progress(epoch, nextEpoch(), null, new Output(epoch.rowsOut(), 0, 0, null), 0);
    }

    private Progress progress(EpochState epoch, long number, @Nullable Long version, Output out, long commitNanos) {
        return new Progress(
                appId(),
                destination.address(),
                number,
                version,
                Instant.now(),
                new Input(epoch.rowsIn(), epoch.badRows(), epoch.bytesIn(), epoch.files()),
                out,
                Duration.ofNanos(System.nanoTime() - epoch.startedNanos()),
                Duration.ofNanos(commitNanos),
                version == null ? position().with(epoch.moved()) : position(),
                epoch.state(),
                lag(),
                summary());
    }

    /** The last epoch is committed: what it went to is left in order. */
    Summary end() {
        destination.end();
        return summary();
    }

    private Summary summary() {
        return new Summary(
                appId(),
                resumed,
                rowsIn,
                rowsOut,
                badRows,
                bytesIn,
                bytesOut,
                destination.foldedFiles(),
                epochs,
                firstVersion,
                lastVersion,
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    @Override
    public void close() {
        try {
            if (meter != null) {
                meter.close();
            }
            if (quarantine != null) {
                quarantine.close();
            }
        } finally {
            destination.close();
        }
    }
}
