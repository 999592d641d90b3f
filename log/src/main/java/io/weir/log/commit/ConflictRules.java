package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * May our commit still follow theirs? A pure function, so that every cell of the table can be a test row. (PROTOCOL.md, "Requirements
 * for Writers"; the isolation levels are those of Delta Lake)
 *
 * <ul>
 *   <li>A change of metadata or protocol conflicts with whoever would have done something else had he known of it, and with
 *       another such change.
 *   <li>A protocol that loses a feature conflicts with files and domains that came meanwhile, because they may have the feature; new
 *       metadata conflicts with new clustering columns, because it may not have them.
 *   <li>Rows that were added conflict with whoever looked at where they belong, except that {@code WriteSerializable} forgives
 *       blind appends, and a transaction that changes no rows forgives all. Files that only rearrange rows are not new rows.
 *   <li>Rows that were removed conflict with whoever read them; a file that is gone, or that has other rows left than before,
 *       with whoever removes it or rows of it. Whoever only read a file does not mind that its rows are in another one now.
 *   <li>Where rows left a file by its deletion vector, a transaction that decides row by row can follow, if its own rows are
 *       others.
 * </ul>
 */
public final class ConflictRules {
    /** Operations that only ever add to a deletion vector. Others, such as {@code RESTORE}, may bring rows back. */
    private static final Set<String> GROWING_VECTORS = Set.of("DELETE", "UPDATE", "MERGE", "STREAMING UPDATE");

    /** The domain that names the clustering columns. */
    private static final String CLUSTERING = "delta.clustering";

    private ConflictRules() {}

    /**
     * The first conflict, by the order of versions; empty if our actions can be committed after theirs as they are.
     *
     * @param theirs the commits since the version we read
     */
    public static Optional<Conflict> check(Ours ours, List<Commit> theirs) {
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        OurWrites writes = new OurWrites(ours);
        for (Commit commit : theirs) {
            boolean forgiven = writes.forgivesBlindAppends && commit.isBlindAppend();
            Map<String, AddFile> shrunk = shrunk(commit);
            for (Action action : commit.actions()) {
                Optional<Conflict> conflict = writes.check(commit, action, forgiven, shrunk);
                if (conflict.isPresent()) {
                    return conflict;
                }
            }
        }
        return Optional.empty();
    }

    /** Files of which a commit took rows out by their deletion vectors and did nothing else to, by canonical path. */
    public static Map<String, AddFile> shrunk(Commit commit) {
        CommitInfo info = commit.info();
        if (info == null || info.operation() == null || !GROWING_VECTORS.contains(info.operation())) {
            return Map.of();
        }
        Map<String, AddFile> adds = new HashMap<>();
        for (Action action : commit.actions()) {
            if (action instanceof AddFile add && add.deletionVector() != null) {
                adds.put(DataPath.canonical(add.path()), add);
            }
        }
        Map<String, AddFile> shrunk = new HashMap<>();
        for (Action action : commit.actions()) {
            if (!adds.isEmpty() && action instanceof RemoveFile remove) {
                String path = DataPath.canonical(remove.path());
                AddFile add = adds.get(path);
                if (add != null && cardinality(add.deletionVector()) > cardinality(remove.deletionVector())) {
                    shrunk.put(path, add);
                }
            }
        }
        return shrunk;
    }

    private static long cardinality(@Nullable DeletionVectorDescriptor vector) {
        return vector == null ? 0 : vector.cardinality();
    }

    /** Our side of the question, made ready for many of theirs. */
    private static final class OurWrites {
        private final Ours ours;
        private final ReadSet reads;
        private final boolean onlyAppends;
        private final Set<String> removedPaths = new HashSet<>();

        /** Also of files that were there and are said again, to give them row ids for instance: who is gone must not come back by that. */
        private final Set<String> addedPaths = new HashSet<>();

        private final Set<String> transactions = new HashSet<>();
        private final Set<String> domains = new HashSet<>();
        private final boolean changesMetadata;
        private final boolean changesProtocol;
        private final boolean dropsFeatures;
        private final boolean looksAtAdds;
        private final boolean forgivesBlindAppends;

        OurWrites(Ours ours) {
            this.ours = ours;
            this.reads = ours.reads();
            this.onlyAppends = ours.onlyAppends();
            boolean changesRows = !ours.deletesRowsOf().isEmpty();
            boolean metadata = false;
            boolean protocol = false;
            boolean drops = false;
            for (Action action : ours.actions()) {
                if (action instanceof RemoveFile remove) {
                    removedPaths.add(DataPath.canonical(remove.path()));
                    changesRows |= remove.dataChange();
                } else if (action instanceof AddFile add) {
                    addedPaths.add(DataPath.canonical(add.path()));
                    changesRows |= add.dataChange();
                } else if (action instanceof SetTransaction transaction) {
                    transactions.add(transaction.appId());
                } else if (action instanceof DomainMetadata domain
                        && !domain.domain().equals(RowIds.DOMAIN)) {
                    // rows are numbered anew behind every winner
                    domains.add(domain.domain());
                } else if (action instanceof Metadata) {
                    metadata = true;
                } else if (action instanceof Protocol newProtocol) {
                    protocol = true;
                    drops = !newProtocol
                                    .effectiveWriterFeatures()
                                    .containsAll(ours.protocol().effectiveWriterFeatures())
                            || !newProtocol
                                    .effectiveReaderFeatures()
                                    .containsAll(ours.protocol().effectiveReaderFeatures());
                }
            }
            changesMetadata = metadata;
            changesProtocol = protocol;
            dropsFeatures = drops;
            boolean changesTable = changesMetadata || changesProtocol;
            looksAtAdds = ours.level() != IsolationLevel.SNAPSHOT && (changesRows || changesTable);
            forgivesBlindAppends = ours.level() == IsolationLevel.WRITE_SERIALIZABLE && !changesTable;
        }

        Optional<Conflict> check(Commit commit, Action theirs, boolean forgiven, Map<String, AddFile> shrunk) {
            if (theirs instanceof AddFile add) {
                if (dropsFeatures) {
                    return conflict(Conflict.Kind.CONCURRENT_APPEND, commit, add.path()); // it may have what is dropped
                }
                String path = DataPath.canonical(add.path());
                boolean matters = looksAtAdds && !forgiven && add.dataChange();
                // what is left of a file that was looked at is nothing new; of one that was not, it is
                return matters && reads.couldRead(add) && !(shrunk.containsKey(path) && reads.hasRead(path))
                        ? conflict(Conflict.Kind.CONCURRENT_APPEND, commit, add.path())
                        : Optional.empty();
            }
            if (theirs instanceof RemoveFile remove) {
                return removed(commit, remove, shrunk);
            }
            if (theirs instanceof Metadata metadata) {
                return changed(commit, metadata);
            }
            if (theirs instanceof Protocol protocol) {
                return changed(commit, protocol);
            }
            if (theirs instanceof SetTransaction transaction) {
                String appId = transaction.appId();
                boolean touched = reads.hasReadTransaction(appId) || transactions.contains(appId);
                return touched && !reads.guards(appId)
                        ? conflict(Conflict.Kind.CONCURRENT_TRANSACTION, commit, appId)
                        : Optional.empty();
            }
            if (theirs instanceof DomainMetadata domain && depends(domain)) {
                return conflict(Conflict.Kind.CONCURRENT_DOMAIN_METADATA, commit, domain.domain());
            }
            return Optional.empty();
        }

        /** Clustering names columns; and a domain that comes when a feature goes may be one that only the feature allows. */
        private boolean depends(DomainMetadata theirs) {
            return domains.contains(theirs.domain())
                    || changesMetadata && theirs.domain().equals(CLUSTERING)
                    || dropsFeatures;
        }

        private Optional<Conflict> changed(Commit commit, Metadata theirs) {
            if (theirs.equals(ours.metadata())) {
                return Optional.empty(); // said again, and nothing changed
            }
            SortedSet<String> matters = TableChanges.mattering(ours.metadata(), theirs, onlyAppends);
            return changesMetadata || !matters.isEmpty()
                    ? conflict(Conflict.Kind.METADATA_CHANGED, commit, String.join(", ", matters))
                    : Optional.empty();
        }

        private Optional<Conflict> changed(Commit commit, Protocol theirs) {
            SortedSet<String> matters = TableChanges.mattering(ours.protocol(), theirs, onlyAppends);
            return changesProtocol || !matters.isEmpty()
                    ? conflict(Conflict.Kind.PROTOCOL_CHANGED, commit, String.join(", ", matters))
                    : Optional.empty();
        }

        private Optional<Conflict> removed(Commit commit, RemoveFile remove, Map<String, AddFile> shrunk) {
            String path = DataPath.canonical(remove.path());
            boolean rowsOnly = reads.isRowByRow() && shrunk.containsKey(path);
            if (removedPaths.contains(path)
                    || addedPaths.contains(path)
                    || !rowsOnly && ours.deletesRowsOf().contains(path)) {
                return gone(Conflict.Kind.CONCURRENT_DELETE_DELETE, commit, remove);
            }
            // Rows that only lie elsewhere now could be changed there without our seeing it, unless each row is judged
            // by itself
            boolean matters = reads.isRowByRow() ? remove.dataChange() && !rowsOnly : true;
            return matters && reads.hasRead(path)
                    ? gone(Conflict.Kind.CONCURRENT_DELETE_READ, commit, remove)
                    : Optional.empty();
        }

        private static Optional<Conflict> gone(Conflict.Kind kind, Commit commit, RemoveFile file) {
            return file.dataChange()
                    ? conflict(kind, commit, file.path())
                    : Optional.of(Conflict.withRearranged(kind, commit, file.path()));
        }

        private static Optional<Conflict> conflict(Conflict.Kind kind, Commit commit, String subject) {
            return Optional.of(Conflict.of(kind, commit, subject));
        }
    }
}
