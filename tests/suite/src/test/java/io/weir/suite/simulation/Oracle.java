package io.weir.suite.simulation;

import static java.util.Objects.requireNonNull;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.commit.Commit;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.simulation.SimulatedClock;
import io.weir.testkit.simulation.StoreObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the table must be. Hears of every log entry when it is there, reads the files it adds, and compares the rows of the version with
 * what its operation means after the version before. In the hands of whoever has the turn.
 *
 * <p>The order of the log is the order of the operations, with one exception that {@code WriteSerializable} makes: rows that others
 * added blindly since the version that an operation read need not have been seen by it.
 */
final class Oracle implements StoreObserver {
    private static final Pattern COMMIT = Pattern.compile(LogNames.DIRECTORY + "/(\\d{20})\\.json");

    /** An operation among several of one log entry. */
    private static final Pattern MEMBER = Pattern.compile("\"txnId\":\"([^\"]+)\"");

    private final MemoryStore objects;
    private final TableEnvironment environment;
    private final boolean serializable;
    private final SimulatedClock clock;
    private final Duration fileRetention;
    private final Consumer<Throwable> violation;

    private final Map<String, Operation> byTransaction = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final Map<FileKey, AddFile> live = new LinkedHashMap<>();
    private final Map<FileKey, List<ModelRow>> rowsOfFiles = new HashMap<>();
    private final Set<String> liveNames = new HashSet<>();
    private final RowIdAudit rowIds = new RowIdAudit();
    private final List<Instant> committed = new ArrayList<>();
    private final Map<String, Instant> removed = new HashMap<>();
    private final List<SortedMap<Long, ModelRow>> versions = new ArrayList<>();
    private final List<List<Operation>> operationsOf = new ArrayList<>();
    private final List<Metadata> metadataOf = new ArrayList<>();
    private final Map<String, Long> progress = new HashMap<>();
    private @Nullable Protocol protocol;
    private @Nullable Metadata metadata;
    private long lastMetadataChange;
    private long lastTimestamp = Long.MIN_VALUE;

    Oracle(
            MemoryStore objects,
            TableEnvironment environment,
            Scenario scenario,
            SimulatedClock clock,
            Consumer<Throwable> violation) {
        this.objects = objects;
        this.environment = environment;
        this.serializable = scenario.isSerializable();
        this.clock = clock;
        this.fileRetention = scenario.maintained() ? Duration.ofHours(1) : Duration.ofDays(7);
        this.violation = violation;
    }

    /** The newest version. */
    long newest() {
        return versions.size() - 1L;
    }

    /** The rows of a version, by id. */
    SortedMap<Long, ModelRow> rows(long version) {
        return versions.get((int) version);
    }

    SortedMap<Long, ModelRow> rows() {
        return rows(newest());
    }

    /** Was a version the newest so lately that it has to be kept? */
    boolean mustBeReadable(long version) {
        return version >= newest() || lately(committed.get((int) version + 1));
    }

    /** A clock that is wrong by some seconds, and nights that are longer than that, leave a minute to be generous with. */
    private boolean lately(Instant time) {
        return time.isAfter(clock.instant().minus(fileRetention).plus(Duration.ofMinutes(1)));
    }

    /** Where the log entries since some version changed the table itself, and not only its rows. */
    boolean metadataChangedSince(long version) {
        return lastMetadataChange > version;
    }

    List<Operation> operations() {
        return operations;
    }

    /** What the table was at a version, apart from its rows. */
    Metadata metadata(long version) {
        return metadataOf.get((int) version);
    }

    /** Did a version change the columns? */
    boolean changedColumns(long version) {
        return version > 0
                && !metadata(version).schema().equals(metadata(version - 1).schema());
    }

    /**
     * Whether an operation that was told a version is in the table as that.
     *
     * @return the version, or {@link Operation#NOT_IN_TABLE} if the version is of others, because there was nothing to do
     */
    long inTable(Operation operation, long version) {
        return operationsOf.get((int) version).contains(operation) ? version : Operation.NOT_IN_TABLE;
    }

    /** How many versions several operations share. */
    long sharedVersions() {
        return operationsOf.stream().filter(done -> done.size() > 1).count();
    }

    Operation begin(Operation operation) {
        operations.add(operation);
        return operation;
    }

    /** A transaction of an operation may come to have this id. */
    void mayBe(String transaction, Operation operation) {
        byTransaction.put(transaction, operation);
    }

    @Override
    public void stored(String name) {
        Matcher commit = COMMIT.matcher(name);
        if (commit.matches()) {
            guarded(() -> commit(name, Long.parseLong(commit.group(1))));
        }
    }

    @Override
    public void deleted(String name) {
        guarded(() -> {
            if (liveNames.contains(name)) {
                throw new AssertionError("A file of the newest version was deleted {name=" + name + "}");
            }
            Instant gone = removed.get(name);
            if (gone != null && lately(gone)) {
                throw new AssertionError("A file that a version needs which is kept was deleted {name=" + name
                        + ", removed=" + gone + "}");
            }
            Matcher commit = COMMIT.matcher(name);
            if (commit.matches() && mustBeReadable(Long.parseLong(commit.group(1)))) {
                throw new AssertionError("A log entry of a version that is kept was deleted {name=" + name + "}");
            }
        });
    }

    private void guarded(Runnable check) {
        try {
            check.run();
        } catch (AssertionError | RuntimeException e) {
            violation.accept(e);
        }
    }

    private void commit(String name, long version) {
        if (version != versions.size()) {
            throw new AssertionError(
                    "A log entry is not the next one {newest=" + newest() + ", version=" + version + "}");
        }
        Commit commit = new Commit(version, ActionCodec.readCommit(objects.read(name), name, version));
        CommitInfo info = commit.info();
        if (info == null) {
            throw new AssertionError("A log entry is of no operation {version=" + version + "}");
        }
        List<Operation> done = operationsOf(info, version);
        for (Operation operation : done) {
            operation.isInTable(version);
            checkKind(operation, commit);
        }
        checkTime(info, version);
        apply(commit, done);
        SortedMap<Long, ModelRow> found = Collections.unmodifiableSortedMap(liveRows());
        if (version > 0) {
            checkRows(version, done, info, found);
            done.forEach(operation -> checkProgress(version, operation));
        }
        versions.add(found);
        committed.add(clock.instant());
        operationsOf.add(done);
        metadataOf.add(requireNonNull(metadata));
    }

    /** Those that share a log entry, or the one that it is of. */
    private List<Operation> operationsOf(CommitInfo info, long version) {
        List<String> ids = new ArrayList<>();
        Object members = info.members().get("weir.transactions");
        if (members == null) {
            ids.add(String.valueOf(info.txnId()));
        } else {
            Matcher each = MEMBER.matcher(String.valueOf(members));
            while (each.find()) {
                ids.add(each.group(1));
            }
        }
        List<Operation> done = new ArrayList<>();
        for (String id : ids) {
            Operation operation = byTransaction.get(id);
            if (operation == null) {
                throw new AssertionError("A log entry is of no operation {txnId=" + id + ", version=" + version + "}");
            }
            if (ids.size() > 1 && !operation.isBlind()) {
                throw new AssertionError("An operation that looked at rows shares a version {operation=" + operation
                        + ", version=" + version + "}");
            }
            done.add(operation);
        }
        return done;
    }

    private void checkTime(CommitInfo info, long version) {
        Long time = info.inCommitTimestamp();
        if (time != null) {
            if (time <= lastTimestamp) {
                throw new AssertionError("In-commit timestamps do not grow {before=" + lastTimestamp + ", found=" + time
                        + ", version=" + version + "}");
            }
            lastTimestamp = time;
        }
    }

    /** Whoever reads changes must see those of rows, and no others. */
    private static void checkKind(Operation operation, Commit commit) {
        for (Action action : commit.actions()) {
            boolean changes = action instanceof AddFile add && add.dataChange()
                    || action instanceof RemoveFile remove && remove.dataChange();
            if (operation.rearranges() && changes) {
                throw new AssertionError("A version that only rearranges rows says that it changes some {operation="
                        + operation + ", version=" + commit.version() + "}");
            }
        }
    }

    private void apply(Commit commit, List<Operation> done) {
        Metadata before = metadata;
        for (Action action : commit.actions()) {
            if (action instanceof Protocol changed) {
                protocol = changed;
                lastMetadataChange = commit.version();
            } else if (action instanceof Metadata changed) {
                metadata = changed;
                lastMetadataChange = commit.version();
            } else if (action instanceof RemoveFile remove) {
                AddFile taken = live.remove(remove.key());
                rowsOfFiles.remove(remove.key());
                if (taken == null) {
                    throw new AssertionError("A file is removed that is not in the table {file=" + remove.path()
                            + ", version=" + commit.version() + "}");
                }
                liveNames.removeAll(namesOf(taken));
                namesOf(taken).forEach(name -> removed.put(name, clock.instant()));
            }
        }
        for (Action action : commit.actions()) {
            if (action instanceof AddFile add) {
                if (live.put(add.key(), add) != null) {
                    throw new AssertionError("A file is added that is in the table {file=" + add.path() + ", version="
                            + commit.version() + "}");
                }
                rowsOfFiles.put(add.key(), read(add, commit.version(), done));
            }
        }
        live.values().forEach(file -> liveNames.addAll(namesOf(file)));
        if (before != null && !before.schema().equals(requireNonNull(metadata).schema())) {
            // Files stay what they are, and their columns are others now
            live.forEach((key, file) -> rowsOfFiles.put(key, rows(view(file))));
        }
    }

    /** A data file, and the one with its deletion vector, which several may share. */
    private Set<String> namesOf(AddFile file) {
        Set<String> names = new HashSet<>();
        names.add(DataPath.nameIn(objects.root(), file.path()).orElseThrow());
        DeletionVectorDescriptor vector = file.deletionVector();
        if (vector != null) {
            DeletionVectorFile.path(vector)
                    .flatMap(path -> DataPath.nameIn(objects.root(), path))
                    .ifPresent(names::add);
        }
        return names;
    }

    private List<ModelRow> read(AddFile file, long version, List<Operation> done) {
        for (String name : namesOf(file)) {
            if (!objects.exists(name)) {
                throw new AssertionError(
                        "A version has a file that is not there {file=" + name + ", version=" + version + "}");
            }
        }
        Table view = view(file);
        if (requireNonNull(metadata).isTrue("delta.enableRowTracking")) {
            rowIds.check(view, version, done, version == 0 ? new TreeMap<>() : rows(version - 1));
        }
        return rows(view);
    }

    private Table view(AddFile file) {
        return FileView.of(objects, environment, requireNonNull(protocol), requireNonNull(metadata), file);
    }

    private static List<ModelRow> rows(Table view) {
        return view.scan().rows().toList().stream().map(ModelRow::of).toList();
    }

    private SortedMap<Long, ModelRow> liveRows() {
        List<ModelRow> all = new ArrayList<>();
        rowsOfFiles.values().forEach(all::addAll);
        return ModelRow.byId(all);
    }

    private void checkRows(long version, List<Operation> done, CommitInfo info, SortedMap<Long, ModelRow> found) {
        SortedMap<Long, ModelRow> before = new TreeMap<>(rows(version - 1));
        SortedMap<Long, ModelRow> unseen = new TreeMap<>();
        Long read = info.readVersion();
        boolean seesAll = done.stream().allMatch(operation -> operation.isBlind() || operation.changesTable());
        if (!serializable && !seesAll && read != null) {
            for (long v = read + 1; v < version; v++) {
                if (operationsOf.get((int) v).stream().allMatch(Operation::isBlind)) {
                    for (Long id : rows(v).keySet()) {
                        if (!rows(v - 1).containsKey(id) && before.containsKey(id)) {
                            unseen.put(id, before.remove(id));
                        }
                    }
                }
            }
        }
        SortedMap<Long, ModelRow> expected = before;
        for (Operation operation : done) {
            expected = operation.effect().apply(expected);
        }
        expected = new TreeMap<>(expected);
        expected.putAll(unseen);
        if (!expected.equals(found)) {
            throw new AssertionError("A version has not the rows that its operation makes of the one before {operation="
                    + done + ", read=" + read + ", version=" + version + "} "
                    + ModelRow.difference(expected, found));
        }
    }

    private void checkProgress(long version, Operation operation) {
        Operation.Progress epoch = operation.progress();
        if (epoch != null) {
            long reached = progress.getOrDefault(epoch.appId(), 0L);
            if (reached != epoch.from()) {
                throw new AssertionError("A stream is not continued where it was {epoch=" + epoch + ", reached="
                        + reached + ", version=" + version + "}");
            }
            progress.put(epoch.appId(), epoch.to());
        }
    }
}
