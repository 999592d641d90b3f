package io.weir.table;

import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.state.LiveFiles;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.storage.StorageException;
import io.weir.table.clones.ShallowClone;
import io.weir.table.clones.ShallowClones;
import io.weir.table.diff.ComparedVersion;
import io.weir.table.diff.TableDiff;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.life.CloneTable;
import io.weir.table.life.FirstVersion;
import io.weir.table.scan.ScanReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One version of a table, which stays as it is whatever is committed behind it. Immutable, safe for many threads. */
public final class TableVersion {
    /** Details of so many files are fetched at once. */
    private static final int FILES_AT_ONCE = 1000;

    private static final System.Logger LOG = System.getLogger(TableVersion.class.getName());

    private final DeltaLog log;
    private final TableEnvironment environment;
    private final Snapshot snapshot;

    TableVersion(DeltaLog log, TableEnvironment environment, Snapshot snapshot) {
        this.log = log;
        this.environment = environment;
        this.snapshot = snapshot;
    }

    public long version() {
        return snapshot.version();
    }

    public StructType schema() {
        return snapshot.schema();
    }

    public List<String> partitionColumns() {
        return snapshot.partitionColumns();
    }

    /** The properties set on the table, sorted by name. */
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        snapshot.metadata().configuration().forEach((name, value) -> {
            if (value != null) {
                properties.put(name, value);
            }
        });
        return Collections.unmodifiableMap(properties);
    }

    /** A property, if it is set. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(snapshot.metadata().property(name));
    }

    public Protocol protocol() {
        return snapshot.protocol();
    }

    public Metadata metadata() {
        return snapshot.metadata();
    }

    /** What an application or a feature keeps with the table under a name, if anything. (PROTOCOL.md, "Domain Metadata") */
    public Optional<String> domain(String name) {
        return snapshot.domain(name).map(DomainMetadata::configuration);
    }

    /** The newest epoch of an application in the table, such as a streaming query. */
    public OptionalLong transaction(String appId) {
        Optional<SetTransaction> found = snapshot.transaction(appId);
        return found.isPresent() ? OptionalLong.of(found.get().version()) : OptionalLong.empty();
    }

    /** The newest epochs of all applications, by application; copies them. A sink's positions in its source are among them. */
    public Map<String, Long> transactions() {
        Map<String, Long> epochs = new TreeMap<>();
        snapshot.transactions().forEach((appId, transaction) -> epochs.put(appId, transaction.version()));
        return epochs;
    }

    /** The data files, in the order of the log. */
    public Stream<AddFile> files() {
        LiveFiles files = snapshot.files();
        int[] ids = files.ids();
        return IntStream.iterate(0, from -> from < ids.length, from -> from + FILES_AT_ONCE)
                .boxed()
                .flatMap(from ->
                        files
                                .files(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + FILES_AT_ONCE)))
                                .stream());
    }

    /** How many data files. */
    public int fileCount() {
        return snapshot.files().count();
    }

    /** The log's own view of the version. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** What is there: name, size, files, protocol, as {@code DESCRIBE DETAIL} shows it. One request. */
    public TableDetail detail() {
        Metadata metadata = snapshot.metadata();
        TreeSet<String> features = new TreeSet<>(snapshot.protocol().effectiveReaderFeatures());
        features.addAll(snapshot.protocol().effectiveWriterFeatures());
        return new TableDetail(
                "delta",
                metadata.id(),
                metadata.name(),
                metadata.description(),
                log.store().root(),
                metadata.createdTime(),
                log.commitMillis(snapshot),
                partitionColumns(),
                version(),
                snapshot.files().count(),
                snapshot.files().totalBytes(),
                properties(),
                snapshot.protocol().minReaderVersion(),
                snapshot.protocol().minWriterVersion(),
                new ArrayList<>(features));
    }

    /** Everything, until the scan is told what to leave out. */
    public Scan scan() {
        return new Scan(new ScanReader(log.store(), environment, snapshot));
    }

    /** What is different in another version, of this table or another one. Looks into the log and at no file, until it is asked for rows. */
    public TableDiff diffTo(TableVersion after) {
        return TableDiff.between(
                new ComparedVersion(log.store(), environment, snapshot),
                new ComparedVersion(after.log.store(), after.environment, after.snapshot));
    }

    /**
     * Makes a new table of this version that names the files of this one: a shallow clone. It declares itself in the source, whose vacuum by Weir keeps
     * what it needs; when another engine vacuums the source, the clone stops being readable.
     *
     * @throws io.weir.log.error.TableException if there is a table at the address
     */
    public Table cloneTo(String address) {
        return cloneTo(ObjectStores.open(address), false);
    }

    /**
     * Makes a new table of this version with copies of its files: a deep clone.
     *
     * @throws io.weir.log.error.TableException if there is a table at the address
     */
    public Table copyTo(String address) {
        return cloneTo(ObjectStores.open(address), true);
    }

    /** The same at the root of a store, which the new table closes in the end. @param deep with copies of the files */
    public Table cloneTo(ObjectStore store, boolean deep) {
        try {
            snapshot.shape().requireWritable();
            DeltaLog target = DeltaLog.forTable(store, environment.executor(), environment.clock());
            if (target.exists() || !write(target, cloned(store, deep), deep)) {
                throw new TableException("There is a table already", Facts.NONE);
            }
            return Table.of(target, environment);
        } catch (TableException e) {
            store.close();
            throw e.with("table", store.root());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    /** A clone without files of its own is declared first: from its first version on nothing that it names may be vacuumed. */
    private boolean write(DeltaLog target, CommitDraft draft, boolean deep) {
        String declared = deep ? null : declare(target.store(), draft);
        boolean written = FirstVersion.write(target, draft, environment);
        if (!written && declared != null) {
            ShallowClones.of(log.store()).remove(declared);
        }
        return written;
    }

    /** Returns the clone's id; null if the source does not let itself be written to. */
    private @Nullable String declare(ObjectStore clone, CommitDraft draft) {
        String id = draft.actions().stream()
                .filter(Metadata.class::isInstance)
                .map(action -> ((Metadata) action).id())
                .findFirst()
                .orElseThrow();
        try {
            ShallowClones.of(log.store())
                    .put(new ShallowClone(
                            id, clone.root(), version(), environment.clock().instant(), null));
            return id;
        } catch (StorageException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A table could not be told of its clone, and vacuum there will not keep what the clone needs clone="
                            + clone.root() + " cause=" + e + " table="
                            + log.store().root());
            return null;
        }
    }

    private CommitDraft cloned(ObjectStore store, boolean deep) {
        CloneTable clone = new CloneTable(log.store(), snapshot, store, environment, deep);
        List<Action> actions = clone.actions();
        CommitInfo info = CommitInfo.builder()
                .operation("CLONE")
                .operationParameters(clone.parameters())
                .isolationLevel(IsolationLevel.SERIALIZABLE.deltaName())
                .isBlindAppend(false)
                .operationMetrics(clone.metrics())
                .engineInfo(environment.engineInfo())
                .txnId(environment.ids().get().toString())
                .build();
        return new CommitDraft(info, actions);
    }

    /** How many rows; from the files' statistics where they all say it. */
    public long count() {
        return scan().count();
    }

    @Override
    public String toString() {
        return log.store().root() + "@v" + version();
    }
}
