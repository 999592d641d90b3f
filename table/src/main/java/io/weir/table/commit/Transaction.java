package io.weir.table.commit;

import io.weir.format.expression.Expression;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.Guard;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.commit.ReadSet;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.FileMatch;
import io.weir.log.state.TableShape;
import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.RowDeletion;
import io.weir.table.deletion.RowDeletions;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a table that become visible together, in one version. One thread at a time.
 *
 * <p>{@link #commit} tries version after version until the change is in the table, or another commit made it
 * impossible. Guards are checked before every attempt, against the version it follows.
 */
public final class Transaction {
    private final Committer committer;
    private final Snapshot snapshot;
    private final String operation;
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> metrics = new TreeMap<>();
    private final List<Guard> guards = new ArrayList<>();
    private final List<String> epochs = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final Map<FileKey, RowDeletion> deletions = new LinkedHashMap<>();
    private final ReadSet.Builder reads = ReadSet.builder();
    private @Nullable Metadata metadata;
    private @Nullable Protocol protocol;
    private @Nullable SharedRows sharedRows;
    private long rows;
    private boolean serializable;
    private boolean note;
    private final Fate fate = new Fate();
    private boolean committed;

    private Transaction(Committer committer, Snapshot snapshot, String operation) {
        this.committer = committer;
        this.snapshot = snapshot;
        this.operation = operation;
    }

    /**
     * Begins a transaction on a version.
     *
     * @param operation how the history names it
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     */
    public static Transaction begin(Committer committer, Snapshot snapshot, String operation) {
        snapshot.shape().requireWritable();
        return new Transaction(committer, snapshot, operation);
    }

    /** Says in the history how it was done; {@code json} is any JSON text, which the history keeps as a string. */
    public Transaction parameter(String name, String json) {
        return textParameter(name, CommitInfo.plain(json).orElse(json));
    }

    /** The same for plain text. */
    public Transaction textParameter(String name, String text) {
        parameters.put(name, text);
        return this;
    }

    /** Counts something in the history. */
    public Transaction metric(String name, long value) {
        metrics.put(name, Long.toString(value));
        return this;
    }

    /** A condition checked on every attempt; its epoch is written with the transaction. */
    public Transaction guard(Guard guard) {
        guards.add(guard);
        reads.guarded(guard.appId());
        actions.add(guard.transaction(now()));
        return this;
    }

    /** Records an application's epoch, without a condition. */
    public Transaction setTransaction(String appId, long version) {
        epochs.add(appId);
        actions.add(new SetTransaction(appId, version, now()));
        return this;
    }

    private long now() {
        return environment().clock().millis();
    }

    private TableEnvironment environment() {
        return committer.environment();
    }

    /** Adds finished data files. */
    public Transaction add(Collection<WrittenFile> files) {
        for (WrittenFile file : files) {
            actions.add(file.action());
            rows += file.rows();
        }
        return this;
    }

    /**
     * Adds rows that are not written yet. They may come into one file with the rows of others that are committed at the same
     * moment.
     */
    public Transaction add(SharedRows newRows) {
        sharedRows = newRows;
        rows += newRows.rowCount();
        return this;
    }

    /** Adds a file whose rows are not counted in the result. */
    public Transaction add(AddFile file) {
        actions.add(file);
        return this;
    }

    /** Adds a file that tells what the transaction does to rows, for those who read the table's changes. */
    public Transaction add(AddCdcFile file) {
        actions.add(file);
        return this;
    }

    /** Takes a file and its rows out of the table; another commit that removes it first is a conflict. */
    public Transaction remove(AddFile file) {
        actions.add(file.remove(now(), true));
        reads.file(file);
        return this;
    }

    /**
     * Puts the rows of some files into others. No row comes, goes or changes, and whoever reads changes sees nothing of it; another
     * commit that removes one of the files, or rows of it, is a conflict. (PROTOCOL.md, "Add File and Remove File": {@code dataChange})
     */
    public Transaction rearrange(Collection<AddFile> before, Collection<WrittenFile> after) {
        for (AddFile file : before) {
            actions.add(file.remove(now(), false));
            reads.file(file);
        }
        for (WrittenFile file : after) {
            actions.add(file.action().toBuilder().dataChange(false).build());
        }
        return this;
    }

    /**
     * Takes rows of a file out of the table, and leaves the file as it is: by its deletion vector. If no row is left, the file is
     * removed. The vectors of all files are written together when the transaction is committed.
     *
     * @param file as the log has it; not one that this transaction adds or removes
     * @param rows by their places in the file, from 0 over all its row groups; rows that left before may be among them
     * @throws UnsupportedTableException if the table does not have deletion vectors turned on
     */
    public Transaction deleteRows(AddFile file, DeletionVector rows) {
        requireDeletionVectors();
        if (!rows.isEmpty()) {
            deletions.merge(file.key(), new RowDeletion(file, rows), (known, more) -> known.and(more.rows()));
            reads.file(file);
        }
        return this;
    }

    private void requireDeletionVectors() {
        if (!RowDeletions.areByVector(snapshot)) {
            throw new UnsupportedTableException(
                    "Rows are deleted one by one only where the table's deletion vectors are turned on",
                    List.of(TableFeature.DELETION_VECTORS.featureName()),
                    Facts.of("property", TableProperties.DELETION_VECTORS, "version", snapshot.version()));
        }
    }

    /**
     * Replaces the metadata.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table would need what is not here
     */
    public Transaction metadata(Metadata newMetadata) {
        metadata = newMetadata;
        return this;
    }

    public Transaction protocol(Protocol newProtocol) {
        protocol = newProtocol;
        return this;
    }

    public Transaction domain(DomainMetadata domain) {
        actions.add(domain);
        return this;
    }

    /** The change depends on the rows that match: a commit that adds or removes one first is a conflict. */
    public Transaction reads(Expression condition) {
        reads.matching(FileMatch.of(condition, snapshot.shape()));
        snapshot.files().files(snapshot.files().matching(condition)).forEach(reads::file);
        return this;
    }

    /**
     * What becomes of a row depends on that row alone, as in a delete or an update, so that others may delete other rows of the
     * files that were looked at.
     */
    public Transaction rowByRow() {
        reads.rowByRow();
        return this;
    }

    /**
     * Nothing may have come to what the change depends on, not even by a blind append, whatever the table's isolation level: rows that are
     * replaced as a whole must all be known.
     */
    public Transaction serializable() {
        serializable = true;
        return this;
    }

    /** Makes a version of its own, even if nothing changes: for what is only to be in the history. */
    public Transaction note() {
        note = true;
        return this;
    }

    /** The change depends on everything in the table. */
    public Transaction readsAll() {
        reads.wholeTable();
        return this;
    }

    /** The version the transaction began with. */
    public long readVersion() {
        return snapshot.version();
    }

    /** The table as the transaction began with it. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Makes the changes visible, or finds that they must not be. A transaction is committed once.
     *
     * @throws io.weir.log.error.CommitConflictException if another commit made them impossible
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether they are in the table
     */
    public TransactionOutcome commit() {
        if (committed) {
            throw new IllegalStateException("A transaction is committed once {operation=" + operation + "}");
        }
        committed = true;
        List<Action> all = new ArrayList<>();
        if (protocol != null) {
            all.add(protocol);
        }
        if (metadata != null) {
            all.add(metadata);
        }
        if (!all.isEmpty()) {
            TableShape.of(
                            protocol == null ? snapshot.protocol() : protocol,
                            metadata == null ? snapshot.metadata() : metadata)
                    .requireWritable();
        }
        all.addAll(actions);
        if (!guards.isEmpty()) {
            epochs.forEach(reads::guarded); // they move with what the guards watch
        }
        return committer.commit(
                new PreparedTransaction(
                        snapshot,
                        operation,
                        parameters,
                        metrics,
                        guards,
                        reads.build(),
                        all,
                        List.copyOf(deletions.values()),
                        sharedRows,
                        rows,
                        serializable ? IsolationLevel.SERIALIZABLE : IsolationLevel.of(snapshot.metadata()),
                        note,
                        environment().ids().get().toString(),
                        environment().engineInfo()),
                fate);
    }

    /**
     * May the changes be in the table, now or later? Then the files it adds must not be deleted, whatever {@link #commit}
     * threw.
     */
    public boolean mayBeCommitted() {
        return fate.mayBeCommitted;
    }
}
