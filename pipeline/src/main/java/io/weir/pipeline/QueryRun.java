package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochFiles;
import io.weir.sink.EpochOutcome;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import io.weir.table.rules.ColumnExpression;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a query: takes batches from the thread that reads, writes them, and commits epoch after epoch.
 *
 * <p>All that a run knows of earlier ones it reads from the table when it starts. An epoch is committed on the condition that the
 * table's epoch is the one before it, so of two runs in one name only one gets on.
 */
final class QueryRun implements RunningQuery {
    private static final long WAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long ADVANCED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int DERIVED_ID_BYTES = 8;

    private final Query query;
    private final Target target;
    private final ReadAhead ahead;
    private final Thread thread;
    private final CountDownLatch named = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long startedNanos = System.nanoTime();

    // of the query's thread
    private @Nullable Table table;
    private @Nullable SinkWriter writer;
    private @Nullable Metadata writtenAs; // by the writer
    private @Nullable StructType lastRowSchema;
    private @Nullable Quarantine quarantine;
    private Position position;
    private @Nullable Long lastEpoch;
    private EpochState epoch;
    private final boolean resumed;
    private long closedNanos = startedNanos;
    private long advancedNanos = startedNanos;
    private long rowsIn;
    private long rowsOut;
    private long badRows;
    private long epochs;
    private @Nullable Long firstVersion;
    private @Nullable Long lastVersion;

    private volatile String appId;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Progress progress;
    private volatile @Nullable Summary summary;

    private QueryRun(
            Query query, Target target, @Nullable Table table, Position from, @Nullable Long lastEpoch, String appId) {
        this.query = query;
        this.target = target;
        this.table = table;
        this.position = from;
        this.lastEpoch = lastEpoch;
        this.resumed = lastEpoch != null;
        this.appId = appId;
        this.epoch = new EpochState(lastEpoch == null ? 0 : lastEpoch + 1);
        boolean addColumns = query.mergeSchema && !query.reshapes;
        ReadSettings settings = new ReadSettings(
                table == null || query.reshapes ? null : table.schema(),
                table == null ? Set.of() : mayBeLeftOut(table),
                addColumns,
                !query.reshapes,
                query.trigger.bounded());
        this.ahead = new ReadAhead(
                query.source.open(from, settings),
                query.transforms,
                query.badRecords instanceof BadRecords.Fail,
                query.maxEpochRows);
        this.thread = new Thread(this::run, "weir-query");
    }

    /** The columns whose value the table knows where rows leave them out. */
    private static Set<String> mayBeLeftOut(Table table) {
        return table.schema().fields().stream()
                .filter(field -> ColumnExpression.mayBeLeftOut(table.known().protocol(), field))
                .map(StructField::name)
                .collect(Collectors.toSet());
    }

    static RunningQuery start(Query query) {
        if (query.appId == null && !query.source.identifiesItself()) {
            throw new IllegalArgumentException(
                    "A query that reads a stream needs an application id (--app-id): by it the table"
                            + " knows which rows of the stream it has {source=" + query.source.identity() + "}");
        }
        Target target = query.target();
        @Nullable Table table = target.openIfThere();
        if (table == null && query.description == null) {
            table = Table.open(target.address()); // says that there is none
        }
        if (table == null && query.tableSchema != null && query.description != null) {
            table = target.create(query.tableSchema, query.description);
        }
        Position from = Position.START;
        @Nullable Long lastEpoch = null;
        String appId = query.appId == null ? "" : query.appId;
        if (table != null) {
            appId = appId(query, table);
            EpochCommitter committer = EpochCommitter.of(table);
            OptionalLong last = committer.lastEpoch(appId);
            lastEpoch = last.isPresent() ? last.getAsLong() : null;
            from = Position.of(committer.positions(appId));
        }
        QueryRun run;
        try {
            run = new QueryRun(query, target, table, from, lastEpoch, appId);
        } catch (RuntimeException e) {
            if (table != null && target.owned()) {
                table.close();
            }
            throw e;
        }
        if (table != null) {
            run.named.countDown();
        }
        run.ahead.start();
        run.thread.start();
        return run;
    }

    /** The id given, or one that is the same for every run on this table and source. */
    private static String appId(Query query, Table table) {
        if (query.appId != null) {
            return query.appId;
        }
        try {
            String names = table.latest().metadata().id() + "\n" + query.source.identity();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
            return "ingest-" + HexFormat.of().formatHex(hash, 0, DERIVED_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private void run() {
        try {
            loop();
            ahead.committed(position, true);
            Summary done = summary();
            summary = done;
            query.listeners.forEach(listener -> listener.finished(done));
        } catch (Throwable e) { // kept for await()
            failure = e;
        } finally {
            try {
                close();
            } finally {
                named.countDown();
                ended.countDown();
            }
        }
    }

    private void close() {
        ahead.close();
        try {
            if (writer != null) {
                writer.close();
            }
            if (quarantine != null) {
                quarantine.close();
            }
            if (table != null && target.owned()) {
                table.close();
            }
        } catch (Throwable e) { // who waits must hear of it, whatever it is
            Throwable first = failure;
            if (first == null) {
                failure = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
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
            boolean last = stopping || item instanceof ReadAhead.End;
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
        if (query.badRecords instanceof BadRecords.Quarantine policy
                && !rows.bad().isEmpty()) {
            Quarantine keep = quarantine(policy);
            for (BadRecord bad : rows.bad()) {
                keep.add(bad);
            }
        }
        if (rows.written().rowCount() > 0) {
            write(rows.written());
            query.hook.at(Step.WRITTEN);
        }
        epoch.add(rows.read(), rows.written().rowCount(), rows.bad().size());
        rowsIn += rows.read().records();
        rowsOut += rows.written().rowCount();
        badRows += rows.bad().size();
        long now = System.nanoTime();
        if (now - advancedNanos >= ADVANCED_NANOS) {
            advancedNanos = now;
            Progress running = progress(null);
            query.listeners.forEach(listener -> listener.advanced(running));
        }
    }

    private Quarantine quarantine(BadRecords.Quarantine policy) {
        Quarantine keep = quarantine;
        if (keep == null) {
            keep = new Quarantine(policy.directory(), appId);
            quarantine = keep;
        }
        return keep;
    }

    /** Are there bad records that must not be forgotten? */
    private boolean keptBad() {
        return query.badRecords instanceof BadRecords.Quarantine && epoch.badRows() > 0;
    }

    /** The rows have other columns than those before: the table is made, or gains columns, before an epoch that has them. */
    private void schemaChanged(ColumnBatch batch) {
        Table known = table;
        if (known == null) {
            ColumnNaming.check(batch.schema(), query.source.identity());
            known = target.create(batch.schema(), Objects.requireNonNull(query.description));
            table = known;
            appId = appId(query, known);
            named.countDown();
            OptionalLong epochThere = EpochCommitter.of(known).lastEpoch(appId);
            if (epochThere.isPresent()) {
                throw fenced(epochThere.getAsLong(), known.known().version());
            }
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
            writtenAs = Objects.requireNonNull(table).known().metadata();
            open = SinkWriter.open(Objects.requireNonNull(table), query.writeOptions);
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
        Table into = Objects.requireNonNull(table);
        EpochFiles files = writer == null ? new EpochFiles(List.of()) : writer.finish();
        query.hook.at(Step.FINISHED);
        EpochCommitter committer = EpochCommitter.of(into);
        if (query.badRecords instanceof BadRecords.Quarantine policy) {
            keepBad(policy, committer);
        }
        Epoch whole = new Epoch(
                List.of(new Guard.Expect(appId, epoch.number, lastEpoch)),
                List.of(files),
                epoch.moved(),
                Map.of("source", query.source.identity()),
                Map.of("numInputRows", epoch.rowsIn(), "numBadRows", epoch.badRows()));
        Metadata rowsAs = writtenAs;
        EpochOutcome outcome =
                files.isEmpty() || rowsAs == null ? committer.commit(whole) : committer.commit(whole, rowsAs);
        if (outcome instanceof EpochOutcome.Fenced fenced) {
            committer.abort(whole);
            throw fenced(fenced.found(), fenced.version());
        }
        if (outcome instanceof EpochOutcome.AlreadyIn already) { // these parts are new, so it was not us
            committer.abort(whole);
            throw fenced(already.epoch(), already.version());
        }
        if (outcome instanceof EpochOutcome.Committed committed) {
            query.hook.at(Step.COMMITTED);
            committed(committed.version());
        } else if (!(outcome instanceof EpochOutcome.Empty)) {
            throw new IllegalStateException("An epoch has an outcome it cannot have {outcome=" + outcome + "}");
        }
    }

    private void keepBad(BadRecords.Quarantine policy, EpochCommitter committer) {
        if (epoch.badRows() > 0) {
            // A run that was overtaken must not replace the file of an epoch that is in the table.
            OptionalLong there = committer.lastEpoch(appId);
            if (there.isPresent() ? !Objects.equals(there.getAsLong(), lastEpoch) : lastEpoch != null) {
                throw fenced(there.isPresent() ? there.getAsLong() : null, -1);
            }
        }
        if (epoch.badRows() > 0
                || epochs == 0) { // a run before may have left the file of an epoch that it did not get to commit
            quarantine(policy).finish(epoch.number);
            query.hook.at(Step.QUARANTINED);
        }
    }

    private void committed(long version) {
        position = position.with(epoch.moved());
        ahead.committed(position, false);
        lastEpoch = epoch.number;
        epochs++;
        firstVersion = firstVersion == null ? version : firstVersion;
        lastVersion = version;
        Progress done = progress(version);
        epoch = new EpochState(epoch.number + 1);
        advancedNanos = System.nanoTime();
        query.listeners.forEach(listener -> listener.committed(done));
    }

    private Progress progress(@Nullable Long version) {
        Progress now = new Progress(
                appId,
                epoch.number,
                epoch.rowsIn(),
                epoch.rowsOut(),
                epoch.badRows(),
                epoch.bytesIn(),
                Duration.ofNanos(System.nanoTime() - epoch.startedNanos()),
                version,
                version == null ? position.with(epoch.moved()) : position,
                summary());
        progress = now;
        return now;
    }

    private Summary summary() {
        return new Summary(
                appId,
                resumed,
                rowsIn,
                rowsOut,
                badRows,
                epochs,
                firstVersion,
                lastVersion,
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    private QueryFencedException fenced(@Nullable Long found, long version) {
        return new QueryFencedException(
                "Another run goes on under this application id, so this one stops; nothing it had not"
                        + " committed is in the table {appId=" + appId + ", epochExpected=" + lastEpoch
                        + ", epochFound=" + found
                        + ", table=" + target.address() + (version < 0 ? "" : ", version=" + version) + "}");
    }

    @Override
    public String appId() {
        awaitUninterrupted(named);
        return appId;
    }

    @Override
    public Summary await() {
        awaitUninterrupted(ended);
        return result();
    }

    @Override
    public Optional<Summary> await(Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS) ? Optional.of(result()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a query", e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a query", e);
        }
    }

    private Summary result() {
        Throwable cause = failure;
        if (cause != null) {
            throw asUnchecked(cause);
        }
        return Objects.requireNonNull(summary);
    }

    @Override
    public Summary stop() {
        requestStop();
        return await();
    }

    @Override
    public void requestStop() {
        stopping = true;
    }

    @Override
    public boolean isActive() {
        return ended.getCount() > 0;
    }

    @Override
    public Optional<Throwable> exception() {
        return Optional.ofNullable(failure);
    }

    @Override
    public Optional<Progress> lastProgress() {
        return Optional.ofNullable(progress);
    }

    private static RuntimeException asUnchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException("A query was interrupted", cause);
    }
}
