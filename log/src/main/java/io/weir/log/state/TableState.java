package io.weir.log.state;

import io.weir.log.action.Action;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.SetTransaction;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a table is at one version: the result of action reconciliation. Immutable and safe for many threads. (PROTOCOL.md, "Action
 * Reconciliation")
 */
public final class TableState {
    private final long version;
    private final TableShape shape;
    private final LayeredMap<SetTransaction> transactions;
    private final LayeredMap<DomainMetadata> domains;
    private final LiveFiles files;
    private final Tombstones tombstones;
    private final @Nullable Long inCommitTimestamp;

    TableState(
            long version,
            TableShape shape,
            LayeredMap<SetTransaction> transactions,
            LayeredMap<DomainMetadata> domains,
            FileSet files,
            Tombstones tombstones,
            @Nullable Long inCommitTimestamp) {
        this.version = version;
        this.shape = shape;
        this.transactions = transactions;
        this.domains = domains;
        this.files = new LiveFiles(files, shape);
        this.tombstones = tombstones;
        this.inCommitTimestamp = inCommitTimestamp;
    }

    public long version() {
        return version;
    }

    /** Protocol, metadata and schema. */
    public TableShape shape() {
        return shape;
    }

    /** How far an application has come; empty if it never said so. */
    public Optional<SetTransaction> transaction(String appId) {
        return Optional.ofNullable(transactions.get(appId));
    }

    /** All applications' transactions, by application. Copies them. */
    public Map<String, SetTransaction> transactions() {
        return transactions.toMap();
    }

    /** The configuration of a domain, if it has one. */
    public Optional<DomainMetadata> domain(String name) {
        return Optional.ofNullable(domains.get(name));
    }

    /** All domains that are not removed, by name. Copies them. */
    public Map<String, DomainMetadata> domains() {
        return domains.toMap();
    }

    public LiveFiles files() {
        return files;
    }

    public Tombstones tombstones() {
        return tombstones;
    }

    /** The commit time that this version's own commit carries, if that was read; milliseconds since the epoch. */
    public @Nullable Long inCommitTimestamp() {
        return inCommitTimestamp;
    }

    /** The state that a commit makes of this one, in time that depends on the commit, not on the table. */
    public TableState advance(long newVersion, Iterable<? extends Action> commit) {
        return new StateBuilder(this).commit(newVersion, commit).build();
    }

    /** This with the commit time of another state of the same version: a checkpoint does not carry it. */
    public TableState withCommitTimeOf(TableState same) {
        if (same.version != version) {
            throw new IllegalArgumentException(
                    "Another version {expected=" + version + ", found=" + same.version + "}");
        }
        return new TableState(version, shape, transactions, domains, files.set(), tombstones, same.inCommitTimestamp);
    }

    /**
     * This without what is in memory of files that were removed at a time or before, which no checkpoint will be told again; itself if there is
     * little of that.
     */
    public TableState withoutExpired(long upToMillis) {
        Tombstones younger = tombstones.withoutExpired(upToMillis);
        return younger == tombstones
                ? this
                : new TableState(version, shape, transactions, domains, files.set(), younger, inCommitTimestamp);
    }

    LayeredMap<SetTransaction> layeredTransactions() {
        return transactions;
    }

    LayeredMap<DomainMetadata> layeredDomains() {
        return domains;
    }
}
