package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.source.Position;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochFiles;
import io.weir.sink.EpochOutcome;
import io.weir.table.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table that a run writes, and the epochs that it puts into it, one after the other. One thread at a time.
 *
 * <p>All that a run knows of earlier ones it reads from the table when it starts. An epoch is committed on the condition that the
 * table's epoch is the one before it, so of two runs in one name only one gets on.
 */
final class EpochSink implements AutoCloseable {
    private static final int DERIVED_ID_BYTES = 8;

    private final Query query;
    private final Target target;
    private final Consumer<String> onNamed;
    private final boolean resumed;
    private final long startedNanos = System.nanoTime();

    private volatile @Nullable Table table;
    private String appId;
    private @Nullable Quarantine quarantine;
    private Position position;
    private @Nullable Long lastEpoch;
    private long rowsIn;
    private long rowsOut;
    private long badRows;
    private long epochs;
    private @Nullable Long firstVersion;
    private @Nullable Long lastVersion;

    private EpochSink(
            Query query,
            Target target,
            Consumer<String> onNamed,
            @Nullable Table table,
            String appId,
            @Nullable Long lastEpoch,
            Position position) {
        this.query = query;
        this.target = target;
        this.onNamed = onNamed;
        this.table = table;
        this.appId = appId;
        this.lastEpoch = lastEpoch;
        this.resumed = lastEpoch != null;
        this.position = position;
    }

    /**
     * Opens the query's table, or makes it, or leaves that to the first rows.
     *
     * @param onNamed told in whose name the query writes, at once or when the table is made
     */
    static EpochSink open(Query query, Consumer<String> onNamed) {
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
        if (table == null) {
            return new EpochSink(query, target, onNamed, null, "", null, Position.START);
        }
        String appId = appId(query, table);
        EpochCommitter committer = EpochCommitter.of(table);
        OptionalLong last = committer.lastEpoch(appId);
        onNamed.accept(appId);
        return new EpochSink(
                query,
                target,
                onNamed,
                table,
                appId,
                last.isPresent() ? last.getAsLong() : null,
                Position.of(committer.positions(appId)));
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

    /** The table; null as long as it is not made. Any thread. */
    @Nullable
    Table table() {
        return table;
    }

    /** Makes the table with the columns that the first rows have. */
    Table create(ColumnBatch first) {
        ColumnNaming.check(first.schema(), query.source.identity());
        Table made = target.create(first.schema(), Objects.requireNonNull(query.description));
        table = made;
        appId = appId(query, made);
        onNamed.accept(appId);
        OptionalLong there = EpochCommitter.of(made).lastEpoch(appId);
        if (there.isPresent()) {
            throw fenced(there.getAsLong(), made.known().version());
        }
        return made;
    }

    /** Behind the last committed epoch. */
    Position position() {
        return position;
    }

    long nextEpoch() {
        return lastEpoch == null ? 0 : lastEpoch + 1;
    }

    /** Keeps a bad record of the epoch that is committed next. */
    void keep(BadRecords.Quarantine policy, BadRecord bad) {
        quarantine(policy).add(bad);
    }

    private Quarantine quarantine(BadRecords.Quarantine policy) {
        Quarantine keep = quarantine;
        if (keep == null) {
            keep = new Quarantine(policy.directory(), appId);
            quarantine = keep;
        }
        return keep;
    }

    /** Counts what was taken, committed or not. */
    void taken(long read, long written, long bad) {
        rowsIn += read;
        rowsOut += written;
        badRows += bad;
    }

    /**
     * Puts an epoch into the table.
     *
     * @param writtenAs what the table was when parts were written
     * @return null if there was nothing to commit
     * @throws QueryFencedException if another run goes on in this name; nothing of the epoch is in the table
     */
    @Nullable
    Progress commit(EpochState epoch, List<EpochFiles> parts, Collection<Metadata> writtenAs) {
        EpochCommitter committer = EpochCommitter.of(Objects.requireNonNull(table));
        long number = nextEpoch();
        if (query.badRecords instanceof BadRecords.Quarantine policy) {
            keepBad(policy, committer, epoch, number);
        }
        Epoch whole = new Epoch(
                List.of(new Guard.Expect(appId, number, lastEpoch)),
                parts,
                epoch.moved(),
                Map.of("source", query.source.identity()),
                Map.of("numInputRows", epoch.rowsIn(), "numBadRows", epoch.badRows()));
        boolean empty = parts.stream().allMatch(EpochFiles::isEmpty);
        EpochOutcome outcome = empty ? committer.commit(whole) : committer.commit(whole, writtenAs);
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
            return committed(epoch, number, committed.version());
        }
        if (!(outcome instanceof EpochOutcome.Empty)) {
            throw new IllegalStateException("An epoch has an outcome it cannot have {outcome=" + outcome + "}");
        }
        return null;
    }

    private void keepBad(BadRecords.Quarantine policy, EpochCommitter committer, EpochState epoch, long number) {
        if (epoch.badRows() > 0) {
            // A run that was overtaken must not replace the file of an epoch that is in the table.
            OptionalLong there = committer.lastEpoch(appId);
            if (there.isPresent() ? !Objects.equals(there.getAsLong(), lastEpoch) : lastEpoch != null) {
                throw fenced(there.isPresent() ? there.getAsLong() : null, -1);
            }
        }
        if (epoch.badRows() > 0
                || epochs == 0) { // a run before may have left the file of an epoch that it did not get to commit
            quarantine(policy).finish(number);
            query.hook.at(Step.QUARANTINED);
        }
    }

    private Progress committed(EpochState epoch, long number, long version) {
        position = position.with(epoch.moved());
        lastEpoch = number;
        epochs++;
        firstVersion = firstVersion == null ? version : firstVersion;
        lastVersion = version;
        return progress(epoch, number, version);
    }

    /** How an epoch stands that is not committed. */
    Progress progress(EpochState epoch) {
        return progress(epoch, nextEpoch(), null);
    }

    private Progress progress(EpochState epoch, long number, @Nullable Long version) {
        return new Progress(
                appId,
                number,
                epoch.rowsIn(),
                epoch.rowsOut(),
                epoch.badRows(),
                epoch.bytesIn(),
                Duration.ofNanos(System.nanoTime() - epoch.startedNanos()),
                version,
                version == null ? position.with(epoch.moved()) : position,
                summary());
    }

    Summary summary() {
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
    public void close() {
        try {
            if (quarantine != null) {
                quarantine.close();
            }
        } finally {
            Table open = table;
            if (open != null && target.owned()) {
                open.close();
            }
        }
    }
}
