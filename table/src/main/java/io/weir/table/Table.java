package io.weir.table;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.batch.Values;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Literal;
import io.weir.format.schema.FieldProperties;
import io.weir.format.text.TemporalText;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.TableFeature;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.History;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.changes.ChangeReader;
import io.weir.table.changes.Feed;
import io.weir.table.changes.VersionFeed;
import io.weir.table.changes.VersionSizes;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.Committer;
import io.weir.table.commit.ConflictExplanation;
import io.weir.table.commit.Statement;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.consumers.Consumers;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.StagedRows;
import io.weir.table.data.WriteOptions;
import io.weir.table.diff.TableDiff;
import io.weir.table.dml.Delete;
import io.weir.table.dml.DmlResult;
import io.weir.table.dml.Merge;
import io.weir.table.dml.MergeSource;
import io.weir.table.dml.Target;
import io.weir.table.dml.Update;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.life.Restore;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.sql.SqlPredicates;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Delta table. Safe for many threads.
 *
 * <p>Reading methods look at the newest version at the time of the call; {@link #latest()} and {@link #at(long)} give one
 * version that stays as it is. Addresses are paths or URIs, as {@link ObjectStores} knows them.
 */
public final class Table implements AutoCloseable {
    private final DeltaLog log;
    private final Committer committer;
    private final AutoCompaction compaction;

    private Table(DeltaLog log, TableEnvironment environment) {
        this.log = log;
        this.compaction = new AutoCompaction(this);
        this.committer = new Committer(log, environment, compaction);
    }

    /**
     * Opens a table. Whether its newest version can be read is told when that version is asked for: older ones may be readable
     * although it is not.
     *
     * @throws io.weir.log.error.TableNotFoundException if there is none
     */
    public static Table open(String address) {
        return open(ObjectStores.open(address), TableEnvironment.standard());
    }

    public static Table open(Path path) {
        return open(path.toString());
    }

    public static Table open(URI address) {
        return open(ObjectStores.open(address), TableEnvironment.standard());
    }

    /** Opens the table at the root of a store, which the table closes in the end. */
    public static Table open(ObjectStore store, TableEnvironment environment) {
        try {
            Table table = of(DeltaLog.forTable(store, environment.executor(), environment.clock()), environment);
            table.requireSomeVersion();
            return table;
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    /**
     * Is there anything here? A newest version that we cannot read does not make older ones unreadable, so whoever asks for it
     * is told then.
     */
    private void requireSomeVersion() {
        try {
            log.latest();
        } catch (UnsupportedTableException | CorruptTableException e) {
            // said again by latest(), and by every other method that needs the newest version
        }
    }

    /** A table that is known to be there. */
    static Table of(DeltaLog log, TableEnvironment environment) {
        return new Table(log, environment);
    }

    /** Is there a table at the address? */
    public static boolean exists(String address) {
        try (ObjectStore store = ObjectStores.open(address)) {
            return exists(store);
        }
    }

    public static boolean exists(Path path) {
        return exists(path.toString());
    }

    public static boolean exists(ObjectStore store) {
        return DeltaLog.forTable(store).exists();
    }

    /** Starts a new table. */
    public static TableBuilder create(String address) {
        return create(ObjectStores.open(address), TableEnvironment.standard());
    }

    public static TableBuilder create(Path path) {
        return create(path.toString());
    }

    public static TableBuilder create(URI address) {
        return create(ObjectStores.open(address), TableEnvironment.standard());
    }

    /** Starts a new table at the root of a store, which the table closes in the end. */
    public static TableBuilder create(ObjectStore store, TableEnvironment environment) {
        return new TableBuilder(store, environment);
    }

    /** Starts to make a table of a directory of Parquet files. */
    public static TableConversion convert(String address) {
        return convert(ObjectStores.open(address), TableEnvironment.standard());
    }

    public static TableConversion convert(Path path) {
        return convert(path.toString());
    }

    /** The same for the files of a store, which the table closes in the end. */
    public static TableConversion convert(ObjectStore store, TableEnvironment environment) {
        return new TableConversion(store, environment);
    }

    /** Where the table is. */
    public URI location() {
        return store().root();
    }

    /** The table's files. */
    public ObjectStore store() {
        return log.store();
    }

    public TableEnvironment environment() {
        return committer.environment();
    }

    /** The newest version there is. Goes to the store. */
    public TableVersion latest() {
        return version(log.latest());
    }

    private TableVersion version(Snapshot snapshot) {
        return new TableVersion(log, environment(), snapshot);
    }

    /** The newest version this object knows of. Free. */
    public TableVersion known() {
        return version(log.current());
    }

    /**
     * A version as it was.
     *
     * @throws io.weir.log.error.VersionNotFoundException saying which versions there are
     */
    public TableVersion at(long version) {
        return version(log.at(version));
    }

    /**
     * The newest version that was there at a time.
     *
     * @throws io.weir.log.error.VersionNotFoundException if the table is younger, or the time is after its last commit
     */
    public TableVersion at(Instant time) {
        return version(log.at(time));
    }

    /** The same for {@code 2001-01-05}, {@code 2001-01-05 10:00:00} or {@code 2001-01-05T10:00:00+01:00}; UTC if it has no zone. */
    public TableVersion at(String time) {
        byte[] text = time.getBytes(StandardCharsets.UTF_8);
        long micros = TemporalText.parseTimestamp(text, 0, text.length);
        if (micros == TemporalText.INVALID) {
            throw new IllegalArgumentException(
                    "Not a time; write 2001-01-05, 2001-01-05 10:00:00 or 2001-01-05T10:00:00+01:00 {time=" + time
                            + "}");
        }
        return at(Values.instant(micros));
    }

    public StructType schema() {
        return latest().schema();
    }

    public List<String> partitionColumns() {
        return latest().partitionColumns();
    }

    /** The properties set on the table, sorted by name. */
    public Map<String, String> properties() {
        return latest().properties();
    }

    /** What is there: name, size, files, protocol, as {@code DESCRIBE DETAIL} shows it. */
    public TableDetail detail() {
        return latest().detail();
    }

    /** The data files of the newest version, in the order of the log. */
    public Stream<AddFile> files() {
        return latest().files();
    }

    /** The newest commits first. */
    public List<HistoryEntry> history(int limit) {
        return log.history(limit).newest(limit, environment().executor()).stream()
                .map(entry -> new HistoryEntry(
                        entry.version(), Instant.ofEpochMilli(entry.timestampMillis()), said(entry.info())))
                .toList();
    }

    private static CommitInfo said(@Nullable CommitInfo info) {
        return info == null ? CommitInfo.of(Map.of()) : info;
    }

    /** A scan of the newest version. */
    public Scan scan() {
        return latest().scan();
    }

    /** What the versions from one to the newest did to the rows; see {@link #changes(long, long)}. */
    public Changes changes(long from) {
        return changes(Feed.CHANGES, from, log.latest());
    }

    /**
     * What a range of versions did to the rows: the change data feed.
     *
     * @param to the last version, included
     * @throws io.weir.log.error.VersionNotFoundException saying which versions there are
     * @throws IllegalArgumentException if the range ends before it begins
     */
    public Changes changes(long from, long to) {
        return changes(Feed.CHANGES, from, log.at(to));
    }

    /**
     * The same for the versions that were committed from one time to another, both included.
     *
     * @throws io.weir.log.error.VersionNotFoundException if there is none
     */
    public Changes changes(Instant from, Instant to) {
        return changes(versionFrom(from), versionUpTo(to));
    }

    /** The first version whose log entry, and that of every later version, is still there. */
    public long earliestVersion() {
        History history = log.history();
        return history.isEmpty() ? history.latestVersion() : history.firstVersion();
    }

    /**
     * The first version that was committed at or after a time.
     *
     * @throws io.weir.log.error.VersionNotFoundException if the time is after the latest
     */
    public long versionFrom(Instant time) {
        return log.history().from(time);
    }

    /**
     * The last version that was committed at or before a time.
     *
     * @throws io.weir.log.error.VersionNotFoundException if the time is before the first that is still there
     */
    public long versionUpTo(Instant time) {
        return log.history().upTo(time);
    }

    /**
     * The rows that the versions from one to the newest appended, as a stream of rows without more. A version among them that did
     * anything else to rows is an error when it is come to.
     */
    public Changes appends(long from) {
        return changes(Feed.APPENDS, from, log.latest());
    }

    /** The same for a range of versions, both ends included. */
    public Changes appends(long from, long to) {
        return changes(Feed.APPENDS, from, log.at(to));
    }

    private Changes changes(Feed feed, long from, Snapshot end) {
        return new Changes(new ChangeReader(log, environment(), feed, from, end));
    }

    /**
     * The versions of the table one by one, for who keeps his own place in them. Streams are made of it; most programs want those, or
     * {@link #changes}.
     */
    public VersionFeed versions(Feed feed) {
        return new VersionFeed(log, environment(), feed);
    }

    /** How much those versions give, for who wants to know how far somebody is behind. */
    public VersionSizes versionSizes(Feed feed) {
        return new VersionSizes(log, environment(), feed);
    }

    /**
     * When a version was committed, in milliseconds since the epoch. Lists the log.
     *
     * @throws io.weir.log.error.VersionNotFoundException saying which versions there are
     */
    public long committedMillis(long version) {
        return log.history().timestampMillis(version);
    }

    /** Who reads the table as a stream and has said so. */
    public Consumers consumers() {
        return Consumers.of(store());
    }

    /** How many rows the newest version has. */
    public long count() {
        return latest().count();
    }

    /** Appends batches in one commit. */
    public CommitResult append(ColumnBatch... batches) {
        return append().batches(Arrays.asList(batches));
    }

    /** Appends Java records in one commit; see {@link io.weir.table.record.RecordMapper} for how they become columns. */
    public <R extends Record> CommitResult append(List<R> records) {
        return append().records(records);
    }

    /** Appends rows that have the table's columns by name. */
    public CommitResult appendRows(Iterable<Row> rows) {
        return append().rows(rows);
    }

    /** Appends rows given as values in the order of the table's columns. */
    public CommitResult appendValues(List<Object[]> rows) {
        return append().values(rows);
    }

    /** Starts an append with options. */
    public Append append() {
        return new Append(this, false);
    }

    /** Replaces all rows by those of the batches, in one commit. */
    public CommitResult overwrite(ColumnBatch... batches) {
        return overwrite().batches(Arrays.asList(batches));
    }

    /** Replaces all rows by records, in one commit. */
    public <R extends Record> CommitResult overwrite(List<R> records) {
        return overwrite().records(records);
    }

    /** Starts an overwrite of the whole table with options. */
    public Append overwrite() {
        return new Append(this, true);
    }

    /**
     * Makes the table what it was at a version, as a new version: rows, columns and properties. Nothing is deleted.
     *
     * @throws io.weir.log.error.TableException if files of the version are gone; nothing is changed then
     * @throws io.weir.log.error.CommitConflictException if somebody else changed the table meanwhile
     */
    public CommitResult restore(long version) {
        return Statement.carryOut(environment(), () -> restore(at(version), "version", Long.toString(version)));
    }

    /** The same for the newest version that was there at a time. */
    public CommitResult restore(Instant time) {
        return Statement.carryOut(environment(), () -> restore(at(time), "timestamp", time.toString()));
    }

    /**
     * What {@link #restore(long)} would change. Looks whether files that would come back are there, and changes nothing.
     *
     * @throws io.weir.log.error.TableException if files of the version are gone
     */
    public TableDiff planRestore(long version) {
        TableVersion target = at(version);
        Transaction transaction = transactionOnLatest("RESTORE");
        new Restore(store(), environment(), transaction, target.snapshot()).requireFiles();
        return version(transaction.snapshot()).diffTo(target);
    }

    private CommitResult restore(TableVersion version, String name, String said) {
        Transaction transaction = transactionOnLatest("RESTORE").textParameter(name, said);
        TransactionOutcome outcome = new Restore(store(), environment(), transaction, version.snapshot()).commit();
        return outcome instanceof TransactionOutcome.Committed committed
                ? committed.result()
                : new CommitResult(outcome.version(), 0, 0, 0);
    }

    /** Starts changes of what the table is: columns, properties, constraints, features. */
    public Alter alter() {
        return new Alter(this);
    }

    /**
     * Deletes the rows for which a condition is true, in one commit; no version is made if there are none.
     *
     * @throws io.weir.format.expression.InvalidExpressionException if the condition is none, or names a column that is not there
     * @throws io.weir.log.error.ConstraintViolationException if the table only takes new rows
     * @throws io.weir.log.error.CommitConflictException if another writer changed rows that match
     */
    public DmlResult delete(Expression condition) {
        return Statement.carryOut(environment(), () -> Delete.run(target("DELETE"), condition));
    }

    /** The same for a condition in SQL: {@code delete("delay > 60 AND origin = 'SFO'")}. */
    public DmlResult delete(String sql) {
        return delete(SqlPredicates.parse(sql));
    }

    /**
     * Starts an update: {@code table.update().set("delay", "delay + 1").where("origin = 'SFO'").commit()}. It is made of the newest version
     * at the time of its commit.
     */
    public Update update() {
        return new Update(environment(), () -> target("UPDATE"));
    }

    /**
     * Starts a merge of the rows of a scan, of this table or another: {@code table.merge(changes.scan()).on("t.id = s.id")
     * .whenMatched().updateAll().whenNotMatched().insertAll().commit()}. It is made of the newest version at the time of its commit.
     */
    public Merge merge(Scan source) {
        return merge(new MergeSource() {
            @Override
            public StructType schema() {
                return source.schema();
            }

            @Override
            public CloseableIterator<ColumnBatch> batches() {
                return source.batches();
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }
        });
    }

    /** The same for the newest rows of a table. */
    public Merge merge(Table source) {
        return merge(source.scan());
    }

    /** The same for rows in memory, all of one schema. */
    public Merge merge(ColumnBatch... source) {
        return merge(MergeSource.of(source[0].schema(), Arrays.asList(source)));
    }

    /** The same for rows from anywhere. */
    public Merge merge(MergeSource source) {
        return new Merge(environment(), () -> target("MERGE"), source);
    }

    /** Deletes all rows, in one commit; no version is made if there are none. Reads no data. */
    public DmlResult truncate() {
        return Statement.carryOut(environment(), () -> Delete.run(target("TRUNCATE"), Literal.TRUE));
    }

    private Target target(String operation) {
        return new Target(store(), environment(), transactionOnLatest(operation));
    }

    /**
     * Takes a feature out of the table's protocol, with its settings. One that only writers know goes in one version; one that readers
     * must know takes a few, and leaves {@code checkpointProtection} behind, which keeps readers from the versions that need it.
     *
     * @throws io.weir.log.error.TableException if the table does not have it, or rows, columns or other features need it
     */
    public CommitResult dropFeature(String name) {
        return new FeatureDrop(this, name).commit();
    }

    /**
     * Writes a checkpoint of the newest version, so that who opens the table need not read the commits before it. One that is there already stays.
     *
     * @return what the hint at the newest checkpoint says of it
     * @throws UnsupportedTableException if the table needs of its writers what is not here
     */
    public LastCheckpoint checkpoint() {
        Snapshot latest = log.latest();
        latest.shape().requireWritable();
        return log.checkpoint(latest, environment().clock().instant());
    }

    /**
     * Starts a transaction on the newest version this object knows of.
     *
     * @param operation how the history names it, such as {@code STREAMING UPDATE}
     */
    public Transaction transaction(String operation) {
        return Transaction.begin(committer, log.current(), operation);
    }

    /** The same on the newest version there is, for what replaces rows and so must know all that were there. Goes to the store. */
    public Transaction transactionOnLatest(String operation) {
        return Transaction.begin(committer, log.latest(), operation);
    }

    /**
     * Which commits a transaction that read some version could have followed, and which not; see {@link ConflictExplanation}.
     *
     * @param condition the rows it was about; null for all
     * @param upTo the last version that is looked at
     * @throws io.weir.log.error.VersionNotFoundException if the version that was read is not there any more
     */
    public List<ConflictExplanation> explainConflict(
            long readVersion, ConflictExplanation.Intent intent, @Nullable Expression condition, long upTo) {
        return ConflictExplanation.of(log, readVersion, intent, condition, upTo);
    }

    /** Writes data files for this table, in its current schema, without committing them. One thread at a time. */
    public DataFileWriter dataFiles(WriteOptions options) {
        Snapshot snapshot = log.current();
        snapshot.shape().requireWritable();
        requireNoCounters(snapshot);
        return DataFileWriter.create(store(), snapshot.shape(), options, environment());
    }

    /**
     * Writes rows that fit the table, in the order in which they come, into files that a change of the table reads: no part of the table
     * themselves. One thread at a time. See {@link StagedRows}.
     */
    public DataFileWriter stagingFiles(WriteOptions options) {
        Snapshot snapshot = log.current();
        snapshot.shape().requireWritable();
        requireNoCounters(snapshot);
        return DataFileWriter.create(store(), StagedRows.shape(snapshot.shape()), options, environment());
    }

    /** Writers that know nothing of each other would give out the same values. */
    private void requireNoCounters(Snapshot snapshot) {
        if (snapshot.protocol().supports(TableFeature.IDENTITY_COLUMNS)
                && snapshot.schema().fields().stream().anyMatch(FieldProperties::isIdentity)) {
            throw new UnsupportedTableException(
                    "A table with an identity column is only appended to by one writer at a time; use append",
                    List.of(TableFeature.IDENTITY_COLUMNS.featureName()),
                    Facts.of("table", location()));
        }
    }

    /** Waits for what goes on behind commits, and closes the store. */
    @Override
    public void close() {
        compaction.await();
        committer.awaitAfterCommits();
        store().close();
    }
}
