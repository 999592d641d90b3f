package io.weir.compaction.check;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.LogNames;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.StateBuilder;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the log from its beginning, one version after the other: each commit against itself and against the table before it,
 * each checkpoint and version checksum against what the commits make. One thread at a time.
 *
 * <p>Where the log is torn the state is lost until the next checkpoint that can be read.
 */
final class LogCheck {
    /** So many commits are on their way from the store at once. */
    private static final int READ_AHEAD = 32;

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final LogDirectory log;
    private final Findings findings;
    private final References references;
    private final Sidecars sidecars;
    private final CheckpointCheck checkpointCheck;
    private final ChecksumFiles checksums;
    private final ReturnedColumns returned = new ReturnedColumns();
    private final NavigableMap<Long, List<CheckpointFiles>> checkpoints = new TreeMap<>();

    /** What the commits make, ready for the next; null where that is not known. */
    private @Nullable StateBuilder building;

    /** The same as a state; null also if a feature is not known. */
    private @Nullable TableState state;

    private boolean hasProtocol;
    private boolean hasMetadata;
    private boolean toldUnsupported;
    private @Nullable Long timestampBefore;
    private long commits;

    LogCheck(
            ObjectStore store,
            TableEnvironment environment,
            LogDirectory log,
            Findings findings,
            References references) {
        this.store = store;
        this.environment = environment;
        this.log = log;
        this.findings = findings;
        this.references = references;
        this.sidecars = new Sidecars(store, findings);
        this.checkpointCheck = new CheckpointCheck(store, environment, sidecars, findings);
        this.checksums = new ChecksumFiles(store, findings);
        log.listing()
                .checkpoints()
                .forEach(c -> checkpoints
                        .computeIfAbsent(c.version(), v -> new ArrayList<>())
                        .add(c));
    }

    /** The state at the newest version; null if there is none. */
    @Nullable
    TableState run() {
        checkNames();
        new HintCheck(store, log, findings).run();
        NavigableMap<Long, ObjectInfo> entries = log.listing().commits();
        if (log.listing().isEmpty()) {
            findings.add(FindingKind.NO_TABLE, Place.TABLE, Facts.of("table", store.root()));
            return null;
        }
        if (entries.containsKey(0L)) {
            building = new StateBuilder();
        }
        Set<Long> versions = new HashSet<>(entries.keySet());
        versions.addAll(checkpoints.keySet());
        Iterator<Long> ahead = entries.keySet().iterator();
        Deque<CompletableFuture<byte[]>> reading = new ArrayDeque<>();
        long before = -1;
        for (long version : versions.stream().sorted().toList()) {
            boolean hasCommit = entries.containsKey(version);
            if (before >= 0 && version > before + 1) {
                gap(before + 1, version - 1);
            }
            if (hasCommit) {
                while (ahead.hasNext() && reading.size() < READ_AHEAD) {
                    String name = LogNames.commit(ahead.next());
                    reading.add(CompletableFuture.supplyAsync(() -> store.read(name), environment.executor()));
                }
                commit(version, reading.remove());
            } else if (before >= 0 && version == before + 1) {
                gap(version, version);
            }
            checkpoints(version);
            checksums.check(version, log.checksums().get(version), state);
            before = version;
        }
        checkHead(entries);
        checkTail(before);
        requireState(before);
        checkpointCheck.tellDamage(false);
        checksums.tellDifferences(false);
        sidecars.tellUnreferenced();
        return state;
    }

    long commits() {
        return commits;
    }

    long checkpoints() {
        return checkpointCheck.read();
    }

    private void checkNames() {
        for (ObjectInfo stray : log.strays()) {
            findings.add(FindingKind.STRAY_LOG_FILE, Place.of(stray.name()), Facts.of("size", stray.sizeBytes()));
        }
        log.parts().values().forEach(parts -> {
            int expected = parts.get(0).parts();
            if (parts.size() < expected) {
                findings.add(
                        FindingKind.CHECKPOINT_INCOMPLETE,
                        Place.of(parts.get(0).version()),
                        Facts.of("expected", expected, "found", parts.size()));
            }
        });
    }

    /** Can versions behind a gap be read? From the next checkpoint on. */
    private void gap(long first, long last) {
        building = null;
        state = null;
        timestampBefore = null;
        boolean bridged = checkpoints.ceilingKey(last) != null;
        findings.add(
                bridged ? FindingKind.LOG_GAP_BEFORE_CHECKPOINT : FindingKind.LOG_GAP,
                Place.of(first, LogNames.commit(first)),
                Facts.of("missing", last - first + 1));
    }

    /** A log that does not begin at the beginning begins with a checkpoint. */
    private void checkHead(NavigableMap<Long, ObjectInfo> entries) {
        if (!entries.isEmpty() && entries.firstKey() > 0 && checkpoints.isEmpty()) {
            findings.add(FindingKind.LOG_GAP, Place.of(0, LogNames.commit(0)), Facts.of("missing", entries.firstKey()));
        }
    }

    /** A checksum is written behind its commit, so one beyond the log tells of a commit that is gone. */
    private void checkTail(long newest) {
        Long last = log.checksums().isEmpty() ? null : log.checksums().lastKey();
        if (last != null && last > newest) {
            findings.add(
                    FindingKind.LOG_GAP,
                    Place.of(newest + 1, LogNames.commit(newest + 1)),
                    Facts.of("checksum", LogNames.versionChecksum(last), "missing", last - newest));
        }
    }

    private void commit(long version, CompletableFuture<byte[]> reading) {
        byte[] bytes;
        try {
            bytes = reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ObjectNotFoundException) {
                gap(version, version); // cleaned up since it was listed
                return;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        commits++;
        List<Action> actions = new CommitCheck(version, findings).read(bytes);
        checksums.commit(version, bytes, actions);
        if (actions == null) {
            building = null;
            state = null;
            return;
        }
        long millis =
                Objects.requireNonNull(log.listing().commits().get(version)).modifiedMillis();
        references.commit(version, actions, millis);
        checkAgainst(state, version, actions);
        apply(version, actions);
        checkTimestamp(version, actions);
    }

    private void checkAgainst(@Nullable TableState before, long version, List<Action> actions) {
        if (before == null) {
            return;
        }
        Set<String> removedHere = new HashSet<>();
        for (Action action : actions) {
            if (action instanceof RemoveFile remove) {
                removedHere.add(remove.key().path());
                AddFile same = AddFile.builder(remove.path())
                        .deletionVector(remove.deletionVector())
                        .build();
                if (!before.files().contains(same)) {
                    findings.add(
                            FindingKind.FILE_REMOVED_WITHOUT_ADD,
                            Place.of(version, LogNames.commit(version)),
                            Facts.of("path", remove.path()));
                }
            }
        }
        for (Action action : actions) {
            if (action instanceof AddFile add
                    && add.dataChange()
                    && before.files().contains(add)
                    && !removedHere.contains(add.key().path())) {
                findings.add(
                        FindingKind.FILE_ADDED_AGAIN,
                        Place.of(version, LogNames.commit(version)),
                        Facts.of("path", add.path()));
            }
        }
    }

    private void apply(long version, List<Action> actions) {
        StateBuilder builder = building;
        if (builder == null) {
            return;
        }
        for (Action action : actions) {
            hasProtocol |= action instanceof Protocol;
            hasMetadata |= action instanceof Metadata;
        }
        if (version == 0) {
            requireShape(version);
        }
        builder.commit(version, actions);
        build(version, builder);
    }

    private void build(long version, StateBuilder builder) {
        if (!hasProtocol || !hasMetadata) {
            return;
        }
        try {
            TableState built = builder.build();
            state = built;
            building = new StateBuilder(built);
        } catch (UnsupportedTableException e) {
            state = null;
            unsupported(version, e);
        } catch (CorruptTableException | IllegalArgumentException e) {
            state = null;
            if (version == log.listing().newestVersion() || !toldUnsupported) {
                findings.add(
                        FindingKind.STATE_UNREADABLE,
                        Place.of(version),
                        Facts.of("reason", String.valueOf(e.getMessage())));
            }
        }
    }

    private void unsupported(long version, UnsupportedTableException e) {
        if (!toldUnsupported) {
            toldUnsupported = true;
            findings.add(
                    FindingKind.NOT_CHECKED, Place.of(version), Facts.of("reason", String.valueOf(e.getMessage())));
        }
    }

    private void requireShape(long version) {
        if (!hasProtocol) {
            findings.add(FindingKind.PROTOCOL_MISSING, Place.of(version, LogNames.commit(version)), Facts.NONE);
        }
        if (!hasMetadata) {
            findings.add(FindingKind.METADATA_MISSING, Place.of(version, LogNames.commit(version)), Facts.NONE);
        }
    }

    private void checkTimestamp(long version, List<Action> actions) {
        TableState now = state;
        if (now == null
                || !CommitDraft.hasInCommitTimestamps(
                        now.shape().protocol(), now.shape().metadata())) {
            timestampBefore = null;
            return;
        }
        Long timestamp = actions.get(0) instanceof CommitInfo info ? info.inCommitTimestamp() : null;
        Place place = Place.of(version, LogNames.commit(version));
        if (timestamp == null) {
            findings.add(FindingKind.COMMIT_INFO_MISPLACED, place, Facts.NONE);
        } else if (timestampBefore != null && timestamp <= timestampBefore) {
            findings.add(
                    FindingKind.TIMESTAMP_NOT_INCREASING,
                    place,
                    Facts.of("before", timestampBefore, "found", timestamp));
        }
        timestampBefore = timestamp == null ? timestampBefore : timestamp;
    }

    private void checkpoints(long version) {
        if (state != null) {
            returned.see(state.shape());
        }
        for (CheckpointFiles checkpoint : checkpoints.getOrDefault(version, List.of())) {
            try {
                TableState started = checkpointCheck.check(checkpoint, state, !returned.any());
                if (started != null && building == null) {
                    hasProtocol = true;
                    hasMetadata = true;
                    state = started;
                    building = new StateBuilder(started);
                    started.tombstones().forEach(Long.MIN_VALUE, started.files(), r -> references.removed(r, -1));
                }
            } catch (UnsupportedTableException e) {
                unsupported(version, e);
            }
        }
    }

    private void requireState(long newest) {
        if (state == null && building != null && !toldUnsupported && newest > 0) {
            requireShape(newest);
        }
    }
}
