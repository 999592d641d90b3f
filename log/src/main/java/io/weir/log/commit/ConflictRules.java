package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * May our commit still follow theirs? A pure function, so that every cell of the table can be a test row. (PROTOCOL.md, "Requirements
 * for Writers"; the isolation levels are those of Delta Lake)
 *
 * <p>A change of metadata or protocol conflicts with everything that did not know of it. Rows that were added conflict with
 * whoever looked at where they belong, except that {@code WriteSerializable} forgives blind appends, and a transaction that
 * changes no rows forgives all. Files that only rearrange rows are not new rows; that the files they replace are gone is seen
 * by their removals. A removed file conflicts with whoever read it or removes it too.
 */
public final class ConflictRules {
    private ConflictRules() {}

    /**
     * The first conflict, by the order of versions; empty if our actions can be committed after theirs as they are.
     *
     * @param reads what our transaction looked at
     * @param ours our actions
     * @param level the table's isolation level
     * @param theirs the commits since the version we read
     */
    public static Optional<Conflict> check(
            ReadSet reads, Collection<? extends Action> ours, IsolationLevel level, List<Commit> theirs) {
        OurWrites writes = new OurWrites(reads, ours, level);
        for (Commit commit : theirs) {
            boolean forgiven = commit.isBlindAppend() && writes.forgivesBlindAppends;
            for (Action action : commit.actions()) {
                Optional<Conflict> conflict = writes.check(commit, action, forgiven);
                if (conflict.isPresent()) {
                    return conflict;
                }
            }
        }
        return Optional.empty();
    }

    /** Our side of the question, made ready for many of theirs. */
    private static final class OurWrites {
        private final ReadSet reads;
        private final Set<String> removedPaths = new HashSet<>();
        private final Set<String> transactions = new HashSet<>();
        private final Set<String> domains = new HashSet<>();
        private final boolean looksAtAdds;
        private final boolean forgivesBlindAppends;

        OurWrites(ReadSet reads, Collection<? extends Action> ours, IsolationLevel level) {
            this.reads = reads;
            boolean changesRows = false;
            boolean changesMetadata = false;
            for (Action action : ours) {
                if (action instanceof RemoveFile remove) {
                    removedPaths.add(DataPath.canonical(remove.path()));
                    changesRows |= remove.dataChange();
                } else if (action instanceof AddFile add) {
                    changesRows |= add.dataChange();
                } else if (action instanceof SetTransaction transaction) {
                    transactions.add(transaction.appId());
                } else if (action instanceof DomainMetadata domain
                        && !domain.domain().equals(RowIds.DOMAIN)) {
                    // rows are numbered anew behind every winner
                    domains.add(domain.domain());
                } else if (action instanceof Metadata) {
                    changesMetadata = true;
                }
            }
            looksAtAdds = level != IsolationLevel.SNAPSHOT && (changesRows || changesMetadata);
            forgivesBlindAppends = level == IsolationLevel.WRITE_SERIALIZABLE && !changesMetadata;
        }

        Optional<Conflict> check(Commit commit, Action theirs, boolean forgiven) {
            if (theirs instanceof AddFile add) {
                boolean matters = looksAtAdds && !forgiven && add.dataChange();
                return matters && reads.couldRead(add)
                        ? conflict(Conflict.Kind.CONCURRENT_APPEND, commit, add.path())
                        : Optional.empty();
            }
            if (theirs instanceof RemoveFile remove) {
                return removed(commit, remove);
            }
            if (theirs instanceof Metadata) {
                return conflict(Conflict.Kind.METADATA_CHANGED, commit, "");
            }
            if (theirs instanceof Protocol) {
                return conflict(Conflict.Kind.PROTOCOL_CHANGED, commit, "");
            }
            if (theirs instanceof SetTransaction transaction) {
                String appId = transaction.appId();
                boolean touched = reads.hasReadTransaction(appId) || transactions.contains(appId);
                return touched && !reads.guards(appId)
                        ? conflict(Conflict.Kind.CONCURRENT_TRANSACTION, commit, appId)
                        : Optional.empty();
            }
            if (theirs instanceof DomainMetadata domain && domains.contains(domain.domain())) {
                return conflict(Conflict.Kind.CONCURRENT_DOMAIN_METADATA, commit, domain.domain());
            }
            return Optional.empty();
        }

        private Optional<Conflict> removed(Commit commit, RemoveFile remove) {
            if (reads.hasRead(remove)) {
                return conflict(Conflict.Kind.CONCURRENT_DELETE_READ, commit, remove.path());
            }
            return !removedPaths.isEmpty() && removedPaths.contains(DataPath.canonical(remove.path()))
                    ? conflict(Conflict.Kind.CONCURRENT_DELETE_DELETE, commit, remove.path())
                    : Optional.empty();
        }

        private static Optional<Conflict> conflict(Conflict.Kind kind, Commit commit, String subject) {
            return Optional.of(Conflict.of(kind, commit, subject));
        }
    }
}
