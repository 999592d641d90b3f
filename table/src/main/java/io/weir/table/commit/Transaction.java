package io.weir.table.commit;

import io.weir.format.expression.Expression;
import io.weir.log.action.AddFile;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.table.data.WrittenFile;
import java.util.Collection;

/**
 * Changes to a table that become visible together, in one version. One thread at a time.
 *
 * <p>{@link #commit} tries version after version until the change is in the table, or another commit made it
 * impossible. Guards are checked before every attempt, against the version it follows.
 */
public final class Transaction {
    Transaction() {}

    /** Says in the history how it was done; {@code json} is any JSON text. */
    public Transaction parameter(String name, String json) {
        throw new UnsupportedOperationException("being built");
    }

    /** Counts something in the history. */
    public Transaction metric(String name, long value) {
        throw new UnsupportedOperationException("being built");
    }

    /** A condition checked on every attempt; its epoch is written with the transaction. */
    public Transaction guard(Guard guard) {
        throw new UnsupportedOperationException("being built");
    }

    /** Records an application's epoch, without a condition. */
    public Transaction setTransaction(String appId, long version) {
        throw new UnsupportedOperationException("being built");
    }

    /** Adds finished data files. */
    public Transaction add(Collection<WrittenFile> files) {
        throw new UnsupportedOperationException("being built");
    }

    public Transaction add(AddFile file) {
        throw new UnsupportedOperationException("being built");
    }

    /** Takes a file out of the table; another commit that removes it first is a conflict. */
    public Transaction remove(AddFile file) {
        throw new UnsupportedOperationException("being built");
    }

    /** Replaces the metadata. */
    public Transaction metadata(Metadata metadata) {
        throw new UnsupportedOperationException("being built");
    }

    public Transaction protocol(Protocol protocol) {
        throw new UnsupportedOperationException("being built");
    }

    public Transaction domain(DomainMetadata domain) {
        throw new UnsupportedOperationException("being built");
    }

    /** The change depends on the rows that match: a commit that adds or removes one first is a conflict. */
    public Transaction reads(Expression condition) {
        throw new UnsupportedOperationException("being built");
    }

    /** The change depends on everything in the table. */
    public Transaction readsAll() {
        throw new UnsupportedOperationException("being built");
    }

    /** The version the transaction began with. */
    public long readVersion() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Makes the changes visible, or finds that they must not be.
     *
     * @throws io.weir.log.error.CommitConflictException if another commit made them impossible
     * @throws io.weir.log.error.CommitUnknownException if it cannot be found out whether they are in the table
     */
    public TransactionOutcome commit() {
        throw new UnsupportedOperationException("being built");
    }
}
