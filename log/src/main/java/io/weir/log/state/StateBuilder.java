package io.weir.log.state;

import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.Sidecar;
import io.weir.log.action.UnknownAction;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reconciles actions: the newest protocol, metadata, transaction of an application, domain and file win, wherever they stand
 * in their commit. One thread at a time. (PROTOCOL.md, "Action Reconciliation")
 *
 * <p>Starts from nothing, from a checkpoint or from a state; then takes commits in the order of their versions.
 */
public final class StateBuilder {
    private final LayeredMap<SetTransaction> transactions;
    private final LayeredMap<DomainMetadata> domains;
    private final Tombstones tombstones;
    private final FileSetBuilder live;
    private final FileSetBuilder removed;
    private final @Nullable TableShape shapeBefore;
    private final Map<String, @Nullable SetTransaction> newTransactions = new HashMap<>();
    private final Map<String, @Nullable DomainMetadata> newDomains = new HashMap<>();
    private final FileProbe probe = new FileProbe();
    private final Reconciler reconciler = new Reconciler();
    private long version;
    private @Nullable Protocol protocol;
    private @Nullable Metadata metadata;
    private @Nullable Long inCommitTimestamp;

    /** Starts from a state. */
    public StateBuilder(TableState state) {
        this.version = state.version();
        this.shapeBefore = state.shape();
        this.protocol = state.shape().protocol();
        this.metadata = state.shape().metadata();
        this.transactions = state.layeredTransactions();
        this.domains = state.layeredDomains();
        this.tombstones = state.tombstones();
        this.live = new FileSetBuilder(state.files().set());
        this.removed = new FileSetBuilder(tombstones.since());
        this.inCommitTimestamp = state.inCommitTimestamp();
    }

    /** Starts from nothing. */
    public StateBuilder() {
        this(-1, List.of(), null);
    }

    /**
     * Starts from the files of a checkpoint; its other actions are then given to {@link #action}.
     *
     * @param removedFiles the checkpoint's tombstones
     */
    public StateBuilder(long checkpointVersion, List<FileChunk> files, Tombstones.@Nullable Source removedFiles) {
        this.version = checkpointVersion;
        this.shapeBefore = null;
        this.transactions = LayeredMap.empty();
        this.domains = LayeredMap.empty();
        this.tombstones = new Tombstones(removedFiles, FileSet.EMPTY);
        this.live = new FileSetBuilder(FileSet.all(files));
        this.removed = new FileSetBuilder(FileSet.EMPTY);
    }

    /** Applies the next commit. */
    public StateBuilder commit(long commitVersion, Iterable<? extends Action> actions) {
        begin(commitVersion);
        actions.forEach(this::action);
        return this;
    }

    /** Begins the next commit, whose actions are then given to {@link #action}. */
    public StateBuilder begin(long commitVersion) {
        return begin(commitVersion, commitVersion);
    }

    /**
     * Begins what the next commits amount to.
     *
     * @param first the version after the one that was begun last, or one before it
     * @param last a version after it
     */
    public StateBuilder begin(long first, long last) {
        if (first > version + 1 || last <= version) {
            throw new IllegalArgumentException(
                    "Commits follow each other {after=" + version + ", version=" + first + "}");
        }
        version = last;
        inCommitTimestamp = null;
        return this;
    }

    /** Applies an action of the commit that was begun. */
    public void action(Action action) {
        action.handle(reconciler);
    }

    /** @throws CorruptTableException if there was no protocol or no metadata */
    public TableState build() {
        Protocol newProtocol = protocol;
        Metadata newMetadata = metadata;
        if (newProtocol == null) {
            throw new CorruptTableException("The log has no protocol action", Facts.of("version", version));
        }
        if (newMetadata == null) {
            throw new CorruptTableException("The log has no metaData action", Facts.of("version", version));
        }
        boolean sameShape =
                shapeBefore != null && shapeBefore.protocol() == newProtocol && shapeBefore.metadata() == newMetadata;
        return new TableState(
                version,
                sameShape && shapeBefore != null ? shapeBefore : TableShape.of(newProtocol, newMetadata),
                transactions.with(newTransactions),
                domains.with(newDomains),
                live.build(),
                new Tombstones(tombstones.base(), removed.build()),
                inCommitTimestamp);
    }

    private final class Reconciler implements Action.Handler<Boolean> {
        @Override
        public Boolean add(AddFile add) {
            probe.set(add.path(), DeletionVectors.idOf(add.deletionVector()));
            live.remove(probe);
            removed.remove(probe);
            FileRows.append(live.builder(), add);
            live.added();
            return true;
        }

        @Override
        public Boolean remove(RemoveFile remove) {
            probe.set(remove.path(), DeletionVectors.idOf(remove.deletionVector()));
            live.remove(probe);
            removed.remove(probe);
            FileRows.append(removed.builder(), remove);
            removed.added();
            return true;
        }

        @Override
        public Boolean metadata(Metadata newest) {
            metadata = newest;
            return true;
        }

        @Override
        public Boolean protocol(Protocol newest) {
            protocol = newest;
            return true;
        }

        @Override
        public Boolean transaction(SetTransaction transaction) {
            newTransactions.put(transaction.appId(), transaction);
            return true;
        }

        @Override
        public Boolean commitInfo(CommitInfo commitInfo) {
            inCommitTimestamp = commitInfo.inCommitTimestamp();
            return true;
        }

        @Override
        public Boolean domainMetadata(DomainMetadata domain) {
            newDomains.put(domain.domain(), domain.removed() ? null : domain);
            return true;
        }

        @Override
        public Boolean cdc(AddCdcFile cdc) {
            return false; // of interest to readers of changes only
        }

        @Override
        public Boolean checkpointMetadata(CheckpointMetadata checkpointMetadata) {
            return false;
        }

        @Override
        public Boolean sidecar(Sidecar sidecar) {
            return false;
        }

        @Override
        public Boolean unknown(UnknownAction unknown) {
            return false;
        }
    }
}
