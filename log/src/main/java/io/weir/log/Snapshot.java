package io.weir.log;

import io.weir.format.type.StructType;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.checkpoint.LogTail;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableShape;
import io.weir.log.state.TableState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table at one version. Immutable and safe for many threads; it stays what it is whatever happens to the table, as long as its
 * data files are kept.
 */
public final class Snapshot {
    /** Beyond so many, a file written after every commit would say too much; the log has them all. */
    private static final int MAX_TRANSACTIONS_IN_CHECKSUM = 1000;

    private final TableState state;
    private final LogTail tail;

    Snapshot(TableState state, LogTail tail) {
        this.state = state;
        this.tail = tail;
    }

    public long version() {
        return state.version();
    }

    /** Protocol, metadata and schema; its existence says that we can read the table. */
    public TableShape shape() {
        return state.shape();
    }

    public Protocol protocol() {
        return state.shape().protocol();
    }

    public Metadata metadata() {
        return state.shape().metadata();
    }

    /** All columns, those of the partitioning included. */
    public StructType schema() {
        return state.shape().schema();
    }

    /** Names of the partition columns, in the order of the partitioning. */
    public List<String> partitionColumns() {
        return state.shape().partitionSchema().names();
    }

    /** How far an application has come; empty if it never said so. */
    public Optional<SetTransaction> transaction(String appId) {
        return state.transaction(appId);
    }

    /** All applications' transactions, by application. Copies them. */
    public Map<String, SetTransaction> transactions() {
        return state.transactions();
    }

    /** The configuration of a domain, if it has one. */
    public Optional<DomainMetadata> domain(String name) {
        return state.domain(name);
    }

    /** All domains, by name. Copies them. */
    public Map<String, DomainMetadata> domains() {
        return state.domains();
    }

    /** The data files. */
    public LiveFiles files() {
        return state.files();
    }

    /**
     * What the table amounts to at this version, as its checksum file says it.
     *
     * @param txnId of the version's commit, or null
     */
    public VersionChecksum checksum(@Nullable String txnId) {
        boolean inCommit = CommitDraft.hasInCommitTimestamps(protocol(), metadata());
        Map<String, SetTransaction> applications = transactions();
        // Which transactions are still alive where they expire depends on the reader's clock
        boolean listed = applications.size() <= MAX_TRANSACTIONS_IN_CHECKSUM
                && metadata().property("delta.setTransactionRetentionDuration") == null;
        return new VersionChecksum(
                txnId,
                files().totalBytes(),
                files().count(),
                inCommit ? state.inCommitTimestamp() : null,
                listed ? List.copyOf(applications.values()) : null,
                List.copyOf(domains().values()),
                metadata(),
                protocol());
    }

    /** The same, without memory of removed files that has expired. */
    Snapshot withoutExpired(long upToMillis) {
        TableState younger = state.withoutExpired(upToMillis);
        return younger == state ? this : new Snapshot(younger, tail);
    }

    /** What whoever opens the table at this version replays behind a checkpoint, as far as this process knows. */
    public LogTail tail() {
        return tail;
    }

    /** The same when a checkpoint was written: of another snapshot, before which there was {@code before}. */
    Snapshot behindCheckpoint(long version, long bytes, LogTail before) {
        LogTail left = tail.behind(version, bytes, before);
        return left == tail ? this : new Snapshot(state, left);
    }

    /** All of the above and what only a checkpoint needs. */
    public TableState state() {
        return state;
    }
}
